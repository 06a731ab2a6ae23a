// In: a folder, and settings as JSON. Out: a booted server in a process of its own, its port sent to the parent. Run by: tests.
import { join } from 'node:path';
import { Room } from '@colyseus/core';
import { bootServer } from '../../server/platform/boot.ts';
import { readConfig } from '../../server/platform/config.ts';
import { runUntilSignal } from '../../server/platform/life.ts';

/** A match that is over when a player says so. */
class TinyRoom extends Room {
  round = 1;

  override onCreate(): void {
    this.onMessage('presence', () => { this.round++; });
  }
}

const settings = JSON.parse(process.argv[3] ?? '{}') as Record<string, string>;
const config = readConfig({
  PORT: '0', HOST: '127.0.0.1', ARBITER_DATA: join(process.argv[2]!, 'child-data'), ARBITER_CLIENT: 'off', LOG_LEVEL: 'silent', ARBITER_JOINS_PER_MIN: '1',
  ...settings,
});
const server = await bootServer(config, { defineRooms: (colyseus) => { colyseus.define('tiny', TinyRoom); } });
runUntilSignal(server);
process.send!(server.port);
