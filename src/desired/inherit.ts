import type { KeyOrigin, Layered } from '../model/desired-connector.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { fitOfClass } from '../model/plugin-classes.ts';
import type { ConfigEntry } from './config-entry.ts';
import type { ConnectorDocument } from './connector-document.ts';
import type { DefaultDocument, LayerDocument, Match, ProjectLayers, WrittenState } from './layer-document.ts';
import { profileChain } from './profile-chain.ts';
import { type Lookup, substitute } from './resolve-config.ts';
import type { PlainText } from './template.ts';

/** A layer with its label. */
export interface Layer extends Layered, LayerDocument {}

/** All layers of a connector on one cluster. */
export interface Inheritance {
  /** Lowest precedence first: a later layer wins, key by key. */
  readonly layers: readonly Layer[];
  /** The state of the layer with the highest precedence that declares one. */
  readonly state: WrittenState | undefined;
  /** Its position, and the layers of lower precedence that declare a state. */
  readonly stateOrigin: KeyOrigin | undefined;
  /** The union over all layers: a key that is managed elsewhere must not become managed here by accident. */
  readonly ignoreKeys: readonly PlainText[];
  /** Of the layer with the highest precedence that says something about it. */
  readonly allowNoTasks: boolean;
  /** Key by key, of the layer with the highest precedence that has it; undefined if there are none. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  /** Defaults of which only the plugins of the worker can tell whether they match the alias of this connector. */
  readonly unclear: readonly UnclearDefault[];
}

/** A default that may match an alias, and whether it is among the layers nevertheless. */
export interface UnclearDefault {
  readonly fit: 'likely' | 'unknown';
  readonly className: string;
  readonly glob: PlainText;
}

/** What determines the layers. */
export interface Surroundings {
  readonly project: ProjectLayers;
  readonly lookup: Lookup;
}

/**
 * The only place that defines the precedence of layers, lowest first: matching defaults in the order of the project
 * file; profiles in the order of `extends`, each after the profiles that it extends; the connector; its override for
 * the cluster. Defaults are matched against the class that the other layers set, so that there is no cycle.
 */
export function inherit(document: ConnectorDocument, { project, lookup }: Surroundings): Inheritance {
  const own = ownLayers(document, project, lookup.cluster);
  const unclear: UnclearDefault[] = [];
  const traits = project.defaults.length > 0 ? traitsOf(document, own, lookup) : undefined;
  const defaults = project.defaults.filter(({ match }) => traits && fits(match, traits, unclear));
  const layers = [...defaults.map(asLayer), ...own];
  return {
    layers,
    state: layers.findLast(({ state }) => state)?.state,
    stateOrigin: originOfState(layers),
    ignoreKeys: layers.flatMap(({ ignoreKeys }) => ignoreKeys),
    unclear,
    labels: labelsOf(layers),
    allowNoTasks: layers.findLast(({ allowNoTasks }) => allowNoTasks !== undefined)?.allowNoTasks === true,
  };
}

function labelsOf(layers: readonly Layer[]): Inheritance['labels'] {
  const labelled = layers.flatMap(({ labels }) => labels ?? []);
  const [first] = labelled;
  return labelled.length <= 1 ? first : new Map(labelled.flatMap((labels) => [...labels]));
}

function originOfState(layers: readonly Layer[]): KeyOrigin | undefined {
  const [winner, ...covers] = layers
    .flatMap(({ layer, label, state }) => (state ? [{ layer, label, source: state.source }] : []))
    .reverse();
  return winner && { ...winner, covers };
}

interface Traits extends Readonly<Record<keyof Match, string | undefined>> {
  readonly classes: Lookup['classes'];
}

function traitsOf(document: ConnectorDocument, own: readonly Layer[], lookup: Lookup): Traits {
  return {
    class: classOf(own, lookup),
    name: substitute(document.name, lookup).text,
    cluster: lookup.cluster,
    classes: lookup.classes,
  };
}

/** The layers that can set the class. */
function ownLayers(
  document: ConnectorDocument,
  { profiles }: ProjectLayers,
  cluster: string | undefined,
): readonly Layer[] {
  const override = cluster === undefined ? undefined : document.overrides.get(cluster);
  return [
    ...profileChain(document.extends, profiles).map(
      (profile) => ({ ...profile, layer: 'profile', label: profile.name }) as const,
    ),
    { ...document, layer: 'connector' },
    ...(override ? [{ ...override, layer: 'override', label: cluster } as const] : []),
  ];
}

function asLayer(document: DefaultDocument): Layer {
  return { ...document, layer: 'default' };
}

function classOf(layers: readonly Layer[], lookup: Lookup): string | undefined {
  let entry: ConfigEntry | undefined;
  for (let at = layers.length - 1; at >= 0 && !entry; at -= 1) {
    entry = layers[at]?.config.findLast(({ key }) => key === 'connector.class');
  }
  if (entry?.kind !== 'value') return undefined;
  return entry.elements.map((element) => substitute(element, lookup).text).join(',');
}

/** An unknown trait, such as the cluster name of a bare URL, matches no glob. */
function fits(match: Match, traits: Traits, unclear: UnclearDefault[]): boolean {
  const byText = (['name', 'cluster'] as const).every((trait) => {
    const [globs, text] = [match[trait], traits[trait]];
    return !globs || (text !== undefined && matchesAnyGlob(textsOf(globs), text));
  });
  if (!byText || !match.class) return byText;
  const { class: className, classes } = traits;
  if (className === undefined) return false;
  const fit = fitOfClass(textsOf(match.class), className, classes);
  if (fit === 'likely' || fit === 'unknown') {
    const glob = match.class.find(({ text }) => fitOfClass([text], className, classes) === fit);
    if (glob) unclear.push({ fit, className, glob });
  }
  return fit === 'yes' || fit === 'likely';
}

function textsOf(globs: readonly PlainText[]): readonly string[] {
  return globs.map(({ text }) => text);
}
