import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../architecture/source-files.ts';
import { readPage } from './links.ts';

type Json = Readonly<Record<string, unknown>>;

describe('the reference pages', () => {
  it('have an example of a project file with every key of its schema', () => {
    const example = parse(firstYaml(readPage('docs/reference/project-file.md')));
    const schema = schemaOf('project');
    expect(missingKeys(schema, schema, [example])).toEqual([]);
  });

  it('explain every key of a connector file', () => {
    const page = readPage('docs/reference/connector-file.md');
    const rows = [...page.matchAll(/^\| (`[^|]*) \|/gm)].map(([, first]) => first).join();
    const keys = Object.keys(schemaOf('connector')['properties'] as Json);
    expect(keys.length).toBeGreaterThan(8);
    expect(keys.filter((key) => !rows.includes(`\`${key}\``))).toEqual([]);
  });

  it('miss a key that the example does not have', () => {
    const schema = { properties: { a: { items: { properties: { b: {}, c: {} } } }, d: {} } };
    expect(missingKeys(schema, schema, [{ a: [{ b: 1 }] }])).toEqual(['a.c', 'd']);
  });
});

function schemaOf(kind: string): Json {
  return JSON.parse(readFileSync(path.join(root, `schemas/${kind}.schema.json`), 'utf8'));
}

function firstYaml(page: string): string {
  return /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
}

/** The keys of a schema, as paths, that none of the values has. The keys of a config belong to the plugins. */
function missingKeys(all: Json, schema: Json, values: readonly unknown[]): string[] {
  const { $ref } = schema as { $ref?: string };
  if ($ref === '#/$defs/config' || $ref === '#/$defs/value') return [];
  if ($ref !== undefined) return missingKeys(all, definition(all, $ref), values);
  const { properties = {}, items, additionalProperties } = schema as Record<string, Json | undefined>;
  const objects = values.filter(isObject);
  const own = Object.entries(properties).flatMap(([key, inner]) => {
    const found = objects.flatMap((value) => (key in value ? [value[key]] : []));
    return found.length === 0 ? [key] : missingKeys(all, inner as Json, found).map((one) => `${key}.${one}`);
  });
  const elements = values.filter((value) => Array.isArray(value)).flat();
  return [
    ...own,
    ...(isObject(items) ? missingKeys(all, items, elements) : []),
    ...(isObject(additionalProperties)
      ? missingKeys(all, additionalProperties, objects.flatMap(Object.values))
      : []),
  ];
}

function definition(all: Json, $ref: string): Json {
  const definitions = all['$defs'] as Readonly<Record<string, Json>>;
  const found = definitions[$ref.replace('#/$defs/', '')];
  if (!found) throw new Error(`no definition ${$ref}`);
  return found;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
