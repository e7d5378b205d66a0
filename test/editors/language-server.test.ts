import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cursor, type Finding, LanguageServer } from '../support/language-server.ts';
import { runCli } from '../support/run-cli.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-editor-'));
const connector = path.join(folder, 'connectors/mine.yaml');
const project = path.join(folder, 'connect-sync.yaml');
let server: LanguageServer;

// VS Code in a directory created by `init`: with its settings and its copies of the schemas, without network.
beforeAll(async () => {
  const made = await runCli(['init', '--name', 'orders', '--forge', 'none'], { directory: folder });
  expect(made.exitCode, made.stderr).toBe(0);
  server = await LanguageServer.start(folder);
});

afterAll(() => {
  server.end();
  rmSync(folder, { recursive: true, force: true });
});

async function completed(file: string, text: string, behind: string) {
  await server.open(file, text);
  return server.complete(file, { text, behind });
}

async function hovered(file: string, { text, behind }: Cursor) {
  await server.open(file, text);
  return server.hover(file, { text, behind });
}

function findings(file: string, text: string): Promise<readonly Finding[]> {
  return server.open(file, text);
}

const complete = 'state: running\ndependsOn: [a]\nconfig:\n  connector.class: A\n  tasks.max: 1\n';

describe('an editor completes', () => {
  it('sta to state, with its description', async () => {
    const offers = await completed(connector, 'sta', 'sta');
    const state = offers.find(({ label }) => label === 'state');
    expect(state?.insert).toBe('state: ');
    expect(state?.documentation).toContain('The desired state.');
  });

  it('the values of state, each with its description', async () => {
    const offers = await completed(connector, 'state: \n', 'state: ');
    const words = offers.filter(({ label }) => label !== '!unset');
    expect(words.map(({ label }) => label)).toEqual(['running', 'paused', 'stopped', 'absent']);
    expect(words.at(-1)?.documentation).toBe('It is deleted where it is there.');
  });

  it('a whole connector in an empty file', async () => {
    const offers = await completed(connector, '', '');
    expect(offers.find(({ label }) => label === 'connector')?.insert).toBe(
      'name: ${1:orders}\nstate: ${2|running,paused,stopped|}\nconfig:\n' +
        '  connector.class: ${3:FileStreamSource}\n  tasks.max: ${4:1}',
    );
  });

  it('common config keys, and !unset', async () => {
    const text = 'config:\n  connector.class: A\n  \n';
    const offers = (await completed(connector, text, ': A\n  ')).map(({ label }) => label);
    expect(offers).toContain('errors.tolerance');
    expect(offers).toContain('!unset');
    expect(offers, 'it is there already').not.toContain('connector.class');
  });

  it('the keys of a cluster and of the project', async () => {
    const text = 'version: 1\nclusters:\n  dev:\n    url: http://a\n    \n';
    const offers = (await completed(project, text, 'http://a\n    ')).map(({ label }) => label);
    expect(offers.filter((label) => label !== '!unset')).toEqual([
      'description',
      'rollout',
      'kafkaClusterId',
      'auth',
      'tls',
      'headers',
      'vars',
    ]);
    const top = (await completed(project, 'version: 1\n', 'version: 1\n')).map(({ label }) => label);
    expect(top).toEqual(expect.arrayContaining(['clusters', 'defaults', 'profiles', 'ownership']));
  });
});

describe('an editor explains', () => {
  it.each([
    ['depe', 'Names of connectors that must be healthy before this one is written.'],
    ['runn', 'Allowed Values:\n\n* `running`: It runs.'],
    ['tasks', 'The maximum number of tasks.'],
    ['conf', 'a flat mapping of keys to values'],
  ])('the word at %s', async (behind, words) => {
    expect(await hovered(connector, { text: complete, behind })).toContain(words);
  });

  it('with an example and its source', async () => {
    const shown = await hovered(connector, { text: complete, behind: 'depe' });
    expect(shown).toContain('#### Depends on');
    expect(shown).toContain('```yaml\n- orders-schema\n```');
    expect(shown).toContain('/.connect-sync/schemas/connector.schema.json');
  });
});

describe('an editor underlines', () => {
  it.each([
    ['an unknown key', 'sate: paused\nconfig: { a: 1 }\n', 1, 'Property sate is not allowed.'],
    ['a wrong state', 'state: runing\nconfig: { a: 1 }\n', 1, 'Valid values: "running", "paused"'],
    ['a nested configuration', 'config:\n  transforms:\n    a: 1\n', 3, 'Nested keys are written flat'],
    ['a key without a value', 'config:\n  topics:\n', 2, 'the empty text as ""'],
    ['a list in a list', 'config:\n  topics: [[a]]\n', 2, 'Incorrect type'],
    ['a connector without a configuration', 'state: paused\n', 1, 'Missing property "config".'],
    ['one text where a list is meant', 'dependsOn: a\nconfig: { a: 1 }\n', 1, 'Expected "array"'],
  ])('%s', async (_, text, line, message) => {
    expect(await findings(connector, text)).toEqual([{ line, message: expect.stringContaining(message) }]);
  });

  it.each([
    ['an unknown key of a cluster', 'version: 1\nclusters: { dev: { url: a, pasword: b } }\n', 'pasword'],
    ['another version', 'version: 2\n', '1'],
    ['a cluster without a URL', 'version: 1\nclusters: { dev: {} }\n', 'Missing property "url".'],
  ])('%s in a project file', async (_, text, message) => {
    expect(await findings(project, text)).toMatchObject([{ message: expect.stringContaining(message) }]);
  });
});

describe('an editor reports nothing for', () => {
  it('valid files: !unset, lists, several documents, a deleted connector', async () => {
    const texts = [
      'config:\n  a: !unset\n  b: [x, 1, true]\n  c: ""\n',
      '---\nname: a\nstate: absent\n---\nname: b\nextends: [avro]\n',
      'config: { a: 1 }\noverrides:\n  prod: { config: { a: !unset } }\nx-mine: { anything: [1] }\n',
      complete,
    ];
    for (const text of texts) expect(await findings(connector, text), text).toEqual([]);
  });

  it('files created by init', async () => {
    for (const file of ['connect-sync.yaml', 'connectors/example.yaml']) {
      const absolute = path.join(folder, file);
      expect(await findings(absolute, readFileSync(absolute, 'utf8')), file).toEqual([]);
    }
  });

  it('the example connectors', async () => {
    const names = readdirSync(path.join(repository, 'connectors')).filter((name) => name.endsWith('.yaml'));
    expect(names).toHaveLength(3);
    for (const name of names) {
      const text = readFileSync(path.join(repository, 'connectors', name), 'utf8');
      expect(await findings(path.join(folder, 'connectors', name), text), name).toEqual([]);
    }
  });
});

describe('without settings, as in other editors', () => {
  it('the first line of a file created by init enables the schema', async () => {
    const settings = path.join(folder, '.vscode');
    rmSync(settings, { recursive: true });
    const other = await LanguageServer.start(folder);
    try {
      const file = path.join(folder, 'connectors/example.yaml');
      const text = readFileSync(file, 'utf8');
      expect(await other.open(file, text)).toEqual([]);
      const wrong = text.replace('state: paused', 'sate: paused');
      expect(await other.open(file, wrong)).toMatchObject([{ message: 'Property sate is not allowed.' }]);
      const second = path.join(folder, 'connect-sync.yaml');
      expect(await other.open(second, `${readFileSync(second, 'utf8')}nonsense: 1\n`)).toHaveLength(1);
    } finally {
      other.end();
    }
  });
});
