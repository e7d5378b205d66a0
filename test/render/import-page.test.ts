import { describe, expect, it } from 'vitest';
import type { ImportedConnectorView, ImportView, NotReadView } from '../../src/model/import-view.ts';
import { renderImportPage } from '../../src/render/import-page.ts';

const none = {
  new: 0,
  updated: 0,
  unchanged: 0,
  differs: 0,
  skipped: 0,
  notRead: 0,
  invalidFiles: 0,
  filesWithoutConnectors: 0,
};

const complete: ImportView = {
  format: 'connect-sync/import',
  version: 1,
  from: 'old (9 files)',
  written: true,
  result: 'imported',
  connectors: [],
  notRead: [],
  counts: none,
  files: [],
  variables: [],
  secretsFile: null,
  defaults: [],
  placeholders: { replaced: 0, kept: 0, env: [], vars: [], unset: [] },
  diagnostics: [],
};

function connector(name: string, rest: Partial<ImportedConnectorView>): ImportedConnectorView {
  const file = `connectors/${name}.yaml`;
  return { name, outcome: 'new', file, keys: [], reason: null, place: null, ...rest };
}

const place = { file: 'old/d.json', line: 3, column: 1 };

const mixed: ImportView = {
  ...complete,
  result: 'partly-imported',
  connectors: [
    connector('a', {}),
    connector('bb', { outcome: 'updated', keys: ['a', 'b', 'c', 'd', 'e'] }),
    connector('c', { outcome: 'unchanged' }),
    connector('d', { outcome: 'differs', keys: ['topics'], reason: 'it uses flow style (braces)', place }),
    connector('e%\u001b[1m', { outcome: 'skipped', file: null, reason: 'this is not a valid name', place }),
  ],
  notRead: [
    {
      file: 'deploy.sh',
      line: 4,
      url: 'http://c:8083/connectors',
      body: '@$DIR/a.json',
      reason: 'the value of DIR is not known',
    },
    { file: 'README.md', line: 12, url: null, body: null, reason: 'documentation' },
  ],
  counts: {
    ...none,
    new: 1,
    updated: 1,
    unchanged: 1,
    differs: 1,
    skipped: 1,
    notRead: 2,
    invalidFiles: 1,
    filesWithoutConnectors: 3,
  },
};

const command = ['connect-sync', 'import', '--project', 'my file.yaml'];

describe('the page of an import', () => {
  it('shows the outcome of each connector, what was not read, and how many of each', () => {
    expect(renderImportPage(mixed, command)).toBe(`+ a          new        connectors/a.yaml
~ bb         updated    connectors/bb.yaml  (a, b, c, d, 1 more)
= c          unchanged  connectors/c.yaml
! d          differs    connectors/d.yaml  (topics)
    it uses flow style (braces)
! e%\\x1b[1m  skipped    old/d.json:3
    this is not a valid name

Not read:
! deploy.sh:4  http://c:8083/connectors  body: @$DIR/a.json
    the value of DIR is not known
! README.md:12
    documentation

Imported 3 of 5 connectors from old (9 files): 1 new, 1 updated, 1 unchanged, 1 differs, 1 skipped.
Not read: 2 parts that mention connectors, 1 file with errors.
Without connectors: 3 files.
To import what a script sends, run it against a recording worker, which forwards nothing:
  connect-sync import --project 'my file.yaml' --record -- bash deploy.sh
`);
  });

  it.each([
    ["it's/de ploy.sh", "  connect-sync import --record -- bash 'it'\\\\''s/de ploy.sh'"],
    ['../deploy.sh', '  connect-sync import --record -- bash ../deploy.sh'],
    ['/opt/deploy.sh', '  connect-sync import --record -- bash /opt/deploy.sh'],
    ['-x.sh', '  connect-sync import --record -- bash ./-x.sh'],
    ['bin/deploy', '  connect-sync import --record -- ./bin/deploy'],
    ['compose.yaml', '  connect-sync import --record -- COMMAND'],
  ])('offers to record the script %s, quoted for the shell', (file, expected) => {
    const call: NotReadView = {
      file,
      line: 1,
      url: 'http://c/connectors',
      body: null,
      reason: 'it is a pipe',
    };
    const page = renderImportPage({ ...complete, notRead: [call, call] }, ['connect-sync', 'import']);
    expect(page.split('\n').filter((line) => line.includes('--record'))).toEqual([
      expected.replaceAll('\\\\', '\\'),
    ]);
  });

  it.each([
    [
      'a playbook',
      { file: 'play.yml', reason: 'Ansible reads the body from a file' },
      'ansible-playbook play.yml',
    ],
    ['a Makefile', { file: 'kafka/Makefile', reason: 'it is a pipe' }, 'make -f kafka/Makefile'],
    ['what is no program', { file: 'docker-compose.yml', reason: 'it is a pipe' }, 'COMMAND'],
  ])('offers to record the command that runs %s', (_, rest, expected) => {
    const call: NotReadView = { line: 1, url: 'http://c/connectors', body: null, ...rest };
    const page = renderImportPage({ ...complete, notRead: [call] }, ['connect-sync', 'import']);
    expect(page).toContain(`connect-sync import --record -- ${expected}\n`);
  });

  it.each([
    ['standard input', { file: '<stdin>', url: 'http://c/connectors' }],
    ['what is not a call', { file: 'a.md', url: null }],
  ])('does not offer to record %s', (_, rest) => {
    const part: NotReadView = { line: 1, body: null, reason: 'it is a pipe', ...rest };
    expect(renderImportPage({ ...complete, notRead: [part] }, command)).not.toContain('--record');
  });

  it.each([
    ['nothing', complete, 'Found no connectors in old (9 files).\n'],
    [
      'a part with --all-or-nothing',
      { ...mixed, written: false, result: 'nothing-imported' as const },
      'No files written.\nNothing is imported: with --all-or-nothing, everything that is found must be.\n',
    ],
    [
      'all of them with --dry-run',
      { ...complete, written: false, connectors: [connector('a', {})], counts: { ...none, new: 1 } },
      '\nWould import 1 connector from old (9 files): 1 new. No files written.\n',
    ],
  ])('sums up an import of %s', (_, view, expected) => {
    expect(renderImportPage(view, command)).toContain(expected);
  });

  it.each([
    [
      ['DB_PASSWORD'],
      'Secrets: 1 secret became ${env.DB_PASSWORD}. Its value is in .env, readable only by you.\n',
    ],
    [
      ['DB_PASSWORD', 'ES_PASSWORD'],
      'Secrets: 2 secrets became variables such as ${env.DB_PASSWORD}. Their values are in .env, readable only by you.\n',
    ],
  ])('says where the values of %s are', (names, expected) => {
    const variables = names.map((name) => ({ name, uses: [], known: true, from: 'secret' as const }));
    const view: ImportView = { ...mixed, variables, secretsFile: '.env' };
    expect(renderImportPage(view, command)).toContain(expected);
  });
});
