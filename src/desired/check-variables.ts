import { type Diagnostic, diagnose, type Severity } from '../model/diagnostic.ts';
import type { EnvironmentNames } from '../model/environment-names.ts';
import { maskIn } from '../model/masked-value.ts';
import { misspeltReferences } from '../model/misspelt-references.ts';
import { nearestName } from '../model/nearest-name.ts';
import { unresolvedPlaceholders } from '../model/placeholders.ts';
import type { VarDeclarations, VarFromEnvironment, Vars } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import type { ClusterDocument } from './cluster-document.ts';
import { findInValue, inspectText } from './likely-mistakes.ts';
import type { Reference, Template } from './template.ts';

/** The values of variables by scope. */
interface Variables {
  readonly environment: ReadonlyMap<string, string>;
  readonly vars: ReadonlyMap<string, string>;
  /** Which variables of the environment may be read; omitted: all. */
  readonly environmentNames?: EnvironmentNames;
}

/**
 * Checks the values of the variables that a template refers to, as literal values are checked. `key`: what the template
 * is the value of. Values are not shown, nor their lengths: those of the environment are secret, and `--var` may be.
 */
export function checkVariables(template: Template, key: string, variables: Variables): readonly Diagnostic[] {
  return template.parts.flatMap((part) => {
    if (part.kind !== 'reference') return [];
    const value = readValue(part, variables);
    return value === undefined ? [] : checkValue(part, key, value);
  });
}

/** What may not be referred to must not be read; that is reported where it is substituted. */
function readValue(
  { scope, name }: Reference,
  { environment, vars, environmentNames }: Variables,
): string | undefined {
  if (scope === 'var') return vars.get(name);
  return environmentNames?.refusal(name) === undefined ? environment.get(name) : undefined;
}

function checkValue({ scope, name, source }: Reference, key: string, value: string): readonly Diagnostic[] {
  const text = value.trim();
  if (text === '') return [];
  const [args, place] = [{ scope, name, key, others: 0 }, { source }];
  const what = spaceAround(value);
  const { character } = inspectText(
    value.replace(/^[ \t\r\n]+/, '').replace(/(?<![ \t\r\n])[ \t\r\n]+$/, ''),
  );
  const isMasked = maskIn(key, text) !== undefined;
  return [
    ...(what === undefined ? [] : [diagnose('variable-with-space', { ...args, what }, place)]),
    ...(character === undefined
      ? []
      : [diagnose('variable-invisible-character', { ...args, character }, place)]),
    // `<redacted>` has the form of a placeholder too.
    ...(!isMasked && holdsPlaceholder(text, key, scope)
      ? [diagnose('variable-with-placeholder', args, place)]
      : []),
    ...(isQuoted(text) ? [diagnose('quoted-variable', args, place)] : []),
  ];
}

/** What surrounds a value of one line. Keys and certificates have several, and may end with a line break. */
function spaceAround(value: string): string | undefined {
  if (value.trim().includes('\n')) return undefined;
  const [before = '', after = ''] = [
    /^[ \t\r\n]+/.exec(value)?.[0],
    /(?<![ \t\r\n])[ \t\r\n]+$/.exec(value)?.[0],
  ];
  if (after.includes('\n'))
    return after.includes('\r') ? 'a Windows line break at its end' : 'a line break at its end';
  if (after.includes('\r')) return 'a carriage return at its end';
  if (before.includes('\n') || before.includes('\r')) return 'a line break at its beginning';
  if (after !== '') return after.includes('\t') ? 'a tab at its end' : 'a blank at its end';
  if (before !== '') return before.includes('\t') ? 'a tab at its beginning' : 'a blank at its beginning';
  return undefined;
}

/**
 * Placeholders, but for `$NAME` within a text: passwords contain dollar signs. The macros of pipelines (`$(NAME)`,
 * `%NAME%`) count too, and our own references, because nothing in a value is substituted; in variables of the project
 * file, they are written with two dollar signs and so meant.
 */
function holdsPlaceholder(text: string, key: string, scope: Reference['scope']): boolean {
  const { foreign, rest } = inspectText(text);
  return (
    // A reference in small letters belongs to the connector.
    unresolvedPlaceholders(rest, key).some((one) => !/^\$\{?[a-z]/.test(one)) ||
    foreign.some((one) => one.startsWith('${') || one === text) ||
    misspeltReferences(text).length > 0 ||
    (scope === 'env' && /\$\{\s?(?:env|var)\s?\.[^{}]{1,100}\}/i.test(text)) ||
    /^(?:\$\([\w .:/-]{1,200}\)|%[A-Z_][A-Z0-9_]{1,100}%)$/.test(text)
  );
}

function isQuoted(text: string): boolean {
  const [, quote, inner] = /^(["'`])([\s\S]*)\1$/.exec(text) ?? [];
  return inspectText(text).isQuoted || (quote !== undefined && !inner?.includes(quote));
}

/** Checks every setting of a cluster, literal or from a variable, but for those `found` to be errors. */
export function checkSettings(
  document: ClusterDocument,
  variables: Variables,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  return settingsOf(document)
    .filter(({ key }) => !isRejected(key, found))
    .flatMap(({ key, template }) => [
      ...findInValue(key, template),
      ...checkVariables(template, key, variables),
      ...findMasks(template, key, variables),
    ]);
}

/** Whether HTTP does not allow the value, which is reported. */
function isRejected(key: string, found: readonly Diagnostic[]): boolean {
  return found.some(({ code, args }) => {
    if (code === 'invalid-credentials') return key.endsWith(`.${args['key']}`);
    if (code !== 'invalid-header') return false;
    return (
      key.endsWith(`.headers.${args['header']}`) ||
      (args['header'] === 'Authorization' && key.endsWith('.auth.bearer.token'))
    );
  });
}

/** Masks in configs are found in whole values. */
function findMasks(template: Template, key: string, variables: Variables): readonly Diagnostic[] {
  return template.parts.flatMap((part) => {
    if (part.kind !== 'reference') return [];
    const { scope, name, source } = part;
    const value = readValue(part, variables);
    if (value === undefined || maskIn(key, value.trim()) === undefined) return [];
    return [diagnose('masked-variable', { scope, name, key, others: 0 }, { source })];
  });
}

/** Every setting of a cluster with the path of its key. */
export function settingsOf({ name, urls, auth, tls, headers }: ClusterDocument) {
  const ofAuth = Object.entries(auth ?? {}).filter(([key]) => key !== 'kind') as [string, Template][];
  const settings: readonly (readonly [string, Template])[] = [
    ...urls.map((url) => ['url', url] as const),
    ...ofAuth.map(([key, template]) => [`auth.${auth?.kind}.${key}`, template] as const),
    ...[...tls].map(([key, template]) => [`tls.${key}`, template] as const),
    ...headers.map((header) => [`headers.${header.name}`, header.value] as const),
  ];
  return settings.map(([key, template]) => ({ key: `clusters.${name}.${key}`, template }));
}

/** The text of a template as it is shown: with the values of variables, and the names of those from the environment. */
export function shownText(template: Template, { vars }: Pick<Variables, 'vars'>): string {
  const texts = template.parts.map((part) => {
    if (part.kind !== 'reference') return part.text;
    const name = `\${${part.scope}.${part.name}}`;
    return part.scope === 'var' ? (vars.get(part.name) ?? name) : name;
  });
  return texts.join('');
}

/** Where references get their values. */
export interface ValueSources {
  readonly environment: ReadonlyMap<string, string>;
  /** Which of these variables may be referred to; omitted where nothing is resolved: all. */
  readonly environmentNames?: EnvironmentNames;
  readonly vars: Vars;
  /** Where they come from, for messages about those without a value. */
  readonly declared?: VarDeclarations | undefined;
  /** The cluster of the variables; undefined: variables of the project only. */
  readonly cluster: string | undefined;
  /** The severity of unset or empty environment variables: pull requests from forks have no secrets. */
  readonly unsetEnvironment: Severity;
}

/** The problem with a reference that has no value, or an empty one (`value`). */
export function missingValue(
  { scope, name, source }: Reference,
  value: string | undefined,
  lookup: ValueSources,
): Diagnostic {
  const { vars, cluster, unsetEnvironment } = lookup;
  if (scope === 'env') {
    const problem =
      value === undefined
        ? diagnose('unset-environment-variable', { name, suggestion: nearVariable(name, lookup) }, { source })
        : diagnose('empty-environment-variable', { name, isBlank: value !== '' }, { source });
    return { ...problem, severity: unsetEnvironment };
  }
  if (value !== undefined) return diagnose('empty-variable', { name }, { source });
  const from = lookup.declared?.get(name);
  if (typeof from === 'object') return withoutSource(name, from, { source, lookup });
  return diagnose(
    'unset-variable',
    { name, cluster, suggestion: nearestName(name, [...vars.keys()]) },
    { source },
  );
}

/** A variable whose environment variable has no value; like that one, it may be missing where nothing is written. */
function withoutSource(
  name: string,
  { variable, isRefused = false }: VarFromEnvironment,
  { source, lookup }: { readonly source: Source; readonly lookup: ValueSources },
): Diagnostic {
  const { environment, cluster, unsetEnvironment } = lookup;
  const why = isRefused ? 'untrusted' : environment.get(variable) === undefined ? 'unset' : 'empty';
  const from = { variable, why } as const;
  const problem = diagnose('unset-variable', { name, cluster, from, suggestion: undefined }, { source });
  return isRefused ? problem : { ...problem, severity: unsetEnvironment };
}

/** A set variable: the same name in other letters, else a similar one. */
function nearVariable(name: string, { environment, environmentNames }: ValueSources): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '_');
  const names = [...environment.keys()].filter(
    (one) => /^[A-Za-z_][\w-]*$/.test(one) && environmentNames?.refusal(one) === undefined,
  );
  return names.find((one) => plain(one) === plain(name)) ?? nearestName(name, names);
}
