import type { StringMap } from '../http/jackson.ts';
import { hashCode, inHashOrder, splitList } from '../java-text.ts';
import type { ComponentPlugin } from '../plugins/plugin.ts';
import { does, type Profile } from '../profile.ts';
import { type KeyDefinition, optionalKey, prefixed, requiredKey } from './key-definition.ts';
import { type FindClass, type KeyResult, parseKey } from './parse-value.ts';
import { classesOf, refusedConverterVersion, refusedVersion, versioned } from './plugin-versions.ts';
import type { ValidationContext } from './validation-context.ts';

/** The keys of each transformation and predicate that `transforms` and `predicates` name. */
export function validateTransformations(
  context: ValidationContext,
  config: StringMap,
  findClass: FindClass,
): readonly KeyResult[] {
  return (['transformation', 'predicate'] as const).flatMap((kind) => {
    const list = config.get(kind === 'transformation' ? 'transforms' : 'predicates');
    return aliasesOf(list).flatMap((alias) => {
      const results = aliasKeys(context, config, { kind, alias }).map((key) =>
        withSecondError(context.profile, parseKey(key, config.get(key.name), findClass)),
      );
      return withAliasRefusals(context, config, { kind, alias, results });
    });
  });
}

/** The keys of the converters that are set (3.8+): validated under their own names, shown under the prefix. */
export function validateConverters(
  { profile, catalogue }: ValidationContext,
  config: StringMap,
  findClass: FindClass,
): readonly KeyResult[] {
  if (!does(profile, 'converterKeysValidated')) return [];
  return (['key', 'value', 'header'] as const).flatMap((part) => {
    const className = config.get(`${part}.converter`);
    const kind = part === 'header' ? 'header_converter' : 'converter';
    const component = className ? catalogue.findComponent(kind, className) : undefined;
    const prefix = `${part}.converter.`;
    const isRefused =
      does(profile, 'pluginVersionKeys') && refusedConverterVersion(catalogue, config, `${part}.converter`);
    return (component && !isRefused ? inAnswerOrder(catalogue.keysOf(component)) : []).map((key) => {
      const fallback = key.name === 'converter.type' ? part : undefined;
      const given = `${prefix}${key.name}`;
      const result = parseKey(key, config.has(given) ? config.get(given) : fallback, findClass);
      return { ...result, name: `${prefix}${key.name}`, definition: prefixed(key, prefix) };
    });
  });
}

/** Keys in the order in which a worker shows those of converters and clients. */
function inAnswerOrder(keys: readonly KeyDefinition[]): readonly KeyDefinition[] {
  return inHashOrder(keys, ({ name }) => hashCode(name));
}

/** The refusals that do not come from one value: `negate` without `predicate`, a version that is not installed. */
function withAliasRefusals(
  { profile, catalogue }: ValidationContext,
  config: StringMap,
  { kind, alias, results }: Alias & { readonly results: readonly KeyResult[] },
): readonly KeyResult[] {
  const prefix = `${groupOf(kind).toLowerCase()}.${alias}.`;
  const [typeKey, versionKey] = [`${prefix}type`, `${prefix}plugin.version`];
  const component = catalogue.findComponent(kind, config.get(typeKey)?.trim() ?? '');
  const version = does(profile, 'pluginVersionKeys')
    ? refusedVersion(catalogue, component, config.get(versionKey))?.message
    : undefined;
  const negate =
    kind === 'transformation' && config.has(`${prefix}negate`) && !config.has(`${prefix}predicate`)
      ? `Config '${prefix}negate' was provided but there is no config '${prefix}predicate' defining a predicate ` +
        'to be negated.'
      : undefined;
  return results.map((result) => {
    // The first refusal of a class ends the check of its type.
    const refusals =
      result.name === typeKey ? [negate ?? version] : result.name === versionKey ? [version] : [];
    const errors = refusals.filter((message) => message !== undefined);
    return errors.length === 0 ? result : { ...result, errors: [...result.errors, ...errors] };
  });
}

interface Alias {
  readonly kind: 'transformation' | 'predicate';
  readonly alias: string;
}

function groupOf(kind: Alias['kind']): 'Transforms' | 'Predicates' {
  return kind === 'transformation' ? 'Transforms' : 'Predicates';
}

function aliasesOf(list: string | null | undefined): readonly string[] {
  return [...new Set(splitList(list))];
}

function aliasKeys(
  { profile, catalogue }: ValidationContext,
  config: StringMap,
  { kind, alias }: Alias,
): readonly KeyDefinition[] {
  const group = groupOf(kind);
  const title = group === 'Transforms' ? 'Transformation' : 'Predicate';
  const prefix = `${group.toLowerCase()}.${alias}.`;
  const className = config.get(`${prefix}type`) ?? '';
  const trimmed = catalogue.findComponent(kind, className.trim());
  const hasVersions = does(profile, 'pluginVersionKeys');
  const isRefused = hasVersions && refusedVersion(catalogue, trimmed, config.get(`${prefix}plugin.version`));
  // Where versions are looked up, blanks around the class are not ignored.
  const component = isRefused || (hasVersions && className !== className.trim()) ? undefined : trimmed;
  const options = { importance: 'HIGH', width: 'LONG' } as const;
  const type: KeyDefinition = {
    ...requiredKey('type', 'CLASS', { ...options, displayName: `${title} type for ${alias}` }),
    recommended: classesOf(catalogue, kind),
  };
  const version = optionalKey('plugin.version', 'STRING', {
    ...options,
    displayName: `${title} version for ${alias}`,
  });
  const keys = [
    type,
    ...(hasVersions ? [versioned(version, trimmed && catalogue.versionOf(trimmed))] : []),
    ...(component ? sorted([...catalogue.keysOf(component), ...frameworkAdds(component)]) : []),
  ];
  return keys.map((key, order) => ({ ...prefixed(key, prefix), group: `${group}: ${alias}`, order }));
}

function frameworkAdds(component: ComponentPlugin): readonly KeyDefinition[] {
  return component.kind === 'transformation' ? transformationKeys : [];
}

/** What the framework adds to the keys of each transformation (KIP-585). */
const transformationKeys: readonly KeyDefinition[] = [
  optionalKey('negate', 'BOOLEAN', {
    default: 'false',
    documentation: 'Whether the transformation applies where the predicate does not.',
  }),
  optionalKey('predicate', 'STRING', {
    documentation: 'The alias of the predicate that decides whether the transformation applies.',
  }),
];

function sorted(keys: readonly KeyDefinition[]): readonly KeyDefinition[] {
  const ranks = { HIGH: 0, MEDIUM: 1, LOW: 2 };
  return keys.toSorted(
    (one, other) =>
      Number(one.defaultValue !== undefined) - Number(other.defaultValue !== undefined) ||
      ranks[one.importance] - ranks[other.importance] ||
      (one.name < other.name ? -1 : 1),
  );
}

// Before 3.9 a type that is not a class has two errors.
function withSecondError(profile: Profile, result: KeyResult): KeyResult {
  const isType = result.definition?.type === 'CLASS' && result.value === null;
  if (!isType || result.errors.length === 0 || does(profile, 'singleTypeError')) return result;
  const kind = result.name.startsWith('predicates.') ? 'Predicate' : 'Transformation';
  const second = `Invalid value null for configuration ${result.name}: Not a ${kind}`;
  return { ...result, errors: [...result.errors, second] };
}
