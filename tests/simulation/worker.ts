// In: options as the thread's data, seeds as messages. Out: what became of each seed. Run by: crew, as a thread.
import { parentPort, workerData } from 'node:worker_threads';
import { gameRoomNamed } from '../../server/rooms/index.ts';
import { scenarioNamed } from '../../shared/netcode/scenarios/index.ts';
import { faultsOf } from './faults.ts';
import type { SimOptions } from './options.ts';
import { simulate } from './simulate.ts';

const { room, players, scenario, minutes, fault: planted } = workerData as SimOptions;
const definition = gameRoomNamed(room);
if (definition === undefined || parentPort === null) throw new Error(`no room type "${room}", or not a thread`);
const port = parentPort;
const fault = faultsOf(room).find(({ name }) => name === planted);

port.on('message', (seed: number) => {
  const usage = process.threadCpuUsage();
  const outcome = simulate({ definition, seed, players, forMs: minutes * 60_000, scenario: scenario === undefined ? undefined : scenarioNamed(scenario), fault });
  const { user, system } = process.threadCpuUsage(usage);
  port.postMessage({ outcome, cpuMs: (user + system) / 1000 });
});
