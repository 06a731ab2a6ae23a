// In: checked settings and the rooms to define. Out: a listening server, and how to end it. Run by: start, tests.
import { constants } from 'node:fs';
import { access, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { matchMaker, Server } from '@colyseus/core';
import { LIMITS } from '../../shared/netcode/limits.ts';
import { GuardedTransport } from '../netcode/guarded-transport.ts';
import type { CaptureSink, RoomServices } from '../netcode/services.ts';
import { stepGuard } from '../netcode/step-guard.ts';
import { TickLoop } from '../netcode/tick-loop.ts';
import type { Config } from './config.ts';
import { makeDoors } from './doors.ts';
import { drain } from './drain.ts';
import { mountFront } from './http-front.ts';
import { codeOf, listen, makeHttpServer, shownHost, type HttpServerOptions } from './http-server.ts';
import type { MetricsRoute } from './metrics-route.ts';
import { UNWATCHED, watchLoad } from './load-watch.ts';
import { colyseusLogger, createLogger, type Logger } from './logger.ts';
import { Meters } from './meters.ts';
import { Metrics } from './metrics.ts';
import { watchProcess } from './process-watch.ts';
import { shutDown, splitDeadline } from './shutdown.ts';
import { StartError } from './start-error.ts';

export interface BootParts {
  defineRooms(server: Server, services: RoomServices): void;
  /** Where finished captures go, given the data folder; left out, there are none. */
  readonly captures?: (options: { readonly dataDir: string; readonly log: Logger; count(name: string): void }) => KeptCaptures;
  readonly log?: Logger;
  /** Tests shorten the times of connections, and move the clock of tokens. */
  readonly times?: HttpServerOptions['times'];
  readonly wallMs?: () => number;
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
  /** Takes nobody new, tells players, and gives matches the configured time to finish. */
  drain(): Promise<void>;
  /** Tells players, ends rooms, keeps captures, closes sockets. Resolves to false where the deadline passed first. */
  close(): Promise<boolean>;
}

/** Starts everything. @throws StartError with one sentence for the operator. */
export async function bootServer(config: Config, parts: BootParts): Promise<RunningServer> {
  await checkFolders(config);
  const log = parts.log ?? createLogger({ level: config.logLevel, format: config.logFormat });
  const metrics = new Metrics();
  let closing = false;
  const count = (name: string, by?: number): void => metrics.count(name, by);
  const meters = new Meters();
  const watch = watchProcess();
  const loop = new TickLoop({
    catchUpTicksMax: LIMITS.catchUpTicksMax, guard: stepGuard(LIMITS.stepMsMax), meter: (name, lateMs, tookMs) => meters.tick(name, lateMs, tookMs),
  });
  const captures = config.capture ? parts.captures?.({ dataDir: config.dataDir, log, count }) : undefined;
  const load = config.slowUnderLoad ? watchLoad(loop, log, count) : UNWATCHED;
  const services: RoomServices = { loop, meters, log, count, seatHoldSec: config.seatHoldSec, rooms: new Set(), captures, hasRoom: () => !closing && load.hasRoom() };
  const { isProxy, socketsPerAddress, tls } = config;
  const times = splitDeadline(config.drainSec);
  const http = makeHttpServer({ tls, socketsPerAddress, isProxy, count, ...(parts.times === undefined ? {} : { times: parts.times }) });
  const doors = makeDoors(config, { count, isClosing: () => closing, ...(parts.wallMs === undefined ? {} : { wallMs: parts.wallMs }) });
  const transport = new GuardedTransport({ server: http, count, log: wrapLog(log), door: doors.upgrade });
  const route: MetricsRoute = {
    meters, watch, token: config.metricsToken, counts: () => metrics.snapshot(),
    loop: () => ({ ...loop.stats(), pace: loop.pace }), captureFiles: () => captures?.files() ?? [],
  };
  const server = new Server({
    transport, greet: false, gracefullyShutdown: false, logger: colyseusLogger(log, count),
    express: (app) => mountFront(app, { clientDir: config.clientDir, health: healthSources(services, () => closing), metrics: route }),
  });
  parts.defineRooms(server, services);
  const port = await listen(server.listen(config.port, config.host), http, config).catch((error: unknown) => {
    doors.stop();
    server.transport.shutdown();
    throw error;
  });
  // In the same turn of the event loop as the base's own listeners, so no request came in before.
  doors.putInFront(http);
  if (config.authKeys === undefined) {
    log.warn({}, 'tokens are signed with a key made at this start: players sign in anew after the next; set ARBITER_AUTH_KEYS to keep one');
  }
  for (const name of config.unknown) log.warn({ name }, 'this setting is not known and does nothing');
  return {
    port, address: `${tls === undefined ? 'http' : 'https'}://${shownHost(config.host)}:${port}`, metrics, log, services,
    drain: () => {
      closing = true;
      return drain({ sec: times.matchesSec, now: () => performance.now(), info: (details, text) => log.info(details, text) });
    },
    close: () => {
      closing = true;
      load.stop();
      doors.stop();
      watch.stop();
      return shutDown(server, http, async () => captures?.idle(), times.closeMsMax);
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

function healthSources({ loop, rooms }: RoomServices, closing: () => boolean): Parameters<typeof mountFront>[1]['health'] {
  return {
    closing,
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
