import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Clock } from '../model/clock.ts';
import type { Config } from '../model/config.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { readCluster } from '../project/read-cluster.ts';
import { readPluginSet } from '../project/read-plugin-set.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';

/** The cluster that is to be upgraded. */
export interface SourceReading {
  readonly worker: WorkerInfo;
  readonly url: string;
  /** Those that were selected, by name. */
  readonly connectors: readonly LiveConnector[];
  /** The names of all. */
  readonly names: readonly string[];
  /** What the files declare, by name. */
  readonly declared: ReadonlyMap<string, PresentConnector>;
  readonly redactor: Redactor;
  readonly plugins: PluginReading;
}

/** What a worker says about its plugins, or why it says nothing. */
export type PluginReading =
  | { readonly set: PluginSet; readonly failure?: undefined }
  | { readonly set?: undefined; readonly failure: WorkerFailure };

/**
 * Reads the connectors of a cluster, what files declare about them, and what their plugins define. It sends nothing that
 * needs more than reading rights.
 *
 * @throws WorkerFailure if the connectors cannot be read
 * @throws ConnectSyncError `unknown-connector` if no connector has a name
 */
export async function readSource(
  connection: ConnectCluster,
  context: ClusterContext,
  { names, clock }: { readonly names: readonly string[]; readonly clock: Clock },
): Promise<SourceReading> {
  const { label, target, project } = context;
  const reading = await readCluster(connection, { label, kafkaClusterId: target.kafkaClusterId });
  const { worker, connectors } = reading;
  const all = [...connectors.keys()].sort();
  const live = [...connectors.values()];
  const { redactor } = await makeLiveRedactor(connection, context, { worker, live, shown: live });
  const selected = selectNames(names, all, `on ${label}`).flatMap((name) => connectors.get(name) ?? []);
  const wanted = { configs: selected.map(({ config }) => config), label, scrub: project.scrub, clock };
  return {
    worker,
    url: reading.url,
    connectors: selected,
    names: all,
    declared: presentByName(context),
    redactor,
    plugins: await readPlugins(connection, worker, wanted),
  };
}

/** Long enough for a busy worker; a class that takes longer is named, and the rest goes on. */
const patienceMilliseconds = 30_000;

interface WantedPlugins {
  readonly configs: readonly Config[];
  readonly label: string;
  readonly scrub: Scrub;
  readonly clock: Clock;
}

/** What a worker says about the plugins of configs; credentials may not be allowed to read them. */
export async function readPlugins(
  connection: ConnectCluster,
  worker: WorkerInfo,
  { clock, ...wanted }: WantedPlugins,
): Promise<PluginReading> {
  const patience = { clock, milliseconds: patienceMilliseconds };
  try {
    return { set: await readPluginSet(connection, worker, { ...wanted, patience }) };
  } catch (error) {
    if (error instanceof WorkerFailure && isRefusal(error)) return { failure: error };
    throw error;
  }
}

/** Everything else means that the cluster cannot be read. */
function isRefusal({ verdict }: WorkerFailure): boolean {
  return ['unauthorised', 'forbidden', 'unsupported', 'refused', 'permanent'].includes(verdict);
}

function presentByName(context: ClusterContext): ReadonlyMap<string, PresentConnector> {
  return new Map(
    [...readDesiredByName(context).byName.values()].flatMap((desired) =>
      desired.kind === 'present' ? [[desired.name as string, desired] as const] : [],
    ),
  );
}
