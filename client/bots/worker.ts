// In: a plan. Out: its bots, playing; a row of figures every second. Run by: swarm, as a worker thread.
import { parentPort, workerData } from 'node:worker_threads';
import { silenceSdk, useBotSockets } from './sockets.ts';
import type { FromWorker, SwarmPlan, ToWorker } from './plan.ts';

silenceSdk();
useBotSockets();
// Only now: the SDK takes the sockets that it finds when it is loaded.
const { BotCrew } = await import('./crew.ts');

const port = parentPort;
if (port === null) throw new Error('this file is a worker: run client/bots/main.ts');
const tell = (message: FromWorker): void => port.postMessage(message);

const crew = new BotCrew(workerData as SwarmPlan, tell);
port.on('message', (message: ToWorker) => {
  if (message.verb !== 'stop') return;
  void crew.stop(message.early).finally(() => port.close());
});
crew.start();
