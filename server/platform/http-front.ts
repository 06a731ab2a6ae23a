// In: an Express application. Out: the page, its files, /healthz, /metrics, and JSON for everything else. Run by: server start.
import { join, sep } from 'node:path';
import express, { type Application, type NextFunction, type Request, type Response } from 'express';
import { healthReport, type HealthSources } from './health.ts';
import { mountMetrics, type MetricsRoute } from './metrics-route.ts';

export interface FrontOptions {
  /** Folder of the built page; `undefined` serves none. */
  readonly clientDir: string | undefined;
  readonly health: HealthSources;
  readonly metrics: MetricsRoute;
}

/**
 * Own code only, no inline script, no evaluation. Phaser makes images and workers of blobs and writes style attributes;
 * 'self' covers WebSockets to the same host.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'", "script-src 'self'", "style-src 'self'", "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:", "media-src 'self' data: blob:", "font-src 'self' data:",
  "connect-src 'self' data: blob:", "worker-src 'self' blob:",
  "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'",
].join('; ');

/** A file under /assets/ has its content's hash in its name, so it never changes. */
const FOREVER = 'public, max-age=31536000, immutable';

export function mountFront(app: Application, options: FrontOptions): void {
  app.disable('x-powered-by');
  app.get('/healthz', (_req: Request, res: Response) => {
    const { status, body } = healthReport(options.health);
    res.status(status).set('Cache-Control', 'no-store').json(body);
  });
  mountMetrics(app, options.metrics);
  if (options.clientDir !== undefined) {
    const assets = join(options.clientDir, 'assets') + sep;
    app.use(express.static(options.clientDir, {
      dotfiles: 'ignore', redirect: false,
      setHeaders: (res, path) => {
        res.setHeader('Cache-Control', path.startsWith(assets) ? FOREVER : 'no-cache');
        if (path.endsWith('.html')) res.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      },
    }));
  }
  app.use((_req: Request, res: Response) => {
    res.status(404).set('Cache-Control', 'no-store').json({ code: 404, error: 'there is nothing here' });
  });
  app.use((error: { readonly status?: unknown }, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error);
    const status = typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : 500;
    res.status(status).json({ code: status, error: status === 500 ? 'the server made a mistake' : 'the request is malformed' });
  });
}
