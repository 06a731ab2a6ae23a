// In: `verify FILE...` or `info FILE...`. Out: whether captures re-run to the same worlds, or what is in them. Run by: npm run replay.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DamagedError } from '../shared/netcode/byte-buffer.ts';
import { openCapture, readRecords } from '../shared/netcode/capture-format.ts';
import { replayCapture, type ReplayDifference } from '../shared/netcode/capture-replay.ts';
import { LIMITS } from '../shared/netcode/limits.ts';
import { roomTypeNamed } from '../shared/rooms/index.ts';

const EXIT = { same: 0, differs: 1, unreadable: 2 } as const;
const VERBS: Readonly<Record<string, (file: string) => number>> = { verify, info };

/** Exit code: 0 all the same, 1 one differs, 2 one cannot be read or the call is wrong. */
function main([verb, ...files]: readonly string[]): number {
  const run = VERBS[verb ?? ''];
  if (run === undefined || files.length === 0) {
    console.error('usage: npm run replay -- verify FILE...\n       npm run replay -- info FILE...');
    return EXIT.unreadable;
  }
  return Math.max(...files.map(run));
}

function verify(file: string): number {
  const bytes = readCapture(file);
  if (typeof bytes === 'string') return refuse(file, bytes);
  const startedMs = performance.now();
  const result = replayCapture(bytes, roomTypeNamed);
  const tookSec = (performance.now() - startedMs) / 1000;
  switch (result.kind) {
    case 'same': {
      const hash = result.hash.toString(16).padStart(8, '0');
      const speed = Math.round(result.seconds / tookSec);
      console.log(`${file}: same, ${result.ticks} ticks in ${tookSec.toFixed(2)} s (${speed} x real time), hash ${hash}; ended: ${result.reason}`);
      break;
    }
    case 'differs': console.error(`${file}: ${difference(result)}`); break;
    case 'unreadable': return refuse(file, result.reason);
  }
  return EXIT[result.kind];
}

function difference({ tick, field, fields, value, ticks }: ReplayDifference): string {
  const now = value === undefined ? '' : `, which is now ${JSON.stringify(value)}`;
  const others = fields.slice(1, 6).join(', ') + (fields.length > 6 ? ` and ${fields.length - 6} more` : '');
  return `differs first at tick ${tick} (the ${ticks}. of the capture) in ${field}${now}${others === '' ? '' : `; also ${others}`}`;
}

function info(file: string): number {
  const bytes = readCapture(file);
  if (typeof bytes === 'string') return refuse(file, bytes);
  const capture = openCapture(bytes);
  if (!capture.ok) return refuse(file, capture.reason);
  const { roomType, roomId, startedAt, world } = capture.header;
  const type = roomTypeNamed(roomType);
  if (type === undefined) return refuse(file, `there is no room type "${roomType}"`);
  const counts = { tick: 0, join: 0, leave: 0, inputs: 0 };
  let ended = '';
  try {
    for (const record of readRecords(capture.body, type, world.tick)) {
      if (record.kind === 'tick') for (const list of record.inputs) counts.inputs += list?.length ?? 0;
      if (record.kind in counts) counts[record.kind as 'tick' | 'join' | 'leave']++;
      if (record.kind === 'end') ended = record.reason;
    }
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    return refuse(file, error.message);
  }
  const seconds = counts.tick / type.tickHz;
  console.log(`${file}: ${roomType} ${roomId}, started ${startedAt} at tick ${world.tick}`);
  console.log(`  ${counts.tick} ticks (${seconds.toFixed(1)} s), ${counts.join} joins, ${counts.leave} leaves, ${counts.inputs} inputs`);
  console.log(`  ${bytes.length} bytes, ${Math.round(bytes.length / seconds)} a second; ended: ${ended}`);
  return EXIT.same;
}

function refuse(file: string, reason: string): number {
  console.error(`${file}: ${reason}`);
  return EXIT.unreadable;
}

/** The uncompressed capture, or in words why not. */
function readCapture(file: string): Uint8Array | string {
  try {
    return gunzipSync(readFileSync(file), { maxOutputLength: LIMITS.captureBytesMax * 2 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    switch (code) {
      case 'ENOENT': return 'there is no such file';
      case 'EISDIR': return 'this is a folder';
      case 'EACCES': return 'it may not be read';
      case 'Z_BUF_ERROR': return 'the file was cut off';
      case 'Z_DATA_ERROR': return message === 'incorrect header check' ? 'this is not a capture' : `the file is damaged: ${message}`;
      case 'ERR_BUFFER_TOO_LARGE': return 'the file is longer than any capture';
      default: return message;
    }
  }
}

process.exitCode = main(process.argv.slice(2));
