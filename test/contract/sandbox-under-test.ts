import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectVersion, type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import type { SecondWorker, SentConfig, Traits, WorkerUnderTest } from './suite/worker-under-test.ts';

/** What the sandbox can do: it runs nothing and reads no files. */
export const sandboxTraits = { movesData: false, resolvesReferences: false } satisfies Traits;

// States change this much faster than on real workers; the durations below are not scaled.
const pace = 0.1;
const slowStartMilliseconds = 1_000;
const bootMilliseconds = 300;
const sessionTimeout = 1_500;

/** One sandbox for the contract suite. It acts as both workers of a cluster: see `setRole` and `killWorker`. */
export async function startSandboxUnderTest(connectVersion: ConnectVersion): Promise<WorkerUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-contract-'));
  const sandbox = await startSandbox({ port: 0, connectVersion, anyClass: false, clock: realClock(), pace });
  const { worker, url } = sandbox;
  const config = (name: string, type: 'Source' | 'Sink', topicKey: string): SentConfig => ({
    'connector.class': `org.apache.kafka.connect.file.FileStream${type}Connector`,
    'tasks.max': '1',
    file: path.join(folder, `${name}.txt`),
    [topicKey]: `${name}-topic`,
  });
  const heal = async (name: string) => worker.heal(name);
  return {
    url,
    folder,
    countStarts: async (name) => {
      const { connectorStarts, taskStarts } = worker.counts(name);
      return { connector: connectorStarts, tasks: taskStarts };
    },
    failingTask: async (name) => {
      worker.failTasksAfter(name, 0);
      const sink = { ...config(name, 'Sink', 'topics'), file: path.join(folder, 'missing', name) };
      return { config: sink, heal: () => heal(name) };
    },
    failingStart: async (name) => ({
      config: config(name, 'Source', 'topic'),
      spoil: async () => worker.failStart(name, 'org.apache.kafka.common.config.ConfigException: none'),
      heal: () => heal(name),
    }),
    slowStart: async (name) => {
      worker.slowStart(name, slowStartMilliseconds);
      return config(name, 'Source', 'topic');
    },
    startSecond: () => boot(sandbox),
    followerUrl: async () => url,
    kill: () => killWorker(sandbox),
    stop: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function boot({ url, worker }: Sandbox): SecondWorker {
  worker.boot(bootMilliseconds);
  worker.setRole('follower');
  return { url, ready: sleep(bootMilliseconds + 50) };
}

async function killWorker({ url, worker }: Sandbox): Promise<string> {
  worker.killWorker({ sessionTimeout });
  const answer = await fetch(`${url}/connectors?expand=status`);
  const statuses = Object.values((await answer.json()) as Record<string, { status: DeadStatus }>);
  const other = statuses.find(({ status }) => status.connector.worker_id !== new URL(url).host);
  return other?.status.connector.worker_id ?? 'no other worker';
}

interface DeadStatus {
  readonly connector: { readonly worker_id: string };
}
