import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { effectKinds } from '../../../docs/generate/effects-page.ts';
import { effectRows } from '../../../src/plan/key-effects/effect-rows.ts';

const experimentsFolder = path.resolve(import.meta.dirname, '../../worker/effects');

describe('the table of effects', () => {
  it('has for each row a page of documentation, or an experiment that is a test on real workers', () => {
    const experiments = titlesIn(experimentsFolder);
    for (const { source, keys } of effectRows) {
      const { documentation, experiment } = source;
      if (documentation === undefined) expect(experiment, keys.join()).toBeDefined();
      else expect(documentation).toMatch(/^https:\/\/[\w.-]+\/\S+$/);
      if (experiment !== undefined) expect(experiments).toContain(experiment);
    }
  });

  it('uses each experiment, and has at least twelve', () => {
    const named = new Set(effectRows.flatMap(({ source }) => source.experiment ?? []));
    expect(titlesIn(experimentsFolder).filter((title) => !named.has(title))).toEqual([]);
    expect(named.size).toBeGreaterThanOrEqual(12);
  });

  it('has no row twice, and no two keys of one plugin with the same condition', () => {
    const identities = effectRows.flatMap(({ plugins = ['*'], keys, when, type }) =>
      plugins.flatMap((plugin) => keys.map((key) => JSON.stringify([plugin, type, key, when]))),
    );
    expect(identities.filter((one, index) => identities.indexOf(one) !== index)).toEqual([]);
  });

  it('has sentences that fit on a line of the plan', () => {
    expect(effectRows.map(({ sentence }) => sentence).filter(({ length }) => length > 100)).toEqual([]);
  });

  it('uses each kind of effect', () => {
    const used = new Set<string>(effectRows.map(({ effect }) => effect));
    expect(Object.keys(effectKinds).filter((kind) => !used.has(kind))).toEqual([]);
  });

  it('has the kinds of the schema of plans', () => {
    const schema = JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, '../../../schemas/plan.schema.json'), 'utf8'),
    );
    expect(schema.$defs.keyEffect.properties.effect.enum).toEqual(Object.keys(effectKinds));
  });

  it('has earlier names only where the row has one key', () => {
    for (const { keys, formerly } of effectRows) if (formerly) expect(keys).toHaveLength(1);
  });

  it('has a row for each family of plugins', () => {
    const classes = effectRows.flatMap(({ plugins = [] }) => plugins).join(' ');
    for (const name of ['mysql', 'postgresql', 'sqlserver', 'mongodb', 'oracle', 'jdbc.JdbcSource']) {
      expect(classes).toContain(name);
    }
    for (const name of ['S3Sink', 'GcsSink', 'Elasticsearch', 'pensearch', 'MirrorSource', 'Snowflake']) {
      expect(classes).toContain(name);
    }
  });
});

/** The titles of all tests in the files of a folder. */
function titlesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return [...text.matchAll(/^ +it\(\s*'([^']+)'/gm)].map(([, title = '']) => title);
  });
}
