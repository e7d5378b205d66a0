import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Distribution } from './distribution.ts';
import { resolveDistribution } from './distribution.ts';
import { freePort } from './free-port.ts';
import { findJava } from './java.ts';
import type { Keeper } from './java-process.ts';
import { EndedWhileStarting, endProcess, startJava, waitUntilItAnswers } from './java-process.ts';
import type { LedgerEntry } from './ledger.ts';

/** One broker of the newest version serves workers of every version. */
export const brokerVersion = '4.3.0';

/** Starts one Kafka broker (KRaft, on loopback, its data in a temporary folder) and waits until it answers. */
export async function startBroker(keeper: Keeper, clusterId = newClusterId()): Promise<LedgerEntry> {
  const distribution = await resolveDistribution(brokerVersion);
  for (let attempt = 1; ; attempt += 1) {
    const entry = await launch(distribution, { keeper, clusterId });
    try {
      await waitUntilItAnswers(entry, () => brokerAnswers(entry.ports[0] ?? 0));
      return entry;
    } catch (error) {
      await endProcess(entry);
      // Between choosing a free port and listening on it, another process may have taken it.
      if (attempt === 3 || !(error instanceof EndedWhileStarting && error.becauseOfPort)) throw error;
    }
  }
}

/** As Kafka makes them: 16 bytes, of which the first character may be a dash. */
function newClusterId(): string {
  return randomBytes(16).toString('base64url');
}

async function launch(
  distribution: Distribution,
  { keeper, clusterId }: { readonly keeper: Keeper; readonly clusterId: string },
): Promise<LedgerEntry> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'connect-sync-broker-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const properties = path.join(dataFolder, 'server.properties');
  await writeFile(properties, brokerProperties({ port, controllerPort, dataFolder }));
  await formatStorage(distribution, { properties, clusterId });
  return startJava({
    distribution,
    mainClass: 'kafka.Kafka',
    arguments: [properties],
    heapMegabytes: 384,
    keeper,
    entry: {
      role: 'broker',
      version: brokerVersion,
      address: `127.0.0.1:${port}`,
      ports: [port, controllerPort],
      dataFolder,
    },
  });
}

function brokerProperties(settings: { port: number; controllerPort: number; dataFolder: string }): string {
  const { port, controllerPort, dataFolder } = settings;
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=${path.join(dataFolder, 'log')}
num.partitions=1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
`;
}

async function formatStorage(
  distribution: Distribution,
  { properties, clusterId }: { readonly properties: string; readonly clusterId: string },
): Promise<void> {
  await promisify(execFile)(
    await findJava(),
    [
      '-Xmx128m',
      '-XX:TieredStopAtLevel=1',
      '-XX:-UsePerfData',
      '-cp',
      distribution.classPath,
      'kafka.tools.StorageTool',
      'format',
      `--cluster-id=${clusterId}`,
      '--config',
      properties,
    ],
    { timeout: 60_000 },
  );
}

// ApiVersions, version 0, correlation id 1, no client id: the one request that every broker answers at once.
const apiVersionsRequest = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

function brokerAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(apiVersionsRequest));
    const finish = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.once('data', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
  });
}
