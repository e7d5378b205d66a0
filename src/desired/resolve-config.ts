import type { KeyOrigin, Layered, PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose, type Severity } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Vars } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import type { ConfigEntry } from './config-entry.ts';
import { holdsEnvironment, literalText, type Reference, type Template } from './template.ts';

/** Keys of one origin; a later layer wins over an earlier one, key by key. */
export interface ConfigLayer extends Layered {
  readonly config: readonly ConfigEntry[];
}

/** A configuration with every key resolved. */
export interface ResolvedConfig
  extends Required<Pick<PresentConnector, 'config' | 'origins' | 'removed' | 'secretKeys'>> {
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: readonly string[];
  /** Keys of which something has no value. */
  readonly unknown: ReadonlySet<string>;
  /** `!unset` of keys that no weaker layer sets. */
  readonly idle: readonly Idle[];
}

/** An `!unset` that removes nothing, with its layer. */
export interface Idle extends Pick<Layered, 'layer'> {
  readonly entry: ConfigEntry;
}

/** Lays the layers over one another and substitutes what is left; values that are covered need none. */
export function resolveConfig(layers: readonly ConfigLayer[], lookup: Lookup): ResolvedConfig {
  const { winners, idle } = lay(layers);
  const [config, origins, removed] = [new Map(), new Map(), new Map()];
  const [secretKeys, unknown] = [new Set<string>(), new Set<string>()];
  const [diagnostics, secrets]: [Diagnostic[], string[]] = [[], []];
  for (const [key, { entry, origin }] of winners) {
    if (entry.kind === 'unset') {
      removed.set(key, origin);
      continue;
    }
    const resolved = resolveEntry(entry, lookup);
    config.set(key, resolved.text);
    origins.set(key, origin);
    if (isSecret(entry)) secretKeys.add(key);
    if (resolved.diagnostics.length > 0) unknown.add(key);
    diagnostics.push(...resolved.diagnostics);
    secrets.push(...resolved.secrets);
  }
  return { config, origins, removed, secretKeys, diagnostics, secrets, unknown, idle };
}

/** Keys whose values come from the environment, in part or in whole, once the layers lie over one another. */
export function secretKeysOf(layers: readonly ConfigLayer[]): readonly string[] {
  if (!layers.some(({ config }) => config.some(isSecret))) return [];
  return [...lay(layers).winners].flatMap(([key, { entry }]) => (isSecret(entry) ? [key] : []));
}

interface Winner {
  readonly entry: ConfigEntry;
  readonly origin: KeyOrigin;
}

const none: readonly KeyOrigin[] = [];

/** By key, what the strongest layer says, in the order in which keys are first set. */
function lay(layers: readonly ConfigLayer[]) {
  const winners = new Map<string, Winner>();
  const idle: Idle[] = [];
  for (const { layer, label, config } of layers) {
    for (const entry of config) {
      const earlier = winners.get(entry.key);
      if (entry.kind === 'unset' && earlier?.entry.kind !== 'value') {
        idle.push({ layer, entry });
        continue;
      }
      const covers = earlier ? [earlier.origin, ...(earlier.origin.covers ?? [])] : none;
      winners.set(entry.key, { entry, origin: new OriginOfEntry(entry, { layer, label, covers }) });
    }
  }
  return { winners, idle };
}

/** The place of an entry is made when it is asked for. */
class OriginOfEntry implements KeyOrigin {
  readonly layer: KeyOrigin['layer'];
  readonly label: KeyOrigin['label'];
  readonly covers: readonly KeyOrigin[];
  readonly #entry: ConfigEntry;

  constructor(
    entry: ConfigEntry,
    { layer, label, covers }: Pick<KeyOrigin, 'layer' | 'label'> & { readonly covers: readonly KeyOrigin[] },
  ) {
    this.layer = layer;
    this.label = label;
    this.covers = covers;
    this.#entry = entry;
  }

  get source(): Source {
    return this.#entry.source;
  }
}

function isSecret({ elements }: ConfigEntry): boolean {
  return elements.some(holdsEnvironment);
}

function resolveEntry({ elements }: ConfigEntry, lookup: Lookup): Substituted {
  const [only] = elements;
  if (only && elements.length === 1) return substitute(only, lookup);
  const substituted = elements.map((element) => substitute(element, lookup));
  return {
    text: substituted.map(({ text }) => text).join(','),
    diagnostics: substituted.flatMap(({ diagnostics }) => diagnostics),
    secrets: substituted.flatMap(({ secrets }) => secrets),
  };
}

/** Where references take their values from. */
export interface Lookup {
  readonly environment: ReadonlyMap<string, string>;
  readonly vars: Vars;
  /** The cluster that the variables are for; undefined: of the project alone. */
  readonly cluster: string | undefined;
  /** How bad an environment variable is that is unset or empty: a fork's pull request has no secrets. */
  readonly unsetEnvironment: Severity;
}

/** A value with its references replaced, once: what they give is not looked through again. */
export interface Substituted {
  /** References without a value stay as they are written. */
  readonly text: string;
  /** One problem for each place. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the environment gave. */
  readonly secrets: readonly string[];
}

const nothing: readonly never[] = [];

/** Replaces the references of a template by their values. */
export function substitute(template: Template, lookup: Lookup): Substituted {
  const literal = literalText(template);
  if (literal !== undefined) return { text: literal, diagnostics: nothing, secrets: nothing };
  const [diagnostics, secrets]: [Diagnostic[], string[]] = [[], []];
  const texts = template.parts.map((part) => {
    if (part.kind !== 'reference') return part.text;
    const value = (part.scope === 'env' ? lookup.environment : lookup.vars).get(part.name);
    if (!value) {
      diagnostics.push(missingValue(part, value, lookup));
      return `\${${part.scope}.${part.name}}`;
    }
    if (part.scope === 'env') secrets.push(value);
    return value;
  });
  return { text: texts.join(''), diagnostics, secrets };
}

function missingValue(
  { scope, name, source }: Reference,
  value: string | undefined,
  { vars, cluster, unsetEnvironment }: Lookup,
): Diagnostic {
  if (scope === 'env') {
    const code = value === undefined ? 'unset-environment-variable' : 'empty-environment-variable';
    return { ...diagnose(code, { name }, { source }), severity: unsetEnvironment };
  }
  if (value !== undefined) return diagnose('empty-variable', { name }, { source });
  return diagnose(
    'unset-variable',
    { name, cluster, suggestion: nearestName(name, [...vars.keys()]) },
    { source },
  );
}
