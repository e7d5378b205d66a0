import { onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from './real-clock.ts';
import { type Tryout, tryout } from './tryout.ts';

/** A project of two clusters: `east`, the tryout's own sandbox, and `west`. */
export interface TwoClusters extends Tryout {
  readonly other: Sandbox;
}

/** What it holds. */
export interface TwoClustersOptions {
  /** The connector `a`; `${var.env}` is `e` in the east and `w` in the west. */
  readonly file: string;
  /** Another URL for the west. */
  readonly west?: string | undefined;
  /** More lines at the end of the project file. */
  readonly project?: string;
}

/** Starts both; they end with the test. Nothing chooses one of them beforehand. */
export async function openTwoClusters({
  file,
  west,
  project = '',
}: TwoClustersOptions): Promise<TwoClusters> {
  const world = await tryout({
    files: { 'connectors/a.yaml': file },
    environment: { CONNECT_SYNC_CLUSTER: '' },
  });
  const other = await startSandbox({
    port: 0,
    connectVersion: '3.9',
    anyClass: false,
    clock: realClock(),
    pace: 0.1,
    kafkaClusterId: 'west-cluster-id',
  });
  onTestFinished(() => other.close());
  world.folder.write(
    'connect-sync.yaml',
    `version: 1
clusters:
  east: { url: "${world.sandbox.url}", vars: { env: e } }
  west: { url: "${west ?? other.url}", vars: { env: w } }
${project}`,
  );
  return { ...world, other };
}
