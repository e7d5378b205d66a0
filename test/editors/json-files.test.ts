import { describe, expect, it } from 'vitest';
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import { schemasOf } from '../support/editor-schemas.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

// The server of VS Code for JSON files, with the schema that `.vscode/settings.json` gives to connector files.
const service = getLanguageService({
  clientCapabilities: {
    textDocument: {
      completion: { completionItem: { documentationFormat: ['markdown'] } },
      hover: { contentFormat: ['markdown'] },
    },
  },
});
service.configure({
  validate: true,
  schemas: [
    {
      uri: 'file:///project/.connect-sync/schemas/connector.schema.json',
      fileMatch: ['/connectors/**/*.json'],
      schema: schemasOf({ transforms: ['route'] }).connector,
    },
  ],
});

function open(config: string) {
  const text = `{ "config": { "connector.class": "MySqlConnector",\n${config} } }`;
  const document = TextDocument.create('file:///project/connectors/a.json', 'json', 1, text);
  return {
    document,
    parsed: service.parseJSONDocument(document),
    behind: (words: string) => document.positionAt(text.indexOf(words) + words.length),
  };
}

async function completed(config: string, behind: string) {
  const file = open(config);
  const found = await service.doComplete(file.document, file.behind(behind), file.parsed);
  return found?.items ?? [];
}

describe('in a connector file in JSON, an editor', () => {
  it('completes keys of the class, values, and keys of a transform', async () => {
    const keys = await completed('"snap": 1', '"snap');
    const mode = keys.find(({ label }) => label === 'snapshot.mode');
    expect(mode?.documentation).toContain('The criteria for running a snapshot');
    const values = await completed('"snapshot.mode": ""', 'mode": "');
    expect(values.map(({ insertText }) => insertText)).toContain('"when_needed"');
    const router = '"transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter"';
    const ofRoute = (await completed(`${router}, "x": 1`, '"x')).map(({ label }) => label);
    expect(ofRoute).toEqual(expect.arrayContaining(['transforms.route.regex', 'transforms.route.negate']));
  });

  it('shows the documentation of a key', async () => {
    const file = open('"database.port": 1');
    const shown = await service.doHover(file.document, file.behind('"database.p'), file.parsed);
    expect(JSON.stringify(shown?.contents)).toContain('Port of the database server');
  });

  it('underlines a misspelled key, wrong values, and a deprecated key', async () => {
    const file = open(
      '"snapshot.mod": "never",\n"database.port": "x",\n"tombstones.on.delete": true,\n"table.whitelist": "a"',
    );
    const found = await service.doValidation(file.document, file.parsed);
    expect(found.map(({ range, message }) => `${range.start.line}: ${message}`).sort()).toEqual([
      '1: unknown key: did you mean snapshot.mode?',
      '2: a whole number is expected',
      '4: table.whitelist is deprecated in MySqlConnector 2.7.4.Final: use table.include.list',
    ]);
  });
});

describe('a connector file in JSON', () => {
  it('may name its schema, as editors without settings need it', async () => {
    const folder = projectFolder({
      'connectors/orders.json':
        '{ "$schema": "../.connect-sync/schemas/connector.schema.json", "config": { "connector.class": "FileStreamSink", "file": "/tmp/a", "topics": "a" } }',
    });
    const { exitCode, stdout, stderr } = await runCli(['validate'], { directory: folder.directory });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Valid: 1 file');
  });
});
