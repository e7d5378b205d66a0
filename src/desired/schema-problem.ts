import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Diagnostic, diagnose, placeAt } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Span } from '../model/span.ts';
import { entryOf, type SourceEntry, type SourceMap, type SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** A schema error with its document. */
export interface SchemaError {
  readonly kind: 'connector' | 'project' | 'policy';
  readonly source: SourceText;
  readonly document: SourceMap;
  readonly error: ErrorObject;
}

/** Converts a schema error to a diagnostic; undefined if another diagnostic covers it. */
export function describeSchemaError(found: SchemaError): Diagnostic | undefined {
  const { source, document, error } = found;
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const node = path.reduce<SourceNode | undefined>(stepInto, document) ?? document;
  const problem = problems[error.keyword]?.({ ...found, path, node });
  if (!problem) return undefined;
  return placeAt(problem.diagnostic, source.sourceOf(problem.span));
}

interface Context extends SchemaError {
  readonly path: readonly string[];
  readonly node: SourceNode;
}

interface Placed {
  readonly diagnostic: Diagnostic;
  readonly span: Span;
}

const problems: Readonly<Record<string, (context: Context) => Placed | undefined>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  dependentRequired: missingRepository,
  type: invalidType,
  enum: invalidValue,
  const: invalidValue,
  propertyNames: invalidKeyName,
  minItems: ({ path, node }) => at(node.span, diagnose('empty-list', { key: nameOf(path) })),
  minimum: ({ path, node }) =>
    at(node.span, diagnose('invalid-type', { key: nameOf(path), expected: 'an integer' })),
  minLength: emptyValue,
  minProperties: ({ node }) => at(node.span, diagnose('invalid-authentication', { found: 0 })),
  maxProperties: ({ node }) => at(node.span, diagnose('invalid-authentication', { found: 2 })),
  // `pattern`: names are checked after substitution. `if`: it only repeats that `else` failed.
};

function unknownKey({ kind, path, node, error }: Context): Placed | undefined {
  const key = String(error.params['additionalProperty']);
  const span = entriesOf(node).get(key)?.keySpan ?? node.span;
  const isLayer = kind === 'connector' || ['defaults', 'profiles'].includes(path[0] ?? '');
  if (isLayer && key.includes('.')) return at(span, diagnose('config-key-at-top-level', { key }));
  const properties = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  const within = path.length === 0 ? documentName(kind) : `"${nameOf(path)}"`;
  const besideConfig = kind === 'connector' && path.length === 0;
  const suggestion = nearestName(key, properties);
  return at(span, diagnose('unknown-key', { key, within, besideConfig, suggestion }));
}

function missingKey({ kind, path, node, error }: Context): Placed | undefined {
  const key = String(error.params['missingProperty']);
  // The key exists without a value, which is already reported.
  if (entryOf(node, key)) return undefined;
  const span = firstKey(node) ?? node.span;
  // Either `extends` or `config` is enough; only the missing `config` is reported.
  if (key === 'extends') return undefined;
  if (key === 'config') return at(span, diagnose('missing-config', {}));
  const within = path.length === 0 ? documentName(kind) : `"${nameOf(path)}"`;
  return at(span, diagnose('missing-key', { key, within }));
}

/** A marker requires the name of the repository. */
function missingRepository({ node, error }: Context): Placed | undefined {
  // The key exists without a value, which is already reported.
  if (entryOf(node, String(error.params['missingProperty']))) return undefined;
  const span = entryOf(node, String(error.params['property']))?.keySpan ?? node.span;
  return at(span, diagnose('marker-without-repository', {}));
}

function invalidType({ path, node, error }: Context): Placed | undefined {
  // The only allowed value is more specific than its type.
  if (error.parentSchema && 'const' in error.parentSchema) return undefined;
  const [key, item] = insideConfig(path) ?? [];
  if (key !== undefined) {
    if (item !== undefined) return at(node.span, diagnose('nested-list', { key }));
    if (node.kind === 'map')
      return at(node.span, diagnose('nested-config', { key, flat: flatKeys(node, key) }));
  }
  const types = [error.params['type'] as string | string[]].flat();
  const isSwitch = types.length === 1 && types[0] === 'boolean';
  const isVariable = types.includes('object') && types.includes('string');
  const expected = isVariable ? ['a string', '{ env: NAME }'] : types.map((type) => typeWords[type] ?? type);
  const words = new Set(isSwitch ? ['true or false'] : expected);
  return at(node.span, diagnose('invalid-type', { key: nameOf(path), expected: [...words].join(' or ') }));
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a string',
  boolean: 'a string',
  integer: 'an integer',
  array: 'a list',
  object: 'a mapping of keys to values',
};

function invalidValue({ path, node, error }: Context): Placed {
  const allowed = [error.params['allowedValues'] ?? error.params['allowedValue']].flat().map(String);
  const isWord = node.kind === 'scalar' && /^[a-z]/i.test(node.text);
  const suggestion = isWord ? nearestName(node.text.toLowerCase(), allowed) : undefined;
  return at(node.span, diagnose('invalid-value', { key: nameOf(path), allowed, suggestion }));
}

function invalidKeyName({ path, node, error }: Context): Placed {
  const key = String(error.params['propertyName']);
  const span = entryOf(node, key)?.keySpan ?? node.span;
  const rule = path.at(-1) === 'vars' ? variableNameRule : clusterNameRule;
  const allowed = key === '' ? 'a key cannot be empty' : rule;
  return at(span, diagnose('invalid-key-name', { key, within: `"${nameOf(path)}"`, allowed }));
}

const clusterNameRule = 'use letters, digits, ".", "_" and "-", beginning with a letter or digit';
const variableNameRule = 'use letters, digits, "_" and "-", beginning with a letter or "_"';

/** An error inside `propertyNames` is about the key and is reported as such. */
function emptyValue({ path, node, error }: Context): Placed | undefined {
  if (error.propertyName !== undefined) return undefined;
  return at(node.span, diagnose('empty-value', { key: nameOf(path) }));
}

/** A few keys of a nested mapping, written flat, as an example. */
function flatKeys(node: SourceNode, prefix: string): string[] {
  if (node.kind !== 'map' || prefix.split('.').length > 8) return [prefix];
  const shown = node.entries.slice(0, 3);
  return shown.flatMap(({ key, value }) => flatKeys(value, `${prefix}.${key}`)).slice(0, 3);
}

function at(span: Span, diagnostic: Diagnostic): Placed {
  return { diagnostic, span };
}

function documentName(kind: SchemaError['kind']): string {
  return documentNames[kind];
}

const documentNames = {
  connector: 'a connector file',
  project: 'the project file',
  policy: 'a policy',
} as const;

/** Config keys contain dots and are shown without a path. */
function nameOf(path: readonly string[]): string {
  return insideConfig(path)?.[0] ?? path.join('.');
}

/** The part of a path inside a config, in any layer: the key, and the index in a list. */
function insideConfig(path: readonly string[]): readonly string[] | undefined {
  const start = path[0] === 'config' ? 1 : path[2] === 'config' ? 3 : path.length;
  return start < path.length ? path.slice(start) : undefined;
}

function stepInto(node: SourceNode | undefined, step: string): SourceNode | undefined {
  return node?.kind === 'list' ? node.items[Number(step)] : entriesOf(node).get(step)?.value;
}

/** The first entry of each key, indexed once for each mapping: one can have hundreds of thousands of wrong keys. */
function entriesOf(node: SourceNode | undefined): ReadonlyMap<string, SourceEntry> {
  if (node?.kind !== 'map') return new Map();
  const known = indexed.get(node.entries);
  if (known) return known;
  const entries = new Map([...node.entries].reverse().map((entry) => [entry.key, entry]));
  indexed.set(node.entries, entries);
  return entries;
}

const indexed = new WeakMap<readonly SourceEntry[], ReadonlyMap<string, SourceEntry>>();

function firstKey(node: SourceNode): Span | undefined {
  return node.kind === 'map' ? node.entries[0]?.keySpan : undefined;
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
