import { type Config, compareText } from '../model/config.ts';
import type { Plugin, PluginKey, Validation } from '../model/plugin.ts';
import type { PluginSnapshot, SnapshotType, UnreadablePlugin } from '../model/plugin-snapshot.ts';
import { supports } from '../model/worker-version.ts';
import { allowedValues } from '../plugins/allowed-values.ts';
import { keysOfAliases, withoutCommonKeys } from '../plugins/common-keys.ts';
import { knownAddresses, probeValues } from '../plugins/probe-values.ts';
import { snapshotKey } from '../plugins/snapshot-key.ts';
import {
  type Answer,
  askAbout,
  connectorConfig,
  type PluginReader,
  type PluginTarget,
  referenceOf,
} from './plugin-reader.ts';
import type { CommonKeys } from './read-common-keys.ts';
import { validateProbes } from './validate-probes.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** A snapshot, and what could not be read of it. */
export interface PluginRead {
  readonly snapshot?: PluginSnapshot;
  readonly problem?: UnreadablePlugin | undefined;
}

/** Reads the keys of one class: their definitions, and by a validation what values they accept. */
export async function readPlugin(
  reader: PluginReader,
  target: PluginTarget,
  common: CommonKeys,
): Promise<PluginRead> {
  const type = typeOf(reader, target);
  const { className } = target;
  if (!type) return { problem: { className, reason: 'not-installed', workerMessage: undefined } };
  const plugin = { reader, target, type, common };
  return supports(reader.worker.version, 'pluginConfig') ? readDefined(plugin) : readValidated(plugin);
}

interface Read {
  readonly reader: PluginReader;
  readonly target: PluginTarget;
  readonly type: Exclude<SnapshotType, 'common'>;
  readonly common: CommonKeys;
}

/** From 3.2 on: the worker describes every plugin, and a validation only adds values. */
async function readDefined(read: Read): Promise<PluginRead> {
  const { reader, target } = read;
  const { className, version } = target;
  const exact = supports(reader.worker.version, 'pluginVersions') ? version : undefined;
  const defined = await askAbout(reader, className, () => reader.connection.readPluginKeys(className, exact));
  if (!defined.value) return { problem: withoutVersion(defined.problem, version) };
  const keys = ownKeys(read, defined.value);
  const place = placeOf(read);
  if (!place) return { snapshot: snapshotOf(read, keys) };
  const probed = await probe(read, place, keys);
  return { snapshot: snapshotOf(read, keys, probed.value), problem: probed.problem };
}

/** Before: the answer to a validation is all there is. */
async function readValidated(read: Read): Promise<PluginRead> {
  const { target, type } = read;
  const { className } = target;
  const place = placeOf(read);
  if (!place) {
    const reason = type === 'converter' ? 'not-described' : 'failed';
    return { problem: { className, reason, workerMessage: undefined } };
  }
  const first = await validate(read, new Map([...place.config, ...knownAddresses]), new Map());
  if (!first.value) return { problem: withoutVersion(first.problem, target.version) };
  const keys = ownKeys(read, within(place.prefix, first.value.keys));
  if (keys.length === 0 && place.prefix !== '')
    return { problem: { className, reason: 'not-installed', workerMessage: undefined } };
  const probed = await probe(read, place, keys);
  return { snapshot: snapshotOf(read, keys, probed.value ?? first.value), problem: probed.problem };
}

/** A class that is listed without a version, and cannot be read, was not loaded. */
function withoutVersion(problem: UnreadablePlugin, version: string | undefined): UnreadablePlugin {
  return problem.reason === 'failed' && (version === undefined || version === 'undefined')
    ? { ...problem, reason: 'not-loaded' }
    : problem;
}

/** The type that the worker lists; before 3.2 it lists connectors only, and the config shows what a class is. */
function typeOf(
  { installed, worker }: PluginReader,
  { className, kind }: PluginTarget,
): Read['type'] | undefined {
  const listed = installed.find((plugin) => plugin.className === className);
  if (listed) return listed.type === 'header_converter' ? 'converter' : (listed.type as Read['type']);
  if (supports(worker.version, 'pluginConfig') || kind === 'connector') return undefined;
  return kind ?? (/predicate/i.test(className) ? 'predicate' : 'transformation');
}

/** A config to validate, and where the keys of the plugin are in it. */
interface Place {
  readonly config: Config;
  readonly prefix: string;
}

/** Undefined where no connector is installed that the plugin can be validated with, or the worker checks no such keys. */
function placeOf({ reader, target, type }: Read): Place | undefined {
  const { className, version, connector } = target;
  const { worker } = reader;
  const pins = supports(worker.version, 'pluginVersions') && version !== undefined;
  const pin = (key: string): Config => new Map(pins ? [[key, version]] : []);
  if (type === 'source' || type === 'sink')
    return {
      config: new Map([...connectorConfig(className), ...pin('connector.plugin.version')]),
      prefix: '',
    };
  const base = referenceOf(reader, 'source') ?? referenceOf(reader, 'sink') ?? connector;
  if (base === undefined) return undefined;
  if (type === 'converter') {
    if (!supports(worker.version, 'converterValidation')) return undefined;
    const isHeaders = !reader.installed.some(
      (one) => one.className === className && one.type === 'converter',
    );
    const key = isHeaders ? 'header.converter' : 'value.converter';
    const config = new Map([...connectorConfig(base), [key, className], ...pin(`${key}.plugin.version`)]);
    return { config, prefix: `${key}.` };
  }
  const list = type === 'transformation' ? 'transforms' : 'predicates';
  const prefix = `${list}.a.`;
  const used = [[list, 'a'] as const, [`${prefix}type`, className] as const];
  return { config: new Map([...connectorConfig(base), ...used, ...pin(`${prefix}plugin.version`)]), prefix };
}

function ownKeys({ type, common }: Read, keys: readonly PluginKey[]): readonly PluginKey[] {
  if (type === 'source' || type === 'sink') return withoutCommonKeys(keys, common.keys.get(type) ?? []);
  if (type === 'converter') return keys;
  return keys.filter(({ name }) => !keysOfAliases.has(name));
}

/** The answer about the keys of the plugin, without their prefix. */
async function probe(read: Read, place: Place, keys: readonly PluginKey[]): Promise<Answer<Validation>> {
  const { addresses, words } = probeValues(keys, place.prefix);
  const answer = await validate(read, new Map([...place.config, ...addresses]), words);
  if (!answer.value) return answer;
  return {
    value: {
      keys: within(place.prefix, answer.value.keys),
      errors: answer.value.errors.flatMap((error) =>
        error.key?.startsWith(place.prefix) ? [{ ...error, key: error.key.slice(place.prefix.length) }] : [],
      ),
    },
  };
}

async function validate(
  { reader, target: { className } }: Read,
  config: Config,
  words: ReadonlyMap<string, string>,
): Promise<Answer<Validation>> {
  const answer = await askAbout(reader, className, () => validateProbes(reader.connection, config, words));
  const [refusal] = answer.value?.keys.length === 0 ? answer.value.errors : [];
  return refusal ? { problem: whyUnreadable(className, refusal, reader.scrub) } : answer;
}

function within(prefix: string, keys: readonly PluginKey[]): readonly PluginKey[] {
  if (prefix === '') return keys;
  return keys.flatMap((key) =>
    // The group is `Transforms: ` with the alias, whatever the class says.
    key.name.startsWith(prefix) ? [{ ...key, name: key.name.slice(prefix.length), group: undefined }] : [],
  );
}

function snapshotOf(
  { reader, target, type }: Read,
  keys: readonly PluginKey[],
  validation?: Validation,
): PluginSnapshot {
  const validated = new Map(validation?.keys.map((key) => [key.name, key]));
  const refusals = new Map<string, string[]>();
  for (const { key, workerMessage } of validation?.errors ?? [])
    if (key !== undefined) refusals.set(key, [...(refusals.get(key) ?? []), workerMessage]);
  return {
    className: target.className,
    type,
    version: target.version ?? versionOfApache(reader, target),
    keys: keys
      .map((key) =>
        snapshotKey(key, {
          recommended: validated.get(key.name)?.recommended,
          again: validated.get(key.name),
          values: allowedValues(refusals.get(key.name) ?? []),
          scrub: reader.scrub,
        }),
      )
      .sort((one, other) => compareText(one.name, other.name)),
  };
}

/** Before 3.2 no worker lists transformations; those of Apache Kafka have its version. */
function versionOfApache(
  { worker, installed }: PluginReader,
  { className }: PluginTarget,
): string | undefined {
  const isListed = installed.some((plugin: Plugin) => plugin.className === className);
  return !isListed && className.startsWith('org.apache.kafka.connect.') ? worker.versionText : undefined;
}
