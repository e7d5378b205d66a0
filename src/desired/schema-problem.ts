import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Diagnostic, diagnose, placeAt } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Span } from '../model/span.ts';
import { childOf, entryOf, type SourceMap, type SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** A schema error with the document it was found in. */
export interface SchemaError {
  readonly kind: 'connector' | 'project';
  readonly source: SourceText;
  readonly document: SourceMap;
  readonly error: ErrorObject;
}

/** What a schema error means to a person; undefined where something else says it better. */
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
  dependentRequired: missingPartner,
  type: wrongType,
  enum: wrongValue,
  const: wrongValue,
  propertyNames: wrongKeyName,
  minItems: ({ path, node }) => at(node.span, diagnose('empty-list', { key: nameOf(path) })),
  minimum: ({ path, node }) =>
    at(node.span, diagnose('invalid-type', { key: nameOf(path), expected: 'an integer' })),
  minLength: emptyText,
  minProperties: ({ node }) => at(node.span, diagnose('invalid-authentication', { found: 0 })),
  maxProperties: ({ node }) => at(node.span, diagnose('invalid-authentication', { found: 2 })),
  // A name is judged after substitution, by its own rule; `if` only says that `else` failed.
};

/** Designed, and known to those who read about it, but not built yet: no typing mistake. */
const later = new Set(['policy']);

function unknownKey({ kind, path, node, error }: Context): Placed | undefined {
  const key = String(error.params['additionalProperty']);
  const span = entryOf(node, key)?.keySpan ?? node.span;
  if (later.has(key)) return at(span, diagnose('not-supported-yet', { feature: `"${key}"` }));
  const isLayer = kind === 'connector' || ['defaults', 'profiles'].includes(path[0] ?? '');
  if (isLayer && key.includes('.')) return at(span, diagnose('config-key-at-top-level', { key }));
  const properties = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  const within = path.length === 0 ? documentName(kind) : `"${nameOf(path)}"`;
  return at(span, diagnose('unknown-key', { key, within, suggestion: nearestName(key, properties) }));
}

function missingKey({ kind, path, node, error }: Context): Placed | undefined {
  const key = String(error.params['missingProperty']);
  // It is there, without a value: that has been said.
  if (entryOf(node, key)) return undefined;
  const span = firstKey(node) ?? node.span;
  // Either of the two is enough, and the configuration is what is usually forgotten.
  if (key === 'extends') return undefined;
  if (key === 'config') return at(span, diagnose('missing-config', {}));
  const within = path.length === 0 ? documentName(kind) : `"${nameOf(path)}"`;
  return at(span, diagnose('missing-key', { key, within }));
}

/** A marker is nothing without the name to mark with. */
function missingPartner({ node, error }: Context): Placed | undefined {
  // It is there, without a value: that has been said.
  if (entryOf(node, String(error.params['missingProperty']))) return undefined;
  const span = entryOf(node, String(error.params['property']))?.keySpan ?? node.span;
  return at(span, diagnose('marker-without-repository', {}));
}

function wrongType({ path, node, error }: Context): Placed | undefined {
  // The one value that it can have says more.
  if (error.parentSchema && 'const' in error.parentSchema) return undefined;
  const [key, item] = insideConfig(path) ?? [];
  if (key !== undefined) {
    if (item !== undefined) return at(node.span, diagnose('nested-list', { key }));
    if (node.kind === 'map')
      return at(node.span, diagnose('nested-config', { key, flat: flatKeys(node, key) }));
  }
  const types = [error.params['type'] as string | string[]].flat();
  const words = new Set(types.map((type) => typeWords[type] ?? type));
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

function wrongValue({ path, node, error }: Context): Placed {
  const allowed = [error.params['allowedValues'] ?? error.params['allowedValue']].flat().map(String);
  const isWord = node.kind === 'scalar' && /^[a-z]/i.test(node.text);
  const suggestion = isWord ? nearestName(node.text.toLowerCase(), allowed) : undefined;
  return at(node.span, diagnose('invalid-value', { key: nameOf(path), allowed, suggestion }));
}

function wrongKeyName({ path, node, error }: Context): Placed {
  const key = String(error.params['propertyName']);
  const span = entryOf(node, key)?.keySpan ?? node.span;
  const rule = path.at(-1) === 'vars' ? variableNameRule : clusterNameRule;
  const allowed = key === '' ? 'it is empty' : rule;
  return at(span, diagnose('invalid-key-name', { key, within: `"${nameOf(path)}"`, allowed }));
}

const clusterNameRule = 'use letters, digits, ".", "_" and "-", beginning with a letter or digit';
const variableNameRule = 'use letters, digits, "_" and "-", beginning with a letter or "_"';

/** Within `propertyNames` the key is meant, which is reported as such. */
function emptyText({ path, node, error }: Context): Placed | undefined {
  if (error.propertyName !== undefined) return undefined;
  return at(node.span, diagnose('empty-value', { key: nameOf(path) }));
}

/** The keys that a nested mapping stands for, written flat; a few are enough to show how. */
function flatKeys(node: SourceNode, prefix: string): string[] {
  if (node.kind !== 'map' || prefix.split('.').length > 8) return [prefix];
  const shown = node.entries.slice(0, 3);
  return shown.flatMap(({ key, value }) => flatKeys(value, `${prefix}.${key}`)).slice(0, 3);
}

function at(span: Span, diagnostic: Diagnostic): Placed {
  return { diagnostic, span };
}

function documentName(kind: 'connector' | 'project'): string {
  return kind === 'connector' ? 'a connector file' : 'the project file';
}

/** Keys of a configuration have dots of their own and are named alone. */
function nameOf(path: readonly string[]): string {
  return insideConfig(path)?.[0] ?? path.join('.');
}

/** What of a path lies inside a configuration, in whatever layer: the key, and the index within a list. */
function insideConfig(path: readonly string[]): readonly string[] | undefined {
  const start = path[0] === 'config' ? 1 : path[2] === 'config' ? 3 : path.length;
  return start < path.length ? path.slice(start) : undefined;
}

function stepInto(node: SourceNode | undefined, step: string): SourceNode | undefined {
  return node?.kind === 'list' ? node.items[Number(step)] : childOf(node, step);
}

function firstKey(node: SourceNode): Span | undefined {
  return node.kind === 'map' ? node.entries[0]?.keySpan : undefined;
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
