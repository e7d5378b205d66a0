import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import { makeProjectFolder } from '../support/project-folder.ts';

const keys = Array.from(
  { length: 12 },
  (_, index) => `  some.key.number.${index}: the value of number ${index}\n`,
).join('');
const connector = (index: number) =>
  `name: connector-${index}\nstate: running\nextends: [avro]\nconfig:\n  connector.class: X\n  database.password: \${env.P}\n${keys}`;

const project = `version: 1
profiles: {base: {config: {key.converter: A}}, avro: {extends: [base], config: {value.converter: A}}}
defaults: [{match: {class: X}, config: {errors.log.enable: true}}, {match: {name: "connector-1*"}, config: {one: yes}}]
`;

describe('2,000 connector files in nested folders', () => {
  let folder: ReturnType<typeof makeProjectFolder>;
  beforeAll(() => {
    const files = Array.from({ length: 2000 }, (_, index) => [
      `connectors/${index % 40}/team ${index % 7}/deep/${index}.yaml`,
      connector(index),
    ]);
    folder = makeProjectFolder({ ...Object.fromEntries(files), 'connect-sync.yaml': project });
  });
  afterAll(() => folder.remove());

  it('are read and resolved, and only the broken one is reported', async () => {
    folder.write('connectors/7/broken.yaml', 'config:\n  a: "b\n');
    const loaded = await folder.load({ environment: new Map([['P', 'pw']]) });
    const resolved = resolveConnectors(
      loaded,
      { name: undefined, vars: new Map() },
      { unsetEnvironment: 'error' },
    );
    expect(loaded.diagnostics.map(({ code, source }) => [code, source?.file])).toEqual([
      ['invalid-yaml', 'connectors/7/broken.yaml'],
    ]);
    expect([loaded.files, loaded.brokenFiles, resolved.connectors.length, resolved.diagnostics]).toEqual([
      2002,
      1,
      2000,
      [],
    ]);
    const configs = resolved.connectors.flatMap((one) => (one.kind === 'present' ? [one.config] : []));
    expect(configs.filter((config) => config.get('value.converter') === 'A')).toHaveLength(2000);
    expect(configs.filter((config) => config.get('one') === 'yes')).toHaveLength(1111);
  });
});

describe('a malicious file', () => {
  const bomb = (first: string, next: (of: string) => string) =>
    Array.from(
      { length: 12 },
      (_, index) => `x${index}: &a${index} ${index === 0 ? first : next(`*a${index - 1}`)}\n`,
    ).join('');
  const times = (of: string) => Array.from({ length: 10 }, () => of);

  it('cannot exhaust memory with aliases of aliases, in lists and in mappings', async () => {
    const lists = bomb('[x]', (of) => `[${times(of).join(', ')}]`);
    const maps = bomb(
      '{k: x}',
      (of) =>
        `{${times(of)
          .map((it, index) => `k${index}: ${it}`)
          .join(', ')}}`,
    );
    for (const text of [
      `${lists}config: {a: *a11}\n`,
      `${maps}config: {a: *a11}\n`,
      `${maps}config: *a11\n`,
    ]) {
      const { diagnostics } = await oneFile('connectors/a.yaml', text);
      expect(new Set(diagnostics.map(({ severity }) => severity))).toEqual(new Set(['error']));
    }
  });

  it('cannot cause a loop with an alias of its parent', async () => {
    const { diagnostics } = await oneFile('connectors/a.yaml', 'config: &a {b: *a}\n');
    expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-yaml']);
  });

  it('cannot cause a stack overflow with deep nesting', async () => {
    for (const [file, text] of [
      ['connectors/a.yaml', `config: ${'['.repeat(50_000)}`],
      ['connectors/a.yaml', `config: {a: ${'['.repeat(3000)}${']'.repeat(3000)}}\n`],
      ['connectors/a.json', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ] as const) {
      const { diagnostics } = await oneFile(file, text);
      expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-yaml']);
    }
  });
});

async function oneFile(file: string, text: string) {
  const folder = makeProjectFolder({ [file]: text });
  try {
    return await folder.load();
  } finally {
    folder.remove();
  }
}
