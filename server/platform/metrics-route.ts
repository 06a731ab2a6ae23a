// In: an Express application and what the process measures. Out: GET /metrics for Prometheus, GET /metrics.json for the bots. Run by: http-front.
import type { Application, Request, Response } from 'express';
import { metricFamilies, type MetricSources } from './metric-families.ts';
import { metricsRefusal } from './metrics-door.ts';
import { prometheusText, TEXT_CONTENT_TYPE } from './metrics-text.ts';

export interface MetricsRoute extends MetricSources {
  /** Who may ask: whoever has this; without one, this machine alone. */
  readonly token: string | undefined;
  /** Names of the captures written last, newest last. */
  captureFiles(): readonly string[];
}

/** A field that changes its meaning raises it; readers refuse what they do not know. */
export const METRICS_FORMAT_VERSION = 1;

export function mountMetrics(app: Application, route: MetricsRoute): void {
  app.get(['/metrics', '/metrics.json'], (req: Request, res: Response) => {
    res.set('Cache-Control', 'no-store');
    const error = metricsRefusal(req, route.token);
    if (error !== undefined) {
      res.status(403).json({ code: 403, error });
      return;
    }
    const families = metricFamilies(route);
    const wantsJson = req.path === '/metrics.json' || req.accepts(['text/plain', 'application/json']) === 'application/json';
    if (wantsJson) res.json({ formatVersion: METRICS_FORMAT_VERSION, captures: route.captureFiles(), families });
    else res.set('Content-Type', TEXT_CONTENT_TYPE).send(prometheusText(families));
  });
}
