import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { readPasswordKeys } from '../project/password-keys.ts';
import { readCluster } from '../project/read-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import { type FoundConnectorConfig, textValue } from './formats/found-connector.ts';
import type { ImportSource } from './import-source.ts';

/** The live connectors of a cluster, by names or globs; nothing is sent to it that could change it. */
export async function readLiveConnectors(
  cluster: ConnectCluster,
  { target, label, vars }: ClusterContext,
  patterns: readonly string[],
): Promise<ImportSource> {
  const reading = await readCluster(cluster, { label, kafkaClusterId: target.kafkaClusterId });
  const names = selectNames(patterns, [...reading.connectors.keys()].sort(), `on ${label}`);
  const live = names.flatMap((name) => reading.connectors.get(name) ?? []);
  const classes = live.flatMap(({ config }) => config.get('connector.class') ?? []);
  const types = await readPasswordKeys(cluster, reading.worker, classes);
  return {
    label,
    cluster: target.name,
    vars,
    connectors: live.map(adopt),
    passwordKeys: types.passwordKeys,
    diagnostics: types.unreadable.map((className) => diagnose('key-types-unavailable', { className })),
  };
}

function adopt(live: LiveConnector): FoundConnectorConfig {
  const config = [...live.config].map(([key, text]) => [key, textValue(text)] as const);
  return { name: live.name, config: new Map(config), state: stateOf(live), source: undefined };
}

/** A state that is sure: FAILED and UNASSIGNED hide what was asked for. */
function stateOf({ status }: LiveConnector): DesiredState | undefined {
  const state = status?.connector.state.toLowerCase();
  return state === 'running' || state === 'paused' || state === 'stopped' ? state : undefined;
}
