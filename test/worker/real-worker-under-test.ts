import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  SentConfig,
  Sick,
  Starts,
  Traits,
  WorkerUnderTest,
} from '../contract/suite/worker-under-test.ts';
import { poll } from '../support/poll.ts';
import { freePort } from './free-port.ts';
import { startWorkers } from './real-workers.ts';

/** What real workers can do. */
export const realTraits = { movesData: true, resolvesReferences: true } satisfies Traits;

/** One real worker for the contract suite. */
export async function startWorkerUnderTest(version: string): Promise<WorkerUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-contract-'));
  const workers = await startWorkers({ version });
  const secondPort = await freePort();
  const [url = '', logFile = ''] = [workers.urls[0], workers.logFiles[0]];
  return {
    url,
    folder,
    countStarts: async (name) => countStarts(await readFile(logFile, 'utf8'), name),
    failingTask: (name) => failingTask(folder, name),
    failingStart: (name) => failingStart(folder, name),
    slowStart: () => slowStart(),
    startSecond: () => ({
      url: `http://127.0.0.1:${secondPort}`,
      ready: workers.add({ port: secondPort }).then(() => undefined),
    }),
    followerUrl: async () => ((await leads(url)) ? (workers.urls[1] ?? '') : url),
    kill: async () => {
      await workers.end(0, 'at-once');
      return new URL(url).host;
    },
    stop: async () => {
      await workers.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A worker that may not forward answers 409 unless it is the leader. The first one usually is, but not always. */
function leads(url: string): Promise<boolean> {
  const ask = async () => {
    const { status } = await fetch(`${url}/connectors/nobody?forward=false`, { method: 'DELETE' });
    return status === 404 ? true : status === 409 ? false : undefined;
  };
  return poll(ask, { what: `${url} knows whether it leads` });
}

/** Every version logs a line for each instance that it makes. */
function countStarts(log: string, name: string): Starts {
  const count = (line: RegExp) => log.match(line)?.length ?? 0;
  return {
    connector: count(new RegExp(`Creating connector ${name} of type`, 'g')),
    tasks: count(new RegExp(`Creating task ${name}-\\d+ \\(`, 'g')),
  };
}

/** The file sink cannot write into a folder that does not exist. */
async function failingTask(folder: string, name: string): Promise<Sick> {
  const missing = path.join(folder, `${name}-missing`);
  return {
    config: {
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
      'tasks.max': '1',
      file: path.join(missing, 'out.txt'),
      topics: `${name}-topic`,
    },
    heal: async () => {
      await mkdir(missing);
    },
  };
}

/** A referenced value that turns bad after the connector was validated: its next start() refuses it. */
async function failingStart(folder: string, name: string): Promise<Sick & { spoil(): Promise<void> }> {
  const values = path.join(folder, `${name}.properties`);
  const setBatchSize = (value: string) => writeFile(values, `batch=${value}\n`);
  await setBatchSize('10');
  return {
    config: {
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
      'tasks.max': '1',
      file: path.join(folder, `${name}.txt`),
      topic: `${name}-topic`,
      'batch.size': `\${file:${values}:batch}`,
    },
    spoil: () => setBatchSize('none'),
    heal: () => setBatchSize('10'),
  };
}

/** MirrorMaker's connector waits in start() for each step of its work; its port is closed. */
async function slowStart(): Promise<SentConfig> {
  return {
    'connector.class': 'org.apache.kafka.connect.mirror.MirrorSourceConnector',
    'tasks.max': '1',
    'source.cluster.alias': 'source',
    'target.cluster.alias': 'target',
    'source.cluster.bootstrap.servers': '127.0.0.1:1',
    'target.cluster.bootstrap.servers': '127.0.0.1:1',
    'admin.timeout.ms': '1000',
  };
}
