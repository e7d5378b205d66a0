import { type Diagnostic, diagnose, distinctDiagnostics } from '../model/diagnostic.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { fitOfClass } from '../model/plugin-classes.ts';
import { unknownClusters } from './check-names.ts';
import type { ConnectorDocument } from './connector-document.ts';
import type { UnclearDefault } from './inherit.ts';
import type { DefaultDocument, ProjectLayers } from './layer-document.ts';
import { checkProfiles, profileChain } from './profile-chain.ts';
import { inReportOrder } from './report-order.ts';
import type { ResolvedConfig } from './resolve-config.ts';
import { literalText, type PlainText } from './template.ts';

/** Checks defaults and profiles, independently of the connectors. */
export function checkProjectLayers(
  layers: ProjectLayers,
  clusters: readonly string[],
): readonly Diagnostic[] {
  const { defaults, profiles } = layers;
  const matched = defaults.flatMap(({ match }) => match.cluster ?? []).filter(({ text }) => !isGlob(text));
  return [...checkProfiles(profiles), ...unknownClusters(matched, clusters), ...unusedUnsets(layers)];
}

/** Finds overrides for declared clusters that the connector is not limited to. */
export function findUnusedOverrides(
  { clusters, overrides }: ConnectorDocument,
  declared: ReadonlyMap<string, unknown>,
): readonly Diagnostic[] {
  const unused = [...overrides].filter(
    ([name]) => declared.has(name) && clusters && !clusters.some(({ text }) => text === name),
  );
  return unused.map(([cluster, { source }]) => diagnose('unused-override', { cluster }, { source }));
}

/** Finds defaults that match no connector on any cluster: a class or a name is probably misspelled. */
export function findUnusedDefaults(
  documents: readonly ConnectorDocument[],
  { defaults, profiles }: ProjectLayers,
): readonly Diagnostic[] {
  if (defaults.length === 0) return [];
  const traits = documents.map((document) => traitsOf(document, profiles));
  return defaults
    .filter(({ match }) => !traits.some((one) => mayMatch(match, one)))
    .map(({ source }) => diagnose('unused-default', {}, { source }));
}

/** Finds defaults that are left out, because nothing tells whether they match the alias of a class; each once, sorted. */
export function findUnclearAliases(unclear: readonly UnclearDefault[]): readonly Diagnostic[] {
  const found = unclear
    .filter(({ fit }) => fit === 'unknown')
    .map(({ className, glob: { text: glob, source } }) =>
      diagnose('unclear-class-alias', { className, glob }, { source }),
    );
  return inReportOrder(distinctDiagnostics(found));
}

/** `checkProjectLayers` covers shared layers. The key may come from a default that matches another cluster only. */
export function checkUnusedUnsets(
  { unusedUnsets }: ResolvedConfig,
  { defaults }: ProjectLayers,
): readonly Diagnostic[] {
  const elsewhere = defaults.filter(({ match }) => match.cluster).flatMap(({ config }) => config);
  return unusedUnsets
    .filter(({ layer }) => layer === 'connector' || layer === 'override')
    .filter(({ entry }) => !elsewhere.some(({ key }) => key === entry.key))
    .map(({ entry: { key, source } }) => diagnose('unset-without-effect', { key }, { source }));
}

/**
 * Finds `!unset` entries for keys that no layer of lower precedence sets: of a default, those above it in the file; of a
 * profile all defaults and, since each connector orders its profiles itself, all other profiles.
 */
function unusedUnsets({ defaults, profiles }: ProjectLayers): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const layersByKey = new Map<string, number>();
  const add = ({ config }: Pick<DefaultDocument, 'config'>) => {
    for (const key of new Set(config.map((entry) => entry.key)))
      layersByKey.set(key, (layersByKey.get(key) ?? 0) + 1);
  };
  const check = ({ config }: Pick<DefaultDocument, 'config'>, own: 0 | 1) => {
    const unused = config.filter(({ kind, key }) => kind === 'unset' && (layersByKey.get(key) ?? 0) === own);
    found.push(...unused.map(({ key, source }) => diagnose('unset-without-effect', { key }, { source })));
  };
  for (const one of defaults) {
    check(one, 0);
    add(one);
  }
  for (const one of profiles.values()) add(one);
  for (const one of profiles.values()) check(one, 1);
  return found;
}

/** The name and the possible classes of a connector; undefined where they depend on a variable. */
interface Traits {
  readonly name: string | undefined;
  readonly classes: readonly (string | undefined)[];
  readonly clusters: readonly string[] | undefined;
}

function traitsOf(document: ConnectorDocument, profiles: ProjectLayers['profiles']): Traits {
  const layers = [...profileChain(document.extends, profiles), document, ...document.overrides.values()];
  const entries = layers.flatMap(({ config }) => config).filter(({ key }) => key === 'connector.class');
  return {
    name: literalText(document.name),
    classes: entries.map(({ elements: [element] }) => element && literalText(element)),
    clusters: document.clusters?.map(({ text }) => text),
  };
}

function mayMatch(match: DefaultDocument['match'], { name, classes, clusters }: Traits): boolean {
  return (
    mayFit(match.name, [name]) &&
    mayFit(match.class, classes, fitsClass) &&
    (clusters === undefined || mayFit(match.cluster, clusters))
  );
}

/** Whether one of the texts, which may depend on a variable, may fit one of the globs. */
function mayFit(
  globs: readonly PlainText[] | undefined,
  texts: readonly (string | undefined)[],
  fits: (patterns: readonly string[], text: string) => boolean = matchesAnyGlob,
): boolean {
  if (!globs) return true;
  const patterns = globs.map(({ text }) => text);
  return texts.some((text) => text === undefined || fits(patterns, text));
}

function fitsClass(patterns: readonly string[], className: string): boolean {
  return fitOfClass(patterns, className, undefined) !== 'no';
}

function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
