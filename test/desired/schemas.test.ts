import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editorKeywords } from '../../src/desired/compile-schema.ts';

const root = path.resolve(import.meta.dirname, '../..');
const schemaOf = (kind: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, `schemas/${kind}.schema.json`), 'utf8'));
const validatorOf = (kind: string) =>
  new Ajv2020({ strict: true, allowUnionTypes: true })
    .addVocabulary([...editorKeywords])
    .compile(schemaOf(kind));

const free: Readonly<Record<string, readonly string[]>> = {
  connector: ['changeWhile', 'description', 'state'],
  project: ['basic', 'bearer', 'description', 'severity', 'state', 'version'],
  policy: ['description', 'health', 'kind', 'severity', 'state', 'type'],
};

/** Editors parse YAML with types: `tasks.max: 1` is a number. */
describe('to an editor', () => {
  for (const kind of ['connector', 'project', 'policy']) {
    it(`the examples of the ${kind} schema are valid`, () => {
      const examples = schemaOf(kind)['examples'] as unknown[];
      const validate = validatorOf(kind);
      expect(examples.map((example) => [validate(example), validate.errors])).toEqual(
        examples.map(() => [true, null]),
      );
    });

    it(`every key of the ${kind} schema has a description`, () => {
      expect(lacking(schemaOf(kind), ['title', 'description'])).toEqual([]);
    });

    it(`every key of the ${kind} schema with a free value has an example`, () => {
      const without = lacking(schemaOf(kind), ['examples']).map((key) => key.split('.').at(-1));
      // These have enumerated or arbitrary values.
      expect([...new Set(without)].sort()).toEqual(free[kind]);
    });

    it(`every state in the ${kind} schema has a description`, () => {
      expect(statesIn(schemaOf(kind)).filter(([values, meanings]) => values !== meanings)).toEqual([]);
    });
  }

  it.each(['saved-plan', 'plan', 'backup'])('every key of the %s schema has a title', (kind) => {
    expect(lacking(schemaOf(kind), ['title'])).toEqual([]);
  });

  it('the example connectors are valid', () => {
    const validate = validatorOf('connector');
    const folder = path.join(root, 'connectors');
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files)
      expect([validate(parse(readFileSync(path.join(folder, file), 'utf8'))), validate.errors]).toEqual([
        true,
        null,
      ]);
  });

  it('the definitions of config and value are the same in both', () => {
    const definitions = (kind: string) => {
      const { config, value } = schemaOf(kind)['$defs'] as Record<string, unknown>;
      return { config, value };
    };
    expect(definitions('project')).toEqual(definitions('connector'));
  });

  it('values may be strings, numbers, booleans and lists of these only', () => {
    const validate = validatorOf('connector');
    expect(validate({ config: { a: 'x', b: 1.5, c: true, d: ['x', 1, false], e: '' } })).toBe(true);
    for (const value of [null, {}, [[]], [null]]) expect(validate({ config: { a: value } })).toBe(false);
  });

  it('a config is required unless the connector is declared absent', () => {
    const validate = validatorOf('connector');
    expect([
      validate({ name: 'a' }),
      validate({ name: 'a', state: 'paused' }),
      validate({ state: 'absent' }),
    ]).toEqual([false, false, true]);
  });
});

/** The paths of properties that lack one of these keywords. */
function lacking(schema: unknown, words: readonly string[], at: readonly string[] = []): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const inner = Object.entries(schema).filter(([key]) => !notes.has(key));
  const missing = Object.entries((schema as { properties?: object }).properties ?? {}).filter(
    ([, value]) => typeof value === 'object' && !('$ref' in value) && words.some((word) => !(word in value)),
  );
  return [
    ...missing.map(([key]) => [...at, key].join('.')),
    ...inner.flatMap(([key, value]) => lacking(value, words, [...at, key])),
  ];
}

/** Keywords whose contents are not schemas. */
const notes = new Set(['examples', 'enum', 'const', 'if', 'else', 'defaultSnippets']);

/** The length of each enum and of its descriptions. */
function statesIn(schema: unknown): [number, number][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { enum: words, enumDescriptions: meanings } = schema as Record<
    string,
    readonly unknown[] | undefined
  >;
  const own: [number, number][] = Array.isArray(words) ? [[words.length, meanings?.length ?? 0]] : [];
  return [...own, ...Object.values(schema).flatMap(statesIn)];
}
