// In: checked settings. Out: the whole game server, listening. Run by: main, and tests that want all of it in-process.
import { bootServer, type BootParts, type RunningServer } from './platform/boot.ts';
import { openCaptureFolder } from './platform/capture-folder.ts';
import type { Config } from './platform/config.ts';
import { defineRooms } from './rooms/index.ts';

/** Starts every room type of the registry. @throws StartError with one sentence for the operator. */
export function startServer(config: Config, parts: Partial<BootParts> = {}): Promise<RunningServer> {
  return bootServer(config, { defineRooms, captures: openCaptureFolder, ...parts });
}
