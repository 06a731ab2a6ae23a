// In: finished captures. Out: gzip files in the data folder, the newest ones only. Run by: server start.
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LIMITS } from '../../shared/netcode/limits.ts';
import type { KeptCaptures } from './boot.ts';
import type { Logger } from './logger.ts';

export interface CaptureFolderOptions {
  readonly dataDir: string;
  readonly log: Logger;
  count(name: string): void;
  /** Files kept; the oldest goes. */
  readonly filesMax?: number;
  /** Bytes that may wait to be written; what is more is dropped: rooms go on, whatever the disk does. */
  readonly queueBytesMax?: number;
}

const SUFFIX = '.capture.gz';
/** Off the main thread: a match of an hour may be megabytes, and rooms tick meanwhile. */
const compress = promisify(gzip);

/** Files are named `<time>-<room type>-<room id>.capture.gz`, so that their names sort by age. Writes one after the other. */
export function openCaptureFolder(options: CaptureFolderOptions): KeptCaptures {
  const { log, count, filesMax = LIMITS.captureFilesMax, queueBytesMax = LIMITS.captureQueueBytesMax } = options;
  const dir = join(options.dataDir, 'captures');
  let queue = Promise.resolve();
  let waiting = 0;
  const written: string[] = [];
  const write = async (name: string, file: Uint8Array): Promise<void> => {
    const path = join(dir, name);
    try {
      await mkdir(dir, { recursive: true });
      const packed = await compress(file);
      await writeFile(`${path}.part`, packed);
      await rename(`${path}.part`, path);
      const kept = (await readdir(dir)).filter((entry) => entry.endsWith(SUFFIX)).sort();
      for (const old of kept.slice(0, -filesMax)) await rm(join(dir, old));
      written.push(name);
      if (written.length > filesMax) written.shift();
      count('captures.kept');
      log.info({ file: path, bytes: packed.length }, 'capture kept');
    } catch (error) {
      count('captures.failed');
      // A full disk should not be kept full by what did not fit.
      await rm(`${path}.part`, { force: true }).catch(() => {});
      log.error({ err: error, name }, 'a capture could not be written');
    }
  };
  return {
    keep(roomType, roomId, file) {
      const time = new Date().toISOString().replace(/[:.]/g, '-');
      if (waiting + file.length > queueBytesMax) {
        count('captures.dropped');
        log.error({ roomType, roomId, waitingBytes: waiting }, 'a capture was dropped: the disk is too slow');
        return;
      }
      waiting += file.length;
      queue = queue.then(() => write(`${time}-${roomType}-${roomId}${SUFFIX}`, file)).finally(() => { waiting -= file.length; });
    },
    idle: () => queue,
    files: () => written,
  };
}
