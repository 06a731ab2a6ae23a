// In: log calls with secrets in every place. Out: proof of readable lines without them. Run by: vitest.
import { expect, test } from 'vitest';
import { colyseusLogger, createLogger, hideSecrets } from '../../server/platform/logger.ts';

function logged(format: 'pretty' | 'json', level: 'debug' | 'info' = 'debug') {
  const lines: string[] = [];
  return { lines, log: createLogger({ level, format, write: (line) => lines.push(line) }) };
}

test('a pretty line has time, level, text and details on one line', () => {
  const { log, lines } = logged('pretty');
  log.info({ room: 'arena', players: 3, list: [1] }, 'room\nopened');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}room \| opened {2}room=arena {2}players=3 {2}list=\[1\]\n$/);
});

test('an error has its stack below', () => {
  const { log, lines } = logged('pretty');
  log.error({ err: new Error('boom') }, 'a room threw');
  expect(lines[0]).toMatch(/error a room threw\n {2}Error: boom\n/);
});

test('json is one object a line', () => {
  const { log, lines } = logged('json');
  log.warn({ n: 1 }, 'careful');
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'warn', n: 1, msg: 'careful' });
});

test.each(['pretty', 'json'] as const)('no token or session id is readable in a %s log', (format) => {
  const { log, lines } = logged(format);
  log.info({ reconnectionToken: 'S3CRET', seat: { sessionId: 'S3CRET', token: 'S3CRET' } }, 'joined');
  log.info('GET /p/r?sessionId=S3CRET&_authToken=S3CRET&reconnectionToken=S3CRET');
  log.error({ err: new Error('bad {"reconnectionToken":"S3CRET"}') }, 'failed');
  log.info({ url: '/x?_authToken=S3CRET' }, "sessionId: 'S3CRET'");
  expect(lines.join('')).not.toContain('S3CRET');
  expect(lines.join('').match(/\[hidden\]/g)!.length).toBeGreaterThanOrEqual(9);
});

test('hiding leaves the rest of a text alone', () => {
  expect(hideSecrets('?sessionId=abc&room=1')).toBe('?sessionId=[hidden]&room=1');
  expect(hideSecrets('a token of thanks')).toBe('a token of thanks');
});

test("the base's errors are counted and said at debug only", () => {
  const { log, lines } = logged('pretty', 'info');
  const counts: string[] = [];
  const logger = colyseusLogger(log, (name) => counts.push(name));
  logger.error('a client sent nonsense');
  logger.warn('deprecated');
  expect(lines).toEqual([]);
  expect(counts).toEqual(['colyseus.errors']);
});
