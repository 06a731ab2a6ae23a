// In: what happens in the process. Out: lines on stdout, without tokens. Run by: main (makes it), everything (writes to it).
import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'pretty' | 'json';
  /** Where lines go; stdout by default. */
  readonly write?: (line: string) => void;
}

/** Names of fields that must never be readable in a log: with one of them somebody else's seat can be taken. */
const SECRETS = ['token', 'reconnectionToken', '_authToken', 'sessionId', 'authorization', 'cookie'];
/** The same inside of texts and URLs, which libraries build on their own. */
const SECRET_IN_TEXT = new RegExp(`\\b(${SECRETS.join('|')})(\\\\?["']?\\s*[=:]\\s*\\\\?["']?)[^\\s"'&,}\\[\\\\]+`, 'gi');

export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? ((line: string) => void process.stdout.write(line));
  const format = options.format === 'pretty' ? prettyLine : (line: string) => line;
  return pino({
    level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  }, { write: (line: string) => write(hideSecrets(format(line))) });
}

/** Replaces the values of tokens and session ids in any text. */
export function hideSecrets(text: string): string {
  return text.replace(SECRET_IN_TEXT, '$1$2[hidden]');
}

/** `12:34:56.789 warn  text  key=value`, and the stack of an error below it. */
function prettyLine(json: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown> & { err?: { stack?: string } };
  const shown = (value: unknown): string => (typeof value === 'string' ? oneLine(value) : JSON.stringify(value));
  const details = Object.entries(rest).map(([key, value]) => `${key}=${shown(value)}`);
  const head = `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${[oneLine(msg), ...details].join('  ')}`;
  return err?.stack === undefined ? `${head}\n` : `${head}\n  ${err.stack.replaceAll('\n', '\n  ')}\n`;
}

function oneLine(text: unknown): string {
  return String(text ?? '').replace(/\s*\n\s*/g, ' | ');
}

type ColyseusLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/**
 * What the base calls its logger. Its errors are about clients that sent nonsense or left (what concerns a room reaches
 * us through `onUncaughtException`): 1,949 bad frames wrote 7,463 lines at the base's own level.
 */
export function colyseusLogger(log: Logger, count: (name: string) => void): Record<ColyseusLevel, (...args: unknown[]) => void> {
  const say = (...args: unknown[]): void => log.debug({ from: 'colyseus' }, args.map(String).join(' '));
  const sayError = (...args: unknown[]): void => {
    count('colyseus.errors');
    say(...args);
  };
  return { trace: () => {}, debug: say, info: say, warn: say, error: sayError };
}
