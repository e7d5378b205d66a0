import type { KeyOrigin, Layered, PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { EnvironmentNames } from '../model/environment-names.ts';
import { isMasked, isSecretMask, maskIn } from '../model/masked-value.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { Source } from '../model/source.ts';
import { checkVariables, missingValue, type ValueSources } from './check-variables.ts';
import type { ConfigEntry } from './config-entry.ts';
import { holdsEnvironment, literalText, type Reference, type Template, writtenText } from './template.ts';

/** The config of one layer; a later layer takes precedence, key by key. */
export interface ConfigLayer extends Layered {
  readonly config: readonly ConfigEntry[];
}

/** A config with all keys resolved. */
export interface ResolvedConfig
  extends Required<Pick<PresentConnector, 'config' | 'origins' | 'removed' | 'secretKeys'>> {
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: readonly string[];
  /** Keys with a reference that has no value. */
  readonly unknown: ReadonlySet<string>;
  /** `!unset` entries for keys that no layer of lower precedence sets. */
  readonly unusedUnsets: readonly UnusedUnset[];
}

/** An `!unset` entry without effect, with its layer. */
export interface UnusedUnset extends Pick<Layered, 'layer'> {
  readonly entry: ConfigEntry;
}

/** Merges the layers and substitutes the values that take effect; overridden values need no substitution. */
export function resolveConfig(layers: readonly ConfigLayer[], lookup: Lookup): ResolvedConfig {
  const { winners, unusedUnsets } = mergeLayers(layers);
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
    diagnostics.push(...resolved.diagnostics, ...findMask(entry, resolved, lookup));
    if (lookup.variableValues !== 'unchecked' && isTemplate(entry))
      for (const element of entry.elements) diagnostics.push(...checkVariables(element, key, lookup));
    secrets.push(...resolved.secrets);
  }
  return { config, origins, removed, secretKeys, diagnostics, secrets, unknown, unusedUnsets };
}

/** Whether a value contains references. */
function isTemplate({ elements }: ConfigEntry): boolean {
  return elements.some((element) => literalText(element) === undefined);
}

interface Winner {
  readonly entry: ConfigEntry;
  readonly origin: KeyOrigin;
}

const none: readonly KeyOrigin[] = [];

/** By key, the entry with the highest precedence, in the order in which keys are first set. */
function mergeLayers(layers: readonly ConfigLayer[]) {
  const winners = new Map<string, Winner>();
  const unusedUnsets: UnusedUnset[] = [];
  for (const { layer, label, config } of layers) {
    for (const entry of config) {
      const earlier = winners.get(entry.key);
      if (entry.kind === 'unset' && earlier?.entry.kind !== 'value') {
        unusedUnsets.push({ layer, entry });
        continue;
      }
      const covers = earlier ? [earlier.origin, ...(earlier.origin.covers ?? [])] : none;
      winners.set(entry.key, { entry, origin: new OriginOfEntry(entry, { layer, label, covers }) });
    }
  }
  return { winners, unusedUnsets };
}

/** Computes its position lazily. */
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

  get variables(): readonly string[] | undefined {
    return this.#namesOf('env');
  }

  get vars(): readonly string[] | undefined {
    return this.#namesOf('var');
  }

  #namesOf(scope: Reference['scope']): readonly string[] | undefined {
    const parts = this.#entry.elements.flatMap((element) =>
      literalText(element) === undefined ? element.parts : [],
    );
    const names = parts.flatMap((part) =>
      part.kind === 'reference' && part.scope === scope ? [part.name] : [],
    );
    return names.length === 0 ? undefined : [...new Set(names)];
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

/** A mask that comes from a variable; one that is written in the file was found when the file was read. */
function findMask(entry: ConfigEntry, resolved: Substituted, lookup: Lookup): readonly Diagnostic[] {
  const { key, elements, source } = entry;
  const references = elements.flatMap((element) => referencesIn(element));
  if (references.length === 0 || resolved.diagnostics.length > 0) return nothing;
  const mask = maskIn(key, resolved.text);
  if (mask === undefined || elements.some((one) => isMasked(key, writtenText(one)))) return nothing;
  const masked = references.filter((reference) => isSecretMask(lookUp(reference, lookup) ?? ''));
  const from = (masked.length > 0 ? masked : references).map(({ scope, name }) => `\${${scope}.${name}}`);
  return [diagnose('masked-value', { key, mask, from: [...new Set(from)] }, { source })];
}

function referencesIn(template: Template): readonly Reference[] {
  if (literalText(template) !== undefined) return nothing;
  return template.parts.flatMap((part) => (part.kind === 'reference' ? [part] : []));
}

/** Where references get their values. */
export interface Lookup extends ValueSources {
  /** Unchecked where nothing is written by it. Default: checked. */
  readonly variableValues?: 'checked' | 'unchecked';
  /** The connector classes of the cluster's worker, for aliases; undefined: not known. */
  readonly classes?: PluginClasses | undefined;
}

/** A value with its references replaced; the replaced text is not substituted again. */
export interface Substituted {
  /** References without a value stay unchanged. */
  readonly text: string;
  /** One problem per reference without a value. */
  readonly diagnostics: readonly Diagnostic[];
  /** The values from the environment. */
  readonly secrets: readonly string[];
}

const nothing: readonly never[] = [];

/** Replaces the references of a template with their values. */
export function substitute(template: Template, lookup: Lookup): Substituted {
  const literal = literalText(template);
  if (literal !== undefined) return { text: literal, diagnostics: nothing, secrets: nothing };
  const [diagnostics, secrets]: [Diagnostic[], string[]] = [[], []];
  const texts = template.parts.map((part) => {
    if (part.kind !== 'reference') return part.text;
    const refused = part.scope === 'env' ? refusedName(part, lookup.environmentNames) : undefined;
    if (refused) {
      diagnostics.push(refused);
      return `\${${part.scope}.${part.name}}`;
    }
    const value = lookUp(part, lookup);
    const isBlank = part.scope === 'env' && value?.trim() === '';
    if (!value || isBlank) diagnostics.push(missingValue(part, value, lookup));
    if (!value) {
      return `\${${part.scope}.${part.name}}`;
    }
    if (part.scope === 'env') secrets.push(value);
    return value;
  });
  return { text: texts.join(''), diagnostics, secrets };
}

/** An error in every command, whatever an unset variable is: the value must not even be read. */
function refusedName(
  { name, source }: Reference,
  names: EnvironmentNames | undefined,
): Diagnostic | undefined {
  const refusal = names?.refusal(name);
  if (!names || refusal === undefined) return undefined;
  const listed = names.listed ?? [];
  return refusal === 'reserved'
    ? diagnose('environment-name-reserved', { name, listed: names.listed }, { source })
    : diagnose('environment-name-not-allowed', { name, listed }, { source });
}

function lookUp({ scope, name }: Reference, { environment, vars }: Lookup): string | undefined {
  return (scope === 'env' ? environment : vars).get(name);
}
