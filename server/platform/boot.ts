// In: checked settings and the rooms to define. Out: a listening server, and how to end it. Run by: start, tests.
import { constants } from 'node:fs';
import { access, mkdir, open, rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { matchMaker, Server } from '@colyseus/core';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { GuardedTransport } from '../netcode/guarded-transport.ts';
import type { CaptureSink, RoomServices } from '../netcode/services.ts';
import { stepGuard } from '../netcode/step-guard.ts';
import { TickLoop } from '../netcode/tick-loop.ts';
import { originPolicy } from './addresses.ts';
import type { Config } from './config.ts';
import { putDoorInFront, restrictMatchmaking } from './http-door.ts';
import { mountFront } from './http-front.ts';
import type { MetricsRoute } from './metrics-route.ts';
import { UNWATCHED, watchLoad } from './load-watch.ts';
import { colyseusLogger, createLogger, type Logger } from './logger.ts';
import { Meters } from './meters.ts';
import { Metrics } from './metrics.ts';
import { watchProcess } from './process-watch.ts';
import { shutDown } from './shutdown.ts';
import { StartError } from './start-error.ts';

export interface BootParts {
  defineRooms(server: Server, services: RoomServices): void;
  /** Where finished captures go, given the data folder; left out, there are none. */
  readonly captures?: (options: { readonly dataDir: string; readonly log: Logger; count(name: string): void }) => KeptCaptures;
  readonly log?: Logger;
}

/** A place for captures that can say when all of them are written. */
export interface KeptCaptures extends CaptureSink {
  idle(): Promise<void>;
  /** Names of those written last, newest last. */
  files(): readonly string[];
}

export interface RunningServer {
  readonly port: number;
  /** For a browser on this machine, such as `http://localhost:2567`. */
  readonly address: string;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly services: RoomServices;
  /** Tells players, ends rooms, keeps captures, closes sockets. Resolves to false where the deadline passed first. */
  close(): Promise<boolean>;
}

/** Time for the headers of a request, and for all of it. Join requests are under a kilobyte. */
const HEADERS_MS_MAX = 8_000;
const REQUEST_MS_MAX = 10_000;
const HEADER_BYTES_MAX = 8 * 1024;

/** Starts everything. @throws StartError with one sentence for the operator. */
export async function bootServer(config: Config, parts: BootParts): Promise<RunningServer> {
  await checkFolders(config);
  const log = parts.log ?? createLogger({ level: config.logLevel, format: config.logFormat });
  const metrics = new Metrics();
  const count = (name: string, by?: number): void => metrics.count(name, by);
  const meters = new Meters();
  const watch = watchProcess();
  const loop = new TickLoop({
    catchUpTicksMax: LIMITS.catchUpTicksMax, guard: stepGuard(LIMITS.stepMsMax), meter: (name, lateMs, tookMs) => meters.tick(name, lateMs, tookMs),
  });
  const captures = config.capture ? parts.captures?.({ dataDir: config.dataDir, log, count }) : undefined;
  const load = config.slowUnderLoad ? watchLoad(loop, log, count) : UNWATCHED;
  const services: RoomServices = { loop, meters, log, count, seatHoldSec: config.seatHoldSec, rooms: new Set(), captures, hasRoom: () => load.hasRoom() };
  const allowsOrigin = originPolicy(config.origins);
  const http = makeHttpServer();
  const transport = new GuardedTransport({ server: http, count, log: wrapLog(log), allowsOrigin });
  restrictMatchmaking(allowsOrigin);
  const route: MetricsRoute = {
    meters, watch, token: config.metricsToken, counts: () => metrics.snapshot(),
    loop: () => ({ ...loop.stats(), pace: loop.pace }), captureFiles: () => captures?.files() ?? [],
  };
  const server = new Server({
    transport, greet: false, gracefullyShutdown: false, logger: colyseusLogger(log, count),
    express: (app) => mountFront(app, { clientDir: config.clientDir, health: healthSources(services), metrics: route }),
  });
  parts.defineRooms(server, services);
  const port = await listen(server, http, config);
  // In the same turn of the event loop as the base's own listeners, so no request came in before.
  const { trustProxy, joinsPerMin } = config;
  putDoorInFront(http, { trustProxy, joinsPerMin, allowsOrigin, count, now: () => performance.now() });
  for (const name of config.unknown) log.warn({ name }, 'this setting is not known and does nothing');
  return {
    port, address: `http://${shownHost(config.host)}:${port}`, metrics, log, services,
    close: () => {
      load.stop();
      watch.stop();
      return shutDown(server, http, async () => captures?.idle());
    },
  };
}

async function checkFolders({ dataDir, clientDir }: Config): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    // Only writing shows that a folder can be written: access() says yes to root on a read-only mount.
    const probe = join(dataDir, `.probe-${process.pid}`);
    await (await open(probe, 'w')).close();
    await rm(probe);
  } catch (error) {
    throw new StartError(`the data folder ${dataDir} cannot be written (${codeOf(error)}): set ARBITER_DATA to another one`);
  }
  if (clientDir === undefined) return;
  await access(join(clientDir, 'index.html'), constants.R_OK).catch(() => {
    throw new StartError(`the page is not built (no index.html in ${clientDir}): run npm run build`);
  });
}

function makeHttpServer(): HttpServer {
  const http = createServer({
    headersTimeout: HEADERS_MS_MAX, requestTimeout: REQUEST_MS_MAX, maxHeaderSize: HEADER_BYTES_MAX,
  });
  http.maxConnections = LIMITS.socketsMax;
  return http;
}

/** The base settles neither way when the port is taken, so the socket's own error decides. */
async function listen(server: Server, http: HttpServer, { port, host }: Config): Promise<number> {
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => { fail = reject; });
  http.once('error', fail);
  try {
    await Promise.race([server.listen(port, host), failed]);
  } catch (error) {
    server.transport.shutdown();
    throw new StartError(listenReason(codeOf(error), port, host));
  } finally {
    http.off('error', fail);
  }
  return (http.address() as AddressInfo).port;
}

function listenReason(code: string, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE': return `port ${port} is already in use: set PORT to another one, or end what uses it`;
    case 'EACCES': return `port ${port} may not be used without more rights: set PORT to 1024 or above`;
    case 'EADDRNOTAVAIL': case 'ENOTFOUND': return `this machine has no address ${host}: set HOST to one it has`;
    default: return `cannot listen on ${host}:${port} (${code})`;
  }
}

function healthSources({ loop, rooms }: RoomServices): Parameters<typeof mountFront>[1]['health'] {
  return {
    tickAge: () => loop.stats().tickAgeMs,
    rooms: () => rooms.size,
    players: () => matchMaker.stats.local.ccu,
    lateMsP99: () => loop.stats().lateMsP99,
    lostTicks: () => loop.stats().lost,
  };
}

function wrapLog(log: Logger): { debug(details: object, text: string): void; error(details: object, text: string): void } {
  return { debug: (details, text) => log.debug(details, text), error: (details, text) => log.error(details, text) };
}

function shownHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1', 'localhost'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function codeOf(error: unknown): string {
  return (error as { readonly code?: string }).code ?? String(error);
}
