import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { unknownClusters } from './check-names.ts';
import type { ConnectorDocument } from './connector-document.ts';
import type { DefaultDocument, ProfileDocument, ProjectLayers } from './layer-document.ts';
import { checkProfiles, profileChain } from './profile-chain.ts';
import { literalText, type PlainText } from './template.ts';

/** What is wrong with defaults and profiles by themselves, whichever connectors there are. */
export function checkProjectLayers(
  layers: ProjectLayers,
  clusters: readonly string[],
): readonly Diagnostic[] {
  const { defaults, profiles } = layers;
  const matched = defaults.flatMap(({ match }) => match.cluster ?? []).filter(({ text }) => !isGlob(text));
  return [
    ...checkProfiles(profiles),
    ...unknownClusters(matched, clusters),
    ...defaults.flatMap((one, index) => idleIn(one, defaults.slice(0, index))),
    ...[...profiles.values()].flatMap((one) => idleIn(one, weakerThan(one, layers))),
  ];
}

/** Overrides for clusters that there are, but that the connector is not for. */
export function findIdleOverrides(
  { clusters, overrides }: ConnectorDocument,
  declared: ReadonlyMap<string, unknown>,
): readonly Diagnostic[] {
  const idle = [...overrides].filter(
    ([name]) => declared.has(name) && clusters && !clusters.some(({ text }) => text === name),
  );
  return idle.map(([cluster, { source }]) => diagnose('unused-override', { cluster }, { source }));
}

/** Defaults that match no connector on any cluster: most likely a class or a name is misspelt. */
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

/** `!unset` of keys that nothing weaker sets. */
function idleIn(
  { config }: DefaultDocument | ProfileDocument,
  weaker: readonly Pick<DefaultDocument, 'config'>[],
) {
  const set = new Set(weaker.flatMap((one) => one.config.map(({ key }) => key)));
  return config
    .filter(({ kind, key }) => kind === 'unset' && !set.has(key))
    .map(({ key, source }) => diagnose('unset-without-effect', { key }, { source }));
}

/** The order in which profiles are extended is up to each connector: any other profile may be weaker. */
function weakerThan(profile: ProfileDocument, { defaults, profiles }: ProjectLayers) {
  return [...defaults, ...[...profiles.values()].filter((other) => other !== profile)];
}

/** What a connector may be called and which classes it may have; undefined where a variable decides. */
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
    mayFit(match.class, classes) &&
    (clusters === undefined || mayFit(match.cluster, clusters))
  );
}

function mayFit(globs: readonly PlainText[] | undefined, texts: readonly (string | undefined)[]): boolean {
  if (!globs) return true;
  const patterns = globs.map(({ text }) => text);
  return texts.some((text) => text === undefined || matchesAnyGlob(patterns, text));
}

function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
