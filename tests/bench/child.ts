// In: a script beside this one. Out: it as a process of its own on one core, asked and answered over IPC. Run by: measures, host, load.
import { fork, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

export interface Child {
  readonly pid: number;
  /** What the child said when it was ready. */
  readonly ready: unknown;
  ask<T>(verb: string, params?: object): Promise<T>;
  end(): Promise<void>;
}

/** Where Linux keeps it; without it (macOS, Windows) processes float, and the report says so. */
const TASKSET = '/usr/bin/taskset';
export const PINNED = existsSync(TASKSET) && availableParallelism() > 1;
/** Ahead of the other work of a shared machine, which would else be in every figure about lateness. */
const REAL_TIME = ['chrt', '--rr', '1'];
/** Whether that is permitted, as it mostly is not; then the run waits its turn like everybody, and the share it waited is checked. */
export const IS_REAL_TIME = PINNED && spawnSync(REAL_TIME[0]!, [...REAL_TIME.slice(1), 'true']).status === 0;
const END_MS_MAX = 3_000;

interface Answer {
  readonly verb: string;
  readonly value?: unknown;
  readonly error?: string;
}

export async function startChild(script: string, args: readonly string[], core: 0 | 1, nodeFlags: readonly string[] = []): Promise<Child> {
  const child = fork(join(import.meta.dirname, script), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(PINNED ? { execPath: TASKSET, execArgv: ['-c', String(core), ...(IS_REAL_TIME ? REAL_TIME : []), process.execPath, ...nodeFlags] } : { execArgv: [...nodeFlags] }),
  });
  const next = (verb: string) => new Promise<unknown>((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${script} ${args.join(' ')} ended with ${code}`));
    const onMessage = (answer: Answer) => {
      if (answer.verb !== verb) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      if (answer.error === undefined) resolve(answer.value);
      else reject(new Error(`${script} ${args.join(' ')}, ${verb}: ${answer.error}`));
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
  const ready = await next('ready');
  return {
    pid: child.pid!, ready,
    ask: <T>(verb: string, params: object = {}) => {
      const answer = next(verb) as Promise<T>;
      child.send({ verb, params });
      return answer;
    },
    end: () => new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), END_MS_MAX);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.send({ verb: 'end', params: {} });
    }),
  };
}

type Verb = (params: never) => unknown;

/** The child's side: answers each verb with what its function returns or resolves to. `end` is its own to define. */
export function answerVerbs(verbs: Readonly<Record<string, Verb>>): void {
  process.on('message', (message: { readonly verb: string; readonly params: never }) => {
    const { verb, params } = message;
    Promise.resolve().then(() => verbs[verb]!(params)).then(
      (value) => process.send!({ verb, value }),
      (error: unknown) => process.send!({ verb, error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(1));
}

export function announceReady(value: unknown): void {
  process.send!({ verb: 'ready', value });
}
