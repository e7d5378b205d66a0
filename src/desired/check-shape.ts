import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Diagnostic } from '../model/diagnostic.ts';
import { anItem, isAuthorsOwn } from './check-written-form.ts';
import { compileSchema } from './compile-schema.ts';
import { describeSchemaError } from './schema-problem.ts';
import type { SourceList, SourceMap, SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** Judges the shape of a document by its JSON Schema, in our words and with places in the file. */
export type SchemaCheck = (source: SourceText, document: SourceMap) => readonly Diagnostic[];

const compiled = new Map<string, Promise<SchemaCheck>>();

/** Gets a schema ready, once in a process. */
export function loadSchemaCheck(kind: 'connector' | 'project'): Promise<SchemaCheck> {
  const check = compiled.get(kind) ?? compileShapeCheck(kind);
  compiled.set(kind, check);
  return check;
}

async function compileShapeCheck(kind: 'connector' | 'project'): Promise<SchemaCheck> {
  const validate = await compileSchema(kind);
  return (source, document) =>
    shapeErrors(validate, document).flatMap(
      (error) => describeSchemaError({ kind, source, document, error }) ?? [],
    );
}

function shapeErrors(validate: ValidateFunction, document: SourceMap): readonly ErrorObject[] {
  return validate(toData(document, [])) ? [] : (validate.errors ?? []);
}

/** Where the schemas want a number; everything else is a text for us, whatever it looks like. */
const numbers = new Set(['version', 'ownership.maxDeletes']);

/**
 * The plain data that the schema is about. What is reported elsewhere (keys without a value) is left out. What aliases
 * share stays shared: a few lines of them could stand for more than fits into memory.
 */
function toData(node: SourceNode, path: readonly string[], shared = new Map<unknown, unknown>()): unknown {
  if (node.kind === 'scalar') return toScalar(node.text, path);
  const children = node.kind === 'list' ? node.items : node.entries;
  const data = shared.get(children) ?? toCollection(node, path, shared);
  shared.set(children, data);
  return data;
}

function toScalar(text: string, path: readonly string[]): unknown {
  return /^\d+$/.test(text) && numbers.has(path.join('.')) ? Number(text) : text;
}

function toCollection(
  node: SourceList | SourceMap,
  path: readonly string[],
  shared: Map<unknown, unknown>,
): unknown {
  if (node.kind === 'list') return node.items.map((item) => toData(item, [...path, anItem], shared));
  const data: Record<string, unknown> = {};
  const [holdsNumbers, isConfig] = [path.length < 2, path.length === 1 && path[0] === 'config'];
  for (const { key, value } of node.entries) {
    if (isMissing(value) || key === '<<' || isAuthorsOwn(key, path)) continue;
    // Any text under any key is what the schema allows there, and there are thousands.
    if (isConfig && value.kind === 'scalar' && key !== '') continue;
    const isText = value.kind === 'scalar' && !holdsNumbers;
    const child = isText ? value.text : toData(value, [...path, key], shared);
    // Keys come from anybody.
    if (key === '__proto__') Object.defineProperty(data, key, { value: child, enumerable: true });
    else data[key] = child;
  }
  return data;
}

function isMissing(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.isMissing;
}
