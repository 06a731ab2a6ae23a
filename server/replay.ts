// In: `verify FILE...`. Out: whether each capture re-runs to the same world. Run by: npm run replay.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { LIMITS } from '../shared/netcode/limits.ts';
import { replayCapture } from '../shared/netcode/capture-replay.ts';
import { roomTypeNamed } from '../shared/rooms/index.ts';

const EXIT = { same: 0, differs: 1, unreadable: 2 } as const;

/** Exit code: 0 all the same, 1 one differs, 2 one cannot be read or the call is wrong. */
function main([verb, ...files]: readonly string[]): number {
  if (verb !== 'verify' || files.length === 0) {
    console.error('usage: npm run replay -- verify FILE...');
    return EXIT.unreadable;
  }
  return Math.max(...files.map(verify));
}

function verify(file: string): number {
  const startedMs = performance.now();
  const bytes = readCapture(file);
  if (typeof bytes === 'string') {
    console.error(`${file}: ${bytes}`);
    return EXIT.unreadable;
  }
  const result = replayCapture(bytes, roomTypeNamed);
  const seconds = (performance.now() - startedMs) / 1000;
  switch (result.kind) {
    case 'same':
      console.log(`${file}: same, ${result.ticks} ticks in ${seconds.toFixed(2)} s, hash ${result.hash.toString(16).padStart(8, '0')} (${result.reason})`);
      break;
    case 'differs': console.error(`${file}: differs first at tick ${result.tick} in ${result.field}`); break;
    case 'unreadable': console.error(`${file}: ${result.reason}`); break;
  }
  return EXIT[result.kind];
}

function readCapture(file: string): Uint8Array | string {
  try {
    return gunzipSync(readFileSync(file), { maxOutputLength: LIMITS.captureBytesMax * 2 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'there is no such file' : code?.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE' ? 'this is not a capture' : message;
  }
}

process.exitCode = main(process.argv.slice(2));
