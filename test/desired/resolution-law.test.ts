import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProjectFiles } from '../../src/desired/read-project.ts';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import { makeProjectFolder } from '../support/project-folder.ts';

/** The entry of a key in a layer: a value, a variable or `!unset`. */
type Said = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'var' | 'unset' };
type Keys = Readonly<Record<string, Said>>;

interface Layer {
  readonly config: Keys;
  readonly ignoreKeys: readonly string[];
  readonly state: string | undefined;
}
interface Tree {
  readonly vars: Readonly<Record<'project' | 'dev', Readonly<Record<string, string>>>>;
  readonly defaults: readonly (Layer & { readonly match: Readonly<Record<string, string>> })[];
  readonly profiles: readonly (Layer & { readonly above: readonly number[] })[];
  readonly connectors: readonly (Layer & {
    readonly className: string;
    readonly extends: readonly number[];
    readonly overrides: Readonly<Record<string, Layer & { readonly className: string | undefined }>>;
  })[];
}

const keyNames = ['a', 'b', 'c', 'tasks.max', 'value.converter'];
const classNames = ['io.debezium.MySql', 'io.debezium.Postgres', 'io.confluent.Elastic'];
const said: fc.Arbitrary<Said> = fc.oneof(
  fc.constantFrom('1', 'x', '$1', '', 'it: is', '007').map((text) => ({ kind: 'text', text }) as const),
  fc.constantFrom({ kind: 'var' } as const, { kind: 'unset' } as const),
);
const layer = {
  config: fc.dictionary(fc.constantFrom(...keyNames), said, { maxKeys: 4 }),
  ignoreKeys: fc.array(fc.constantFrom(...keyNames), { maxLength: 2 }),
  state: fc.option(fc.constantFrom('running', 'paused'), { nil: undefined }),
};
const match = fc.record(
  {
    class: fc.constantFrom('*', 'io.debezium.*', 'io.confluent.?lastic', 'Elastic', ...classNames),
    name: fc.constantFrom('c*', 'c0', 'c1-*', 'c?-dev'),
    cluster: fc.constantFrom('dev', 'p*', '*'),
  },
  { requiredKeys: [] },
);
const override = fc.record({
  ...layer,
  className: fc.option(fc.constantFrom(...classNames), { nil: undefined }),
});
const trees: fc.Arbitrary<Tree> = fc.record({
  vars: fc.record({
    project: fc.record({ v: fc.constantFrom('one', 'two') }),
    dev: fc.record({ v: fc.constantFrom('three', 'four') }, { requiredKeys: [] }),
  }),
  defaults: fc.array(fc.record({ ...layer, match }), { maxLength: 4 }),
  profiles: fc.array(fc.record({ ...layer, above: fc.array(fc.nat(9), { maxLength: 2 }) }), { maxLength: 4 }),
  connectors: fc.array(
    fc.record({
      ...layer,
      className: fc.constantFrom(...classNames),
      extends: fc.array(fc.nat(9), { maxLength: 3 }),
      overrides: fc.dictionary(fc.constantFrom('dev', 'prod'), override, { maxKeys: 2 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

/** A profile extends later ones only, so that there are no cycles. */
const above = (tree: Tree, index: number, wanted: readonly number[]) =>
  wanted.map((one) => index + 1 + one).filter((one) => one < tree.profiles.length);
const extended = (tree: Tree, wanted: readonly number[]) =>
  wanted.filter((one) => one < tree.profiles.length);

/** Writes a file line by line and records the line of each key in each layer. */
class Writer {
  readonly lines: string[] = [];
  readonly places = new Map<object, Map<string, number>>();

  add(line: string): void {
    this.lines.push(line);
  }

  layer(indent: string, { config, ignoreKeys, state }: Layer, first: readonly [string, string][] = []): void {
    if (state !== undefined) this.add(`${indent}state: ${state}`);
    if (ignoreKeys.length > 0) this.add(`${indent}ignoreKeys: [${ignoreKeys.join(', ')}]`);
    const entries = [...first, ...Object.entries(config).map(([key, one]) => [key, written(one)] as const)];
    this.add(entries.length > 0 ? `${indent}config:` : `${indent}config: {}`);
    const lines = new Map<string, number>();
    this.places.set(config, lines);
    for (const [key, text] of entries) {
      this.add(`${indent}  ${key}: ${text}`);
      lines.set(key, this.lines.length);
    }
  }
}

function written(one: Said): string {
  if (one.kind === 'text') return JSON.stringify(one.text);
  return one.kind === 'var' ? '"<${var.v}>"' : '!unset';
}

interface Written {
  readonly files: Readonly<Record<string, string>>;
  readonly lineOf: (config: Keys, key: string) => number | undefined;
}

function write(tree: Tree): Written {
  const project = new Writer();
  for (const line of ['version: 1', `vars: {v: ${tree.vars.project['v']}}`, 'clusters:']) project.add(line);
  const dev = tree.vars.dev['v'];
  project.add(`  dev: {url: "http://d"${dev === undefined ? '' : `, vars: {v: ${dev}}`}}`);
  project.add('  prod: {url: "http://p"}');
  project.add(tree.defaults.length > 0 ? 'defaults:' : 'defaults: []');
  for (const one of tree.defaults) {
    project.add(`  - match: ${JSON.stringify(one.match)}`);
    project.layer('    ', one);
  }
  project.add(tree.profiles.length > 0 ? 'profiles:' : 'profiles: {}');
  for (const [index, one] of tree.profiles.entries()) {
    project.add(`  p${index}:`);
    const names = above(tree, index, one.above).map((name) => `p${name}`);
    if (names.length > 0) project.add(`    extends: [${names.join(', ')}]`);
    project.layer('    ', one);
  }
  const connectors = tree.connectors.map((one, index) => {
    const file = new Writer();
    file.add(`name: c${index}-\${var.cluster}`);
    const names = extended(tree, one.extends).map((name) => `p${name}`);
    if (names.length > 0) file.add(`extends: [${names.join(', ')}]`);
    file.layer('', one, [['connector.class', one.className]]);
    const overrides = Object.entries(one.overrides);
    if (overrides.length > 0) file.add('overrides:');
    for (const [cluster, over] of overrides) {
      file.add(`  ${cluster}:`);
      file.layer('    ', over, over.className === undefined ? [] : [['connector.class', over.className]]);
    }
    return file;
  });
  const writers = [project, ...connectors];
  return {
    files: Object.fromEntries(
      writers.map(({ lines }, index) => [
        index === 0 ? 'connect-sync.yaml' : `connectors/c${index - 1}.yaml`,
        `${lines.join('\n')}\n`,
      ]),
    ),
    lineOf: (config, key) => writers.map(({ places }) => places.get(config)?.get(key)).find((line) => line),
  };
}

interface Expected {
  readonly config: Readonly<Record<string, string>>;
  readonly lines: Readonly<Record<string, number | undefined>>;
  readonly state: string | undefined;
  readonly ignoreKeys: readonly string[];
}

/** The naive resolver: the rules of the table in docs/reference/project-file.md, one after the other, on plain objects. */
function resolveNaively(
  tree: Tree,
  index: number,
  cluster: 'dev' | 'prod',
  lineOf: Written['lineOf'],
): Expected {
  const connector = tree.connectors[index];
  if (!connector) throw new Error('no such connector');
  const profiles: Layer[] = [];
  const take = (profile: number): void => {
    const one = tree.profiles[profile];
    if (!one || profiles.includes(one)) return;
    above(tree, profile, one.above).forEach(take);
    if (!profiles.includes(one)) profiles.push(one);
  };
  extended(tree, connector.extends).forEach(take);
  const override = connector.overrides[cluster];
  const className = override?.className ?? connector.className;
  const traits: Record<string, readonly string[]> = {
    class: [className, className.replace(/^.*\./, '')],
    name: [`c${index}-${cluster}`],
    cluster: [cluster],
  };
  const defaults = tree.defaults.filter((one) =>
    Object.entries(one.match).every(([trait, glob]) => {
      const pattern = glob.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      return traits[trait]?.some((text) => new RegExp(`^${pattern}$`).test(text)) === true;
    }),
  );
  const layers: Layer[] = [...defaults, ...profiles, connector, ...(override ? [override] : [])];
  const [config, lines]: [Record<string, string>, Record<string, number | undefined>] = [{}, {}];
  const variable = (cluster === 'dev' ? tree.vars.dev['v'] : undefined) ?? tree.vars.project['v'];
  let state: string | undefined;
  for (const one of layers) {
    state = one.state ?? state;
    for (const [key, value] of Object.entries(one.config)) {
      delete config[key];
      delete lines[key];
      if (value.kind === 'unset') continue;
      config[key] = value.kind === 'text' ? value.text : `<${variable}>`;
      lines[key] = lineOf(one.config, key);
    }
  }
  config['connector.class'] = className;
  const classPlace = override?.className === undefined ? connector : override;
  lines['connector.class'] = lineOf(classPlace.config, 'connector.class');
  return { config, lines, state, ignoreKeys: [...new Set(layers.flatMap((one) => one.ignoreKeys))] };
}

function resolve(loaded: ProjectFiles, cluster: 'dev' | 'prod') {
  const target = { name: cluster, vars: new Map([['cluster', cluster]]) };
  return resolveConnectors(loaded, target, { unsetEnvironment: 'error' }).connectors;
}

describe('defaults, profiles, overrides and variables', () => {
  it('resolve like a naive resolver, each key with the position that wins, in 1,000 random projects', {
    timeout: 600_000,
  }, async () => {
    const seed = Number(process.env['CONNECT_SYNC_SEED'] ?? 20_260_101);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        const { files, lineOf } = write(tree);
        const folder = makeProjectFolder(files);
        try {
          const loaded = await folder.load();
          expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
          for (const cluster of ['dev', 'prod'] as const) {
            const connectors = resolve(loaded, cluster);
            expect(connectors).toHaveLength(tree.connectors.length);
            for (const [index, one] of connectors.entries()) {
              if (one.kind !== 'present') throw new Error('a connector is absent');
              const expected = resolveNaively(tree, index, cluster, lineOf);
              const lines = [...one.origins].map(([key, { source }]) => [key, source.line]);
              expect(Object.fromEntries(one.config)).toEqual(expected.config);
              expect(Object.fromEntries(lines)).toEqual(expected.lines);
              expect([one.state, new Set(one.ignoreKeys)]).toEqual([
                expected.state,
                new Set(expected.ignoreKeys),
              ]);
              compared += 1;
            }
          }
        } finally {
          folder.remove();
        }
      }),
      { numRuns: 1000, seed },
    );
    console.info(
      `${compared} connectors of 1,000 random trees resolve as the naive resolver says (seed ${seed})`,
    );
    expect(compared).toBeGreaterThan(2000);
  });
});
