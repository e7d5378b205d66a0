import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../..');
const schemaOf = (kind: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, `schemas/${kind}.schema.json`), 'utf8'));
const validatorOf = (kind: string) =>
  new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schemaOf(kind));

/** Editors read YAML with its types, so that `tasks.max: 1` is a number to them. */
describe('to an editor', () => {
  for (const kind of ['connector', 'project']) {
    it(`the examples of the ${kind} schema fit it`, () => {
      const examples = schemaOf(kind)['examples'] as unknown[];
      const validate = validatorOf(kind);
      expect(examples.map((example) => [validate(example), validate.errors])).toEqual(
        examples.map(() => [true, null]),
      );
    });

    it(`every key of the ${kind} schema says what it is for`, () => {
      expect(undescribed(schemaOf(kind), [])).toEqual([]);
    });
  }

  it.each(['saved-plan', 'plan', 'backup'])('every key of the %s schema says what it is for', (kind) => {
    expect(undescribed(schemaOf(kind), [])).toEqual([]);
  });

  it('the example connectors fit', () => {
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

  it('values may be texts, numbers, booleans and lists of these, and nothing else', () => {
    const validate = validatorOf('connector');
    expect(validate({ config: { a: 'x', b: 1.5, c: true, d: ['x', 1, false], e: '' } })).toBe(true);
    for (const value of [null, {}, [[]], [null]]) expect(validate({ config: { a: value } })).toBe(false);
  });

  it('a configuration is missing unless the connector shall be absent', () => {
    const validate = validatorOf('connector');
    expect([
      validate({ name: 'a' }),
      validate({ name: 'a', state: 'paused' }),
      validate({ state: 'absent' }),
    ]).toEqual([false, false, true]);
  });
});

/** Properties without a title or description, by their path. */
function undescribed(schema: unknown, at: readonly string[]): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = Object.entries((schema as { properties?: object }).properties ?? {});
  const missing = properties.filter(
    ([, value]) => typeof value === 'object' && !('title' in value || '$ref' in value),
  );
  const inner = Object.entries(schema).filter(
    ([key]) => !['examples', 'enum', 'const', 'if', 'else'].includes(key),
  );
  return [
    ...missing.map(([key]) => [...at, key].join('.')),
    ...inner.flatMap(([key, value]) => undescribed(value, [...at, key])),
  ];
}
