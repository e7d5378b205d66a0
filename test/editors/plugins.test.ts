import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSnapshot, snapshotFile } from '../../src/model/plugin-snapshot-document.ts';
import { LanguageServer } from '../support/language-server.ts';
import { postgresSnapshot, recordedSnapshots } from '../support/recorded-snapshots.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-editor-'));
const connector = path.join(folder, 'connectors/mine.yaml');
const project = path.join(folder, 'connect-sync.yaml');
let server: LanguageServer;

const router = 'org.apache.kafka.connect.transforms.RegexRouter';
const declared = `config:
  connector.class: PostgresConnector
  transforms: [route]
  transforms.route.type: ${router}
  predicates: isTombstone
`;

// VS Code in a project with snapshots of plugins, after `init`.
beforeAll(async () => {
  write('connectors/declared.yaml', declared);
  for (const snapshot of [...recordedSnapshots(), postgresSnapshot])
    write(`.connect-sync/plugins/${snapshotFile(snapshot)}`, printSnapshot(snapshot));
  const made = await runCli(['init', '--name', 'orders', '--forge', 'none'], { directory: folder });
  expect(made.exitCode, made.stderr).toBe(0);
  server = await LanguageServer.start(folder);
});

afterAll(() => {
  server.end();
  rmSync(folder, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

async function completed(text: string, behind: string, file = connector) {
  await server.open(file, text);
  return server.complete(file, { text, behind });
}

async function hovered(text: string, behind: string) {
  await server.open(connector, text);
  return server.hover(connector, { text, behind });
}

const labels = (offers: readonly { readonly label: string }[]) => offers.map(({ label }) => label);

/** Keys below `config` of a connector of this class. */
function config(className: string, ...lines: readonly string[]): string {
  return ['config:', `  connector.class: ${className}`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

const mySql = (...lines: readonly string[]) => config('io.debezium.connector.mysql.MySqlConnector', ...lines);
const postgres = (...lines: readonly string[]) => config('PostgresConnector', ...lines);

describe('with snapshots of plugins, an editor completes', () => {
  it('slot.n to slot.name, with its documentation and default', async () => {
    const offer = (await completed(postgres('slot.n'), 'slot.n')).find(({ label }) => label === 'slot.name');
    expect(offer?.insert).toBe('slot.name: ${1:debezium}');
    expect(offer?.documentation).toContain('The name of the Postgres logical decoding slot');
    expect(offer?.documentation).toContain('Type: STRING. Default: debezium. Importance: low.');
  });

  it('keys of the class, by any of its names, and of the worker, but not of other classes', async () => {
    for (const name of ['Postgres', 'PostgresConnector', postgresSnapshot.className]) {
      const offers = labels(await completed(config(name, ''), `${name}\n  `));
      expect(offers).toEqual(expect.arrayContaining(['slot.name', 'tasks.max', 'exactly.once.support']));
      expect(offers).not.toContain('snapshot.locking.mode');
      expect(offers, 'a key of sinks').not.toContain('topics');
    }
  });

  it('each key once', async () => {
    const offers = labels(await completed(mySql(''), 'MySqlConnector\n  '));
    expect(offers.length).toBeGreaterThan(100);
    expect(offers.filter((label, index) => offers.indexOf(label) !== index)).toEqual([]);
  });

  it('the values of snapshot.mode as members of an enumeration, with what the documentation says', async () => {
    const offers = await completed(mySql('snapshot.mode: '), 'snapshot.mode: ');
    const values = offers.filter(({ kind }) => kind === 20);
    expect(labels(values)).toEqual(
      'always configuration_based custom initial initial_only never no_data recovery schema_only schema_only_recovery when_needed'.split(
        ' ',
      ),
    );
    const initial = values.find(({ label }) => label === 'initial');
    expect(initial?.documentation).toMatch(/^If the connector does not detect any offsets .*The default\.$/);
    expect(labels(offers.filter(({ kind }) => kind !== 20))).toEqual(['!unset']);
  });

  it('a password with a reference to the environment', async () => {
    const offers = await completed(postgres('database.pass'), 'database.pass');
    const offer = offers.find(({ label }) => label === 'database.password');
    expect(offer?.insert).toBe('database.password: \\${env.${1:DATABASE_PASSWORD}\\}');
  });

  it('true and false', async () => {
    const offers = await completed(postgres('slot.drop.on.stop: '), 'slot.drop.on.stop: ');
    expect(labels(offers).sort()).toEqual(['!unset', 'false', 'true']);
  });

  it('connector.class with the known classes', async () => {
    const offers = await completed(config(''), 'connector.class: ');
    const found = offers.find(({ label }) => label === postgresSnapshot.className);
    expect(found).toMatchObject({ insert: postgresSnapshot.className, kind: 7 });
    expect(found?.documentation).toBe('PostgresConnector 2.7.4.Final');
  });

  it('a whole connector with the keys that its plugin needs', async () => {
    const offer = (await completed('', '')).find(({ label }) => label === 'connector: MySqlConnector');
    expect(offer?.insert.split('\n')).toEqual([
      'name: ${1:my-sql}',
      'config:',
      '  connector.class: io.debezium.connector.mysql.MySqlConnector',
      '  tasks.max: ${2:1}',
      '  database.hostname: $3',
      '  database.server.id: $4',
      '  database.user: $5',
      '  topic.prefix: $6',
    ]);
  });

  it('keys of a transform by the name that the files use', async () => {
    const text = postgres('transforms: route', `transforms.route.type: ${router}`, '');
    const offers = labels(await completed(text, `${router}\n  `));
    expect(offers).toEqual(
      expect.arrayContaining([
        'transforms.route.regex',
        'transforms.route.replacement',
        'transforms.route.predicate',
        'transforms.route.negate',
        'predicates.isTombstone.type',
      ]),
    );
    expect(offers).not.toContain('transforms.route.fields');
  });

  it('the class of a transform and of a converter', async () => {
    const types = await completed(postgres('transforms.route.type: '), 'transforms.route.type: ');
    expect(labels(types)).toContain(router);
    expect(types.find(({ label }) => label.endsWith('Flatten$Value'))?.insert).toBe(
      'org.apache.kafka.connect.transforms.Flatten\\$Value',
    );
    const converters = await completed(postgres('value.converter: '), 'value.converter: ');
    expect(labels(converters)).toContain('org.apache.kafka.connect.json.JsonConverter');
  });

  it('keys of a converter', async () => {
    const text = postgres('value.converter: org.apache.kafka.connect.json.JsonConverter', '');
    const offers = labels(await completed(text, 'JsonConverter\n  '));
    expect(offers).toContain('value.converter.decimal.format');
    expect(offers).not.toContain('key.converter.decimal.format');
  });

  it('a new transform with the keys that it needs, under a name that is typed once', async () => {
    const offers = await completed(postgres('transf'), 'transf');
    expect(offers.find(({ label }) => label === 'transforms: RegexRouter')?.insert.split('\n')).toEqual([
      `transforms.\${1:regexRouter}.type: ${router}`,
      'transforms.${1:regexRouter}.regex: $2',
      'transforms.${1:regexRouter}.replacement: $3',
    ]);
  });

  it('keys in overrides', async () => {
    const text = `${postgres()}overrides:\n  prod:\n    config:\n      slot.n`;
    expect(labels(await completed(text, 'slot.n'))).toContain('slot.name');
  });

  it('keys of all plugins in a file that inherits its class', async () => {
    const offers = labels(await completed('extends: [base]\nconfig:\n  \n', 'config:\n  '));
    expect(offers).toEqual(expect.arrayContaining(['slot.name', 'snapshot.locking.mode', 'topics']));
    const unknown = labels(await completed(config('org.example.Other', ''), 'Other\n  '));
    expect(unknown).toContain('errors.tolerance');
    expect(unknown).not.toContain('slot.name');
  });

  it('keys in defaults and profiles of the project file', async () => {
    const offers = async (before: string) =>
      labels(await completed(`version: 1\n${before}      slot.n`, 'slot.n', project));
    const forClass = await offers('defaults:\n  - match: { class: Postgres }\n    config:\n');
    expect(forClass).toContain('slot.name');
    expect(forClass).not.toContain('snapshot.locking.mode');
    for (const before of [
      'defaults:\n  - config:\n',
      'defaults:\n  - match: { class: io.debezium.* }\n    config:\n',
      'profiles:\n  base:\n    config:\n',
    ]) {
      expect(await offers(before), before).toEqual(
        expect.arrayContaining(['slot.name', 'snapshot.locking.mode']),
      );
    }
    const withClass = await offers('profiles:\n  base:\n    config:\n      connector.class: Postgres\n');
    expect(withClass).toContain('slot.name');
    expect(withClass).not.toContain('snapshot.locking.mode');
  });
});

describe('with snapshots of plugins, an editor explains', () => {
  it.each([
    [
      'slot.na',
      'The name of the Postgres logical decoding slot created for streaming changes from a plugin.',
    ],
    ['database.pass', 'A secret: take it from the environment'],
    ['transforms.route.reg', 'Regular expression to use for matching.'],
    ['transforms.unheard.reg', 'RegexRouter: Regular expression to use for matching.'],
    ['value.converter.sch', 'Include schemas within each of the serialized values and keys.'],
    ['tasks.m', 'Type: INT. Default: 1.'],
    ['connector.cl', "The connector's class: its full or simple name."],
  ])('%s with the documentation of its plugin', async (behind, words) => {
    const text = postgres(
      'tasks.max: 1',
      'slot.name: mine',
      'database.password: ${env.PASSWORD}',
      `transforms.route.type: ${router}`,
      'transforms.route.regex: a',
      `transforms.unheard.type: ${router}`,
      'transforms.unheard.regex: a',
      'value.converter: org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable: false',
    );
    expect(await hovered(text, behind)).toContain(words);
  });

  it('a key by its name, in the title', async () => {
    expect(await hovered(mySql('snapshot.mode: initial', 'database.port: 1'), 'snapshot.m')).toMatch(
      /^#### snapshot\.mode\n/,
    );
  });
});

describe('with snapshots of plugins, an editor underlines', () => {
  it.each([
    ['a misspelled key', 'snapshot.mod: initial', 'unknown key: did you mean snapshot.mode?'],
    ['letters that changed places', 'snapsoht.mode: initial', 'unknown key: did you mean snapshot.mode?'],
    [
      'a misspelled key of the worker',
      'errors.tolerence: all',
      'unknown key: did you mean errors.tolerance?',
    ],
    ['a value that is no number', 'database.port: x', 'a whole number is expected'],
    ['a fraction', 'database.port: 1.5', 'a whole number is expected'],
    ['a word for a boolean', 'tombstones.on.delete: yes', 'true or false is expected'],
    [
      'another value than those of a closed set',
      'snapshot.mode: inital',
      'the value must be one of always, conf',
    ],
    [
      'a deprecated key, with the one to use',
      'table.whitelist: a.b',
      'table.whitelist is deprecated in MySqlConnector 2.7.4.Final: use table.include.list',
    ],
    ['a nested key', 'snapshot.mode: { a: b }', 'Nested keys are written flat'],
  ])('%s', async (_, line, message) => {
    const found = await server.open(connector, mySql(line));
    expect(found).toMatchObject([{ line: 3, message: expect.stringContaining(message) }]);
  });

  it('a misspelled key of a transform and of a converter', async () => {
    const text = postgres(
      `transforms.route.type: ${router}`,
      'transforms.route.replacment: a',
      'value.converter: org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schema.enable: a',
    );
    expect((await server.open(connector, text)).map(({ line }) => line)).toEqual([4, 6]);
  });

  it('the same in overrides, defaults and profiles', async () => {
    const text = `${mySql()}overrides:\n  prod:\n    config:\n      snapshot.mod: never\n`;
    expect(await server.open(connector, text)).toMatchObject([{ line: 6 }]);
    const layers = [
      'version: 1',
      'defaults:',
      '  - match: { class: [MySqlConnector] }',
      '    config: { snapshot.mod: never }',
      '  - match: { class: io.debezium.* }',
      '    config: { snapshot.mod: never }',
      'profiles:',
      '  base: { config: { connector.class: MySql, database.port: x } }',
      '',
    ];
    const found = await server.open(project, layers.join('\n'));
    expect(found.map(({ line }) => line)).toEqual([4, 8]);
  });
});

describe('with snapshots of plugins, an editor reports nothing for', () => {
  it.each([
    [
      'references',
      ['database.port: ${var.port}', 'snapshot.mode: ${env.MODE}', 'max.batch.size: ${file:/a:b}'],
    ],
    ['!unset', ['database.port: !unset', 'snapshot.mode: !unset', 'tombstones.on.delete: !unset']],
    [
      'texts of numbers and booleans',
      ['database.port: "3306"', 'tombstones.on.delete: "TRUE"', 'tasks.max: " 2 "'],
    ],
    ['a closed set in other letters', ['snapshot.mode: INITIAL']],
    ['lists', ['table.include.list: [a.b, c.d]', 'transforms: [route, other]']],
    [
      'keys that plugins and clients read',
      ['producer.override.linger.ms: 5', 'signal.kafka.topic: a', 'topic.creation.a.include: b'],
    ],
    ['unknown keys that are near no other', ['some.thing.else: 1', 'transforms.new.anything: a']],
    ['an unknown key beside the one that it is near', ['snapshot.mode: never', 'snapshot.modes: never']],
    ['keys that differ by a digit', ['database.port1: 1']],
  ])('%s', async (_, lines) => {
    expect(await server.open(connector, mySql(...lines))).toEqual([]);
  });

  it('files created by init, the declared connector, and a class without a snapshot', async () => {
    expect(await server.open(path.join(folder, 'connectors/declared.yaml'), declared)).toEqual([]);
    expect(await server.open(connector, config('org.example.Other', 'snapshot.mod: x'))).toEqual([]);
  });
});
