import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { EnvironmentNames } from '../model/environment-names.ts';
import { maskIn } from '../model/masked-value.ts';
import { misspeltReferences } from '../model/misspelt-references.ts';
import { nearestName } from '../model/nearest-name.ts';
import { unresolvedPlaceholders } from '../model/placeholders.ts';
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

/** Every setting with the path of its key. */
function settingsOf({ name, urls, auth, tls, headers }: ClusterDocument) {
  const ofAuth = Object.entries(auth ?? {}).filter(([key]) => key !== 'kind') as [string, Template][];
  const settings: readonly (readonly [string, Template])[] = [
    ...urls.map((url) => ['url', url] as const),
    ...ofAuth.map(([key, template]) => [`auth.${auth?.kind}.${key}`, template] as const),
    ...[...tls].map(([key, template]) => [`tls.${key}`, template] as const),
    ...headers.map((header) => [`headers.${header.name}`, header.value] as const),
  ];
  return settings.map(([key, template]) => ({ key: `clusters.${name}.${key}`, template }));
}

/** One problem for each variable, with the number of its other places: hundreds of connectors may use it. */
export function mergeVariableProblems(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const places = new Map<string, number>();
  const keys = diagnostics.map((diagnostic) => {
    const key = variableIn(diagnostic);
    if (key !== undefined) places.set(key, (places.get(key) ?? 0) + 1);
    return key;
  });
  const seen = new Set<string>();
  return diagnostics.flatMap((diagnostic, index) => {
    const key = keys[index];
    if (key === undefined) return [diagnostic];
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      { ...diagnostic, args: { ...diagnostic.args, others: (places.get(key) ?? 1) - 1 } } as Diagnostic,
    ];
  });
}

const codes: ReadonlySet<string> = new Set([
  'variable-with-space',
  'variable-invisible-character',
  'variable-with-placeholder',
  'masked-variable',
  'quoted-variable',
]);

function variableIn({ code, args }: Diagnostic): string | undefined {
  if (!codes.has(code)) return undefined;
  const { scope, name } = args as unknown as { readonly scope: string; readonly name: string };
  return `${code} ${scope} ${name}`;
}

/** The same name in other letters, else a similar one. */
export function nearVariable(
  name: string,
  {
    environment,
    environmentNames,
  }: Pick<Variables, 'environment'> & { readonly environmentNames?: EnvironmentNames | undefined },
): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '_');
  const names = [...environment.keys()].filter(
    (one) => /^[A-Za-z_][\w-]*$/.test(one) && environmentNames?.refusal(one) === undefined,
  );
  return names.find((one) => plain(one) === plain(name)) ?? nearestName(name, names);
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
