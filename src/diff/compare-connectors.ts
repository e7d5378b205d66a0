import type { Change, FieldChange, StateChange } from '../model/change.ts';
import { type Config, compareText } from '../model/config.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { canBeEqual, isMasked } from '../model/masked-value.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { failedInstances } from './failed-instances.ts';

/**
 * Compares the desired connectors with the live ones: one change for each desired connector, sorted by name. Live
 * connectors in no file are left out: the plan decides by ownership whether they may be deleted.
 */
export function compareConnectors(
  desired: readonly DesiredConnector[],
  live: ReadonlyMap<string, LiveConnector>,
): Change[] {
  return [...desired]
    .sort((one, other) => compareText(one.name, other.name))
    .map((connector) => compareConnector(connector, live.get(connector.name)));
}

function compareConnector(desired: DesiredConnector, live: LiveConnector | undefined): Change {
  const { name } = desired;
  if (desired.kind === 'present') return live ? comparePresent(desired, live) : create(desired);
  if (!live) return { kind: 'none', name, desired, live };
  return { kind: 'delete', name, live, because: { kind: 'absent', desired } };
}

function create(desired: PresentConnector): Change {
  return { kind: 'create', name: desired.name, desired, target: desired.config };
}

function comparePresent(desired: PresentConnector, live: LiveConnector): Change {
  const { target, fields, incomparable } = compareConfigs(desired, live);
  const state = compareState(desired, live);
  const failed = failedInstances(live);
  const both = { name: desired.name, desired, live, ...(incomparable.length > 0 && { incomparable }) };
  const [first, ...rest] = fields;
  if (first) return { kind: 'update', ...both, target, fields: [first, ...rest], state, failed };
  if (state) return { kind: 'set-state', ...both, state, failed };
  if (failed) return { kind: 'restart', ...both, failed };
  return { kind: 'none', ...both };
}

/** A connector whose file declares no state keeps its state. */
function compareState(desired: PresentConnector, live: LiveConnector): StateChange | undefined {
  const before = observedState(live);
  const after = desired.state ?? before;
  return before === after ? undefined : { before, after };
}

/** The differences between a desired and a live configuration. */
export interface ConfigComparison {
  /** The configuration to write: the desired one, with the live values of ignored keys. */
  readonly target: Config;
  /** Sorted by key. */
  readonly fields: readonly FieldChange[];
  /** Keys whose live value is masked, and that no fingerprint shows to be unchanged. Sorted. */
  readonly incomparable: readonly string[];
}

/**
 * Compares configurations key by key, as exact text: workers store every value verbatim, white space included
 * (Connect REST contract 6). Only `ignoreKeys` are ignored.
 */
export function compareConfigs(
  desired: Pick<PresentConnector, 'config' | 'ignoreKeys' | 'fingerprint'>,
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
): ConfigComparison {
  const target = desired.ignoreKeys.length > 0 ? keepIgnored(desired, live.config) : desired.config;
  const isIgnored = (key: string) => matchesAnyGlob(desired.ignoreKeys, key);
  const fields: FieldChange[] = [];
  const incomparable: string[] = [];
  let common = 0;
  for (const [key, after] of target) {
    const stored = live.config.get(key);
    if (stored !== undefined) common += 1;
    const before = stored ?? (live.nullKeys.includes(key) ? null : undefined);
    if (before === after) continue;
    if (isMasked(key, stored) && !isIgnored(key) && canBeEqual(key, stored, after)) incomparable.push(key);
    else fields.push({ key, before, after });
  }
  // Nearly all connectors have the desired keys only, so the live keys need no second loop.
  if (common < live.config.size || live.nullKeys.length > 0) fields.push(...onlyLive(target, live));
  // A write cannot contain null, so it removes ignored nulls too; they alone do not require a write.
  const isDifferent = fields.some(({ key }) => !isIgnored(key));
  return {
    target,
    fields: isDifferent ? fields.sort(byKey) : [],
    incomparable: withoutFingerprinted(incomparable, desired, live).sort(compareText),
  };
}

/** A masked secret is the declared one where the stored fingerprint covers it with the same value. */
function withoutFingerprinted(
  masked: string[],
  { fingerprint }: Pick<PresentConnector, 'fingerprint'>,
  live: Pick<LiveConnector, 'config'>,
): string[] {
  if (masked.length === 0 || !fingerprint) return masked;
  const { same } = fingerprint.compare(live.config);
  return masked.filter((key) => !same.includes(key));
}

/** Ignored keys are managed elsewhere: they keep their live values, and missing ones stay missing. */
function keepIgnored(desired: Pick<PresentConnector, 'config' | 'ignoreKeys'>, live: Config): Config {
  const target = new Map(desired.config);
  for (const key of new Set([...desired.config.keys(), ...live.keys()])) {
    if (!matchesAnyGlob(desired.ignoreKeys, key)) continue;
    const value = live.get(key);
    if (value === undefined) target.delete(key);
    else target.set(key, value);
  }
  return target;
}

function onlyLive(
  target: Config,
  { config, nullKeys }: Pick<LiveConnector, 'config' | 'nullKeys'>,
): readonly FieldChange[] {
  const stored = [...config].map(([key, before]) => ({ key, before, after: undefined }));
  const nulls = nullKeys.filter((key) => !config.has(key));
  return [...stored, ...nulls.map((key) => ({ key, before: null, after: undefined }))].filter(
    ({ key }) => !target.has(key),
  );
}

function byKey(one: FieldChange, other: FieldChange): number {
  return compareText(one.key, other.key);
}
