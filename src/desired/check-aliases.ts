import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isCommentKey } from '../model/misspelled-keys.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ResolvedConfig } from './resolve-config.ts';

type CheckedConfig = Pick<ResolvedConfig, 'config' | 'origins' | 'secretKeys'>;

type List = 'transforms' | 'predicates';

/** Warnings for transformations and predicates that do not run: their alias is in no list, or has no type. */
export function checkAliases(config: CheckedConfig): readonly Diagnostic[] {
  return [
    ...unfinishedAliases(config, 'transforms'),
    ...unfinishedAliases(config, 'predicates'),
    ...unusedPredicates(config),
    ...unreadLists(config),
  ];
}

function unfinishedAliases(checked: CheckedConfig, list: List): readonly Diagnostic[] {
  const { config, origins, secretKeys } = checked;
  // Values of environment variables are never shown, not even as an alias.
  if (secretKeys.has(list)) return [];
  const listed = listOf(config.get(list));
  const untyped = listed.filter((alias) => !config.has(`${list}.${alias}.type`));
  const unlisted = unlistedAliases(config, list, listed);
  const misspelled = unlisted.flatMap(({ alias, key }) => {
    const near = nearestName(alias, untyped);
    return near === undefined ? [] : [{ alias, near, key }];
  });
  const isMisspelled = (alias: string) =>
    misspelled.some((found) => found.alias === alias || found.near === alias);
  // One mistake, one warning: the misspelled key of the list is reported by itself.
  const meant = unlisted.length === 0 || config.has(list) ? [] : listOf(misspelledList(config, list));
  const others = unlisted.filter(({ alias }) => !isMisspelled(alias) && !meant.includes(alias));
  const [first] = others;
  return [
    ...misspelled.map(({ alias, near, key }) =>
      diagnose('misspelled-alias', { list, alias, near }, { source: origins.get(key)?.source }),
    ),
    ...untyped
      .filter((alias) => !isMisspelled(alias))
      .map((alias) => diagnose('alias-without-type', { list, alias }, { source: origins.get(list)?.source })),
    ...(first
      ? [
          diagnose(
            'alias-not-listed',
            { list, key: first.key, aliases: others.map(({ alias }) => alias) },
            { source: origins.get(first.key)?.source },
          ),
        ]
      : []),
  ];
}

/** The value of a key such as `transform`, which was meant to be the list. */
function misspelledList(config: CheckedConfig['config'], list: List): string | undefined {
  return [...config].find(([key]) => key !== list && nearestName(key, [list]) !== undefined)?.[1];
}

interface UnlistedAlias {
  readonly alias: string;
  /** The key of its type, else its first key. */
  readonly key: string;
}

/** Aliases that keys have and the list does not. An alias may contain dots: that of a type is known in full. */
function unlistedAliases(
  config: CheckedConfig['config'],
  list: string,
  listed: readonly string[],
): readonly UnlistedAlias[] {
  const own = [...config.keys()].filter((key) => key.startsWith(`${list}.`) && key.length > list.length + 1);
  const isOf = (aliases: readonly string[]) => (key: string) =>
    aliases.some((alias) => key.startsWith(`${list}.${alias}.`));
  const stray = own.filter((key) => !isOf(listed)(key));
  const typed = typedAliases(stray, list);
  // `transforms.cast.field.type` is an option of the transformation `cast`.
  const outermost = typed.filter((alias) => !typed.some((other) => alias.startsWith(`${other}.`)));
  const rest = stray.filter((key) => !isOf(typed)(key));
  const untyped = new Map<string, string>();
  for (const key of rest) {
    const [alias = '', option] = key.slice(list.length + 1).split('.');
    if (option !== undefined && !untyped.has(alias)) untyped.set(alias, key);
  }
  return [
    ...outermost.map((alias) => ({ alias, key: `${list}.${alias}.type` })),
    ...[...untyped].map(([alias, key]) => ({ alias, key })),
  ];
}

/** Returns `cast` for `transforms.cast.type`. */
function typedAliases(keys: readonly string[], list: string): readonly string[] {
  const [start, end] = [`${list}.`, '.type'];
  return keys
    .filter((key) => key.endsWith(end) && key.length > start.length + end.length)
    .map((key) => key.slice(start.length, -end.length));
}

function unusedPredicates({ config, origins, secretKeys }: CheckedConfig): readonly Diagnostic[] {
  const aliases = secretKeys.has('predicates') ? [] : listOf(config.get('predicates'));
  if (aliases.length === 0) return [];
  const used = new Set(
    [...config].filter(([key]) => /^transforms\..+\.predicate$/.test(key)).map(([, value]) => value.trim()),
  );
  return aliases
    .filter((alias) => !used.has(alias) && config.has(`predicates.${alias}.type`))
    .map((alias) =>
      diagnose('unused-predicate', { alias }, { source: origins.get(`predicates.${alias}.type`)?.source }),
    );
}

/** Lists with a name of their own, such as `hosttransforms.mask.type`: Kafka Connect does not know them. */
function unreadLists({ config, origins }: CheckedConfig): readonly Diagnostic[] {
  const lists = new Map<string, { readonly near: List; readonly key: string; readonly aliases: string[] }>();
  for (const key of config.keys()) {
    if (!key.endsWith('.type')) continue;
    const [, name = '', alias = ''] = /^([A-Za-z][\w-]*)\.([^.]+)\.type$/.exec(key) ?? [];
    const near = meantList(name);
    // Without the right list, its own name is reported as misspelled.
    if (near === undefined || isCommentKey(key) || (config.has(name) && !config.has(near))) continue;
    const known = lists.get(name);
    if (known) known.aliases.push(alias);
    else lists.set(name, { near, key, aliases: [alias] });
  }
  return [...lists].map(([name, { near, key, aliases }]) =>
    diagnose(
      'unread-transforms',
      { name, list: near, aliases },
      { source: origins.get(config.has(name) ? name : key)?.source },
    ),
  );
}

function meantList(name: string): List | undefined {
  if (name === 'transforms' || name === 'predicates') return undefined;
  if (/transform/i.test(name)) return 'transforms';
  if (/predicate/i.test(name)) return 'predicates';
  return (['transforms', 'predicates'] as const).find((list) => nearestName(name, [list]) !== undefined);
}

function listOf(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}
