import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { isCelList, isCelMap } from '@bufbuild/cel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import { makeRedactor } from '../../src/model/redaction/redactor.ts';
import { compileExpression } from '../../src/policy/compile-expression.ts';
import { changeValue, clusterValue, connectorValue, planValue, timeValue } from '../../src/policy/world.ts';
import { hasCorpus, publishedConfigs } from '../support/corpus.ts';

/** Ten policies that use every kind of function; the last ones fail with an error for many connectors. */
const expressions = [
  "connector.type != 'sink' || connector.config.get('errors.tolerance', 'none') != 'all' || connector.config.get('errors.deadletterqueue.topic.name', '') != ''",
  "connector.config.all(key, !(key.endsWith('schema.registry.url') && connector.config[key].contains('http://')))",
  "connector.class.matches('^(io[.]debezium|io[.]confluent)[.].*Connector$')",
  "connector.config.list('topics').all(topic, topic.matches('^[a-z0-9]+([._-][a-z0-9]+)*$')) && connector.config.list('topics').size() <= 3",
  "connector.config.list('transforms').exists(name, connector.config.get('transforms.' + name + '.type', '').endsWith('ExtractNewRecordState'))",
  "!connector.secrets.exists(key, connector.secrets[key] == 'literal')",
  "change.kind in ['create', 'update'] && live == null && plan.total <= 50 && now < timestamp('2027-01-01T00:00:00Z') && now.getDayOfWeek('Europe/Berlin') == 1",
  "connector.config.filter(key, key.startsWith('transforms.')).map(key, key.split('.').size()).all(size, size > 1 && size < 5) ? cluster.name.upperAscii() == 'PROD' : connector.name.size() % 2 == 0",
  // cel-go finds no int() for a value whose type it does not know, so the type is named.
  "int(string(connector.config['tasks.max'])) <= 2",
  "has(connector.config.topics) && connector.config.topics.replace(' ', '').split(',').join('|').substring(0, 6).lowerAscii() != 'orders'",
];

/** The program, built in a temporary folder; undefined: it cannot be built here, and a line says why. */
function buildReference(folder: string): string | undefined {
  const program = path.join(folder, 'cel-go');
  const environment = {
    ...process.env,
    PATH: `${process.env['PATH']}:/usr/local/go/bin`,
    GOFLAGS: '-mod=mod',
  };
  try {
    execFileSync('go', ['build', '-o', program, '.'], {
      cwd: path.join(import.meta.dirname, 'cel-go'),
      env: environment,
      stdio: 'pipe',
    });
    return program;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    console.info(`skipped: cel-go cannot be built here (${reason})`);
    return undefined;
  }
}

/** The world of a published config, as a plan sees it that creates the connector. */
function worldOf(name: string, given: Readonly<Record<string, string>>): Record<string, unknown> {
  const config = new Map(Object.entries(given));
  const redactor = makeRedactor({
    live: [{ name, config }],
    desired: [],
    passwordKeys: new Map(),
    known: new KnownSecrets(),
  });
  const facts = {
    name,
    type: undefined,
    state: 'running',
    config,
    labels: undefined,
    environmentKeys: undefined,
  };
  const names = [name];
  return {
    connector: connectorValue(facts, (key, text) => redactor.value(name, key, text)),
    live: null,
    change: changeValue({
      kind: 'create',
      keys: [...config.keys()].sort(),
      losesOffsets: false,
      effects: [],
      dataEffects: [],
    }),
    plan: planValue({
      ...{ states: 0, restarts: 0, declared: 1, live: 0, names, created: names },
      ...{ updated: [], deleted: [], losesOffsets: [] },
    }),
    cluster: clusterValue({
      name: 'prod',
      version: '4.3.0',
      kafkaClusterId: 'a',
      url: 'http://connect:8083',
    }),
    now: timeValue(Date.parse('2026-11-30T20:00:00Z')),
  };
}

/** The same as JSON. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (isCelList(value)) return [...value].map(plain);
  if (isCelMap(value)) return Object.fromEntries([...value.entries()].map(([key, one]) => [key, plain(one)]));
  return value;
}

describe.skipIf(!hasCorpus())('ten policies over real configs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-cel-go-'));
  let program: string | undefined;
  beforeAll(() => {
    program = buildReference(folder);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('have the verdicts of cel-go, the reference implementation', ({ skip }) => {
    if (program === undefined) return skip();
    const worlds = publishedConfigs().map(({ name, config }) => worldOf(name, config));
    const compiled = expressions.map((text) => {
      const expression = compileExpression(text, { expected: 'bool' });
      if (expression.kind === 'invalid') throw new Error(`${text}: ${JSON.stringify(expression.problems)}`);
      return expression;
    });
    const ours = worlds.map((world) =>
      compiled
        .map(({ evaluate }) => {
          const result = evaluate(world);
          return result.kind === 'failed' ? 'E' : result.value === true ? 'T' : 'F';
        })
        .join(''),
    );
    const input = JSON.stringify({
      expressions,
      worlds: worlds.map((world) => ({
        ...Object.fromEntries(Object.entries(world).map(([key, value]) => [key, plain(value)])),
        now: '2026-11-30T20:00:00Z',
      })),
    });
    const theirs = execFileSync(program, { input, maxBuffer: 1 << 28 })
      .toString()
      .trimEnd()
      .split('\n');
    expect(theirs).toHaveLength(worlds.length);
    expect(ours.filter((letters, index) => letters !== theirs[index])).toEqual([]);
    // Each policy passes and denies, so that equality means something.
    for (const index of expressions.keys())
      expect(new Set(ours.map((letters) => letters[index])).size, expressions[index]).toBeGreaterThan(
        index === 6 ? 0 : 1,
      );
    console.info(
      `${worlds.length} configs, ${expressions.length} policies: ${ours.join('').length} equal verdicts`,
    );
  });
});
