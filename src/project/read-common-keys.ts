import { type Config, compareText } from '../model/config.ts';
import type { PluginKey } from '../model/plugin.ts';
import { commonClasses, type PluginSnapshot, type UnreadablePlugin } from '../model/plugin-snapshot.ts';
import { supports } from '../model/worker-version.ts';
import { allowedValues } from '../plugins/allowed-values.ts';
import { commonKeysIn } from '../plugins/common-keys.ts';
import { probeValues } from '../plugins/probe-values.ts';
import { snapshotKey } from '../plugins/snapshot-key.ts';
import {
  askAbout,
  connectorConfig,
  type PluginReader,
  type PluginTarget,
  referenceOf,
} from './plugin-reader.ts';
import { validateProbes } from './validate-probes.ts';

/** The keys that a worker adds to connectors: as snapshots, and as it lists them by type of connector. */
export interface CommonKeys {
  readonly snapshots: readonly PluginSnapshot[];
  readonly keys: ReadonlyMap<string, readonly PluginKey[]>;
  /** Why the values that they accept could not be read. */
  readonly incomplete: readonly UnreadablePlugin[];
}

/** Reads the common keys of the types of connectors that are wanted, each from one connector. */
export async function readCommonKeys(
  reader: PluginReader,
  targets: readonly PluginTarget[],
): Promise<CommonKeys> {
  const snapshots: PluginSnapshot[] = [];
  const keys = new Map<string, readonly PluginKey[]>();
  const incomplete: UnreadablePlugin[] = [];
  for (const type of ['source', 'sink'] as const) {
    const isWanted = targets.some(({ className }) =>
      reader.installed.some((plugin) => plugin.className === className && plugin.type === type),
    );
    const reference = isWanted ? referenceOf(reader, type, targets) : undefined;
    const read = reference === undefined ? undefined : await readFrom(reader, reference);
    if (!read) continue;
    keys.set(type, read.keys);
    if (read.problem) incomplete.push({ ...read.problem, className: commonClasses[type] });
    snapshots.push({
      className: commonClasses[type],
      type: 'common',
      version: reader.worker.versionText,
      keys: read.keys
        .map((key) =>
          snapshotKey(withoutInstallation(key), { values: read.values.get(key.name), scrub: reader.scrub }),
        )
        .sort((one, other) => compareText(one.name, other.name)),
    });
  }
  return { snapshots, keys, incomplete };
}

interface ReadCommon {
  readonly keys: readonly PluginKey[];
  readonly values: ReadonlyMap<string, readonly string[] | undefined>;
  readonly problem: UnreadablePlugin | undefined;
}

/** The definitions of a worker that has them are the same whatever is installed; a validation completes the values. */
async function readFrom(reader: PluginReader, reference: string): Promise<ReadCommon | undefined> {
  const { connection, worker } = reader;
  const config: Config = connectorConfig(reference);
  const defined = supports(worker.version, 'pluginConfig')
    ? await askAbout(reader, reference, () => connection.readPluginKeys(reference))
    : undefined;
  const listed = commonOf(reference, defined?.value ?? []);
  const known = listed.length > 0 ? listed : await validated(reader, reference, config);
  if (known.length === 0) return undefined;
  const { addresses, words } = probeValues(defined?.value ?? known);
  const isCommon = new Set(known.map(({ name }) => name));
  const probed = new Map([...words].filter(([name]) => isCommon.has(name)));
  const answer = await askAbout(reader, reference, () =>
    validateProbes(connection, new Map([...config, ...addresses]), probed),
  );
  const refusals = (key: string) =>
    (answer.value?.errors ?? []).flatMap((error) => (error.key === key ? [error.workerMessage] : []));
  const values = new Map(known.map(({ name }) => [name, allowedValues(refusals(name))]));
  return { keys: known, values, problem: answer.problem };
}

async function validated(
  reader: PluginReader,
  reference: string,
  config: Config,
): Promise<readonly PluginKey[]> {
  const answer = await askAbout(reader, reference, () =>
    validateProbes(reader.connection, config, new Map()),
  );
  return commonOf(reference, answer.value?.keys ?? []);
}

/** Whatever a file connector does not define itself is common, also in releases that are not known yet. */
function commonOf(reference: string, keys: readonly PluginKey[]): readonly PluginKey[] {
  if (!reference.startsWith('org.apache.kafka.connect.file.')) return commonKeysIn(keys);
  return keys.filter(({ name }) => !ofFileConnectors.has(name));
}

const ofFileConnectors: ReadonlySet<string> = new Set(['file', 'topic', 'batch.size']);

/** Validations show the converters of the worker and the installed versions as defaults (from 4.1 on). */
function withoutInstallation(key: PluginKey): PluginKey {
  return /converter$|plugin\.version$/.test(key.name) ? { ...key, defaultValue: undefined } : key;
}
