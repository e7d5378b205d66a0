import { onTestFinished } from 'vitest';
import type { PluginDefinition } from '../../src/sandbox/plugins/plugin-definition.ts';
import type { SeededConnector } from '../../src/sandbox/sandbox-worker.ts';
import { type ConnectVersion, type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from './real-clock.ts';
import { type Tryout, tryout } from './tryout.ts';

/** A class whose second version differs in several ways. */
export const probe = 'com.example.ProbeSourceConnector';

const retired: PluginDefinition = {
  class: 'com.example.RetiredSourceConnector',
  type: 'source',
  version: '1.0.0',
  keys: [],
};

const first: PluginDefinition = {
  class: probe,
  type: 'source',
  version: '1.0.0',
  keys: [
    { name: 'retired.key', type: 'STRING', default_value: '' },
    { name: 'batch.size', type: 'STRING', default_value: '10' },
    { name: 'old.name', type: 'STRING', default_value: '' },
    { name: 'region', type: 'STRING', default_value: '' },
    { name: 'probe.password', type: 'PASSWORD', default_value: null },
  ],
};

const second: PluginDefinition = {
  ...first,
  version: '2.0.0',
  keys: [
    { name: 'batch.size', type: 'INT', default_value: '500' },
    {
      name: 'old.name',
      type: 'STRING',
      default_value: '',
      documentation: 'Deprecated: use new.name instead',
    },
    { name: 'new.name', type: 'STRING', default_value: '' },
    { name: 'region', type: 'STRING', required: true },
    { name: 'probe.password', type: 'PASSWORD', default_value: null },
  ],
};

/** The project of `prod`, which runs 3.9, and `next` beside it, which runs 4.4 with later plugins. */
export interface UpgradeWorld extends Tryout {
  readonly next: Sandbox;
}

/** What is different from the usual world. */
export interface UpgradeWorldOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly connectors: readonly SeededConnector[];
  /** Default 4.4. */
  readonly to?: ConnectVersion;
  /** Default 3.9. */
  readonly from?: ConnectVersion;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts both; they end with the test. */
export async function upgradeWorld({
  files = {},
  connectors,
  from = '3.9',
  to = '4.4',
  environment = {},
}: UpgradeWorldOptions): Promise<UpgradeWorld> {
  const world = await tryout({
    files,
    connectVersion: from,
    plugins: [first, retired],
    environment: { CONNECT_SYNC_CLUSTER: '', ...environment },
  });
  const next = await startSandbox({
    port: 0,
    connectVersion: to,
    anyClass: false,
    clock: realClock(),
    pace: 0.1,
    plugins: [second],
    kafkaClusterId: 'next-kafka',
  });
  onTestFinished(() => next.close());
  world.folder.write(
    'connect-sync.yaml',
    `version: 1\nclusters:\n  prod: { url: "${world.sandbox.url}" }\n  next: { url: "${next.url}" }\n`,
  );
  world.sandbox.worker.seed(connectors);
  return { ...world, next };
}
