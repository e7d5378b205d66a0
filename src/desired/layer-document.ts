import type { DesiredState } from '../model/desired-connector.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import { type ConfigEntry, readConfigEntries } from './config-entry.ts';
import { findLikelyMistakes } from './likely-mistakes.ts';
import type { Report } from './report.ts';
import {
  childOf,
  entriesOf,
  itemsOf,
  oneOrMoreOf,
  type SourceMap,
  type SourceNode,
  scalarOf,
} from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { type PlainText, readPlainText } from './template.ts';

/** One layer of a connector: a default, a profile, the connector itself or an override. */
export interface LayerDocument {
  readonly config: readonly ConfigEntry[];
  readonly state: WrittenState | undefined;
  readonly ignoreKeys: readonly PlainText[];
  /** Undefined where the layer says nothing about it. */
  readonly allowNoTasks?: boolean | undefined;
  /** Its custom keys with a text, without `x-`; omitted if there are none. Policies read them. */
  readonly labels?: ReadonlyMap<string, string> | undefined;
}

/** A state with its position. */
export interface WrittenState {
  readonly value: DesiredState | 'absent';
  readonly source: Source;
}

/** An entry of `overrides`: a layer for one cluster. */
export interface OverrideDocument extends LayerDocument {
  /** The position of the cluster name. */
  readonly source: Source;
}

/** An entry of `defaults`: a layer for every connector that it matches. */
export interface DefaultDocument extends LayerDocument {
  readonly source: Source;
  readonly match: Match;
}

/** Globs, one of which must match; undefined matches everything. */
export interface Match {
  readonly class: readonly PlainText[] | undefined;
  readonly name: readonly PlainText[] | undefined;
  readonly cluster: readonly PlainText[] | undefined;
}

/** An entry of `profiles`: a layer for every connector that extends it. */
export interface ProfileDocument extends LayerDocument {
  readonly name: string;
  readonly source: Source;
  /** Profiles that it extends, lowest precedence first. */
  readonly extends: readonly PlainText[];
}

/** The layers that the project file declares. */
export interface ProjectLayers {
  /** In the order of the file: a later one wins. */
  readonly defaults: readonly DefaultDocument[];
  readonly profiles: ReadonlyMap<string, ProfileDocument>;
}

/** Reads what every kind of layer has; what violates the schema is already reported and is omitted. */
export function readLayer(source: SourceText, node: SourceNode | undefined, report: Report): LayerDocument {
  const config = readConfigEntries(source, node, report);
  findLikelyMistakes(config).forEach(report);
  return {
    config,
    state: readState(source, node),
    ignoreKeys: itemsOf(node, 'ignoreKeys').map((item) => readPlainText(source, item, report)),
    allowNoTasks: readSwitch(node, 'allowNoTasks'),
    labels: readLabels(node),
  };
}

/** Reads `overrides` of a connector. */
export function readOverrides(
  source: SourceText,
  map: SourceMap,
  report: Report,
): ReadonlyMap<string, OverrideDocument> {
  const overrides = entriesOf(map, 'overrides').map(({ key, keySpan, value }) => {
    rejectKeys(source, { node: value, keys: ['name'], where: 'overrides' }, report);
    return [key, { ...readLayer(source, value, report), source: source.sourceOf(keySpan) }] as const;
  });
  return new Map(overrides);
}

/** Reads `defaults` and `profiles` of the project file. */
export function readProjectLayers(source: SourceText, map: SourceMap, report: Report): ProjectLayers {
  const defaults = childOf(map, 'defaults');
  const nodes = defaults?.kind === 'list' ? defaults.items : [];
  const profiles = entriesOf(map, 'profiles').map(({ key: name, keySpan, value }) => {
    rejectKeys(source, { node: value, keys: ['name'], where: 'profiles' }, report);
    const above = itemsOf(value, 'extends').map((item) => readPlainText(source, item, report));
    const place = source.sourceOf(keySpan);
    return [name, { ...readLayer(source, value, report), name, source: place, extends: above }] as const;
  });
  return {
    defaults: nodes.map((node) => readDefault(source, node, report)),
    profiles: new Map(profiles),
  };
}

function readDefault(source: SourceText, node: SourceNode, report: Report): DefaultDocument {
  // The class selects the defaults, so a default cannot set it.
  rejectKeys(source, { node, keys: ['name', 'connector.class'], where: 'defaults' }, report);
  const match = childOf(node, 'match');
  const globs = (key: keyof Match) => {
    const written = oneOrMoreOf(match, key);
    return written.length > 0 ? written.map((glob) => readPlainText(source, glob, report)) : undefined;
  };
  return {
    ...readLayer(source, node, report),
    source: source.sourceOf(node.kind === 'map' ? (node.entries[0]?.keySpan ?? node.span) : node.span),
    match: { class: globs('class'), name: globs('name'), cluster: globs('cluster') },
  };
}

function rejectKeys(
  source: SourceText,
  { node, keys, where }: { node: SourceNode; keys: readonly string[]; where: string },
  report: Report,
): void {
  for (const { key, keySpan } of entriesOf(node, 'config')) {
    if (keys.includes(key))
      report(diagnose('key-not-inheritable', { key, where }, { source: source.sourceOf(keySpan) }));
  }
}

function readState(source: SourceText, node: SourceNode | undefined): WrittenState | undefined {
  const scalar = scalarOf(node, 'state');
  return scalar && isState(scalar.text)
    ? { value: scalar.text, source: source.sourceOf(scalar.span) }
    : undefined;
}

function readLabels(node: SourceNode | undefined): LayerDocument['labels'] {
  const custom = node?.kind === 'map' ? node.entries.filter(({ key }) => key.startsWith(labelPrefix)) : [];
  if (custom.length === 0) return undefined;
  return new Map(
    custom.flatMap(({ key, value }) =>
      value.kind === 'scalar' ? [[key.slice(labelPrefix.length), value.text] as const] : [],
    ),
  );
}

const labelPrefix = 'x-';

function readSwitch(node: SourceNode | undefined, key: string): boolean | undefined {
  const text = scalarOf(node, key)?.text;
  return text === undefined ? undefined : text.toLowerCase() === 'true';
}

function isState(text: string): text is DesiredState | 'absent' {
  return ['running', 'paused', 'stopped', 'absent'].includes(text);
}
