import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

/** The content of the sandbox of a bench, and how slow it is. */
export interface ServeOptions {
  readonly connectors: number;
  /** Of each configuration. */
  readonly keys: number;
  /** Put before every request. */
  readonly delayMilliseconds: number;
}

/** What a sandbox served. */
export interface Traffic {
  /** Method and path. */
  readonly requests: readonly string[];
  /** In both directions, headers included. */
  readonly bytes: number;
  /** The sandbox's own time: what a real worker would spend elsewhere. */
  readonly cpuMilliseconds: number;
}

/** A sandbox in a process of its own. */
export interface WorkerProcess {
  readonly url: string;
  /** What it has served since the last call. */
  take(): Promise<Traffic>;
  close(): void;
}

/** Starts one. */
export async function startWorkerProcess(options: ServeOptions): Promise<WorkerProcess> {
  const child = fork(path.resolve(import.meta.dirname, 'serve.ts'), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
  });
  const { url } = await message<{ readonly url: string }>(child);
  return {
    url,
    take: () => {
      const answer = message<Traffic>(child);
      child.send('take');
      return answer;
    },
    close: () => void child.disconnect(),
  };
}

function message<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`the sandbox ended with ${code}`));
    child.once('exit', fail);
    child.once('message', (text) => {
      child.off('exit', fail);
      resolve(text as Message);
    });
  });
}
