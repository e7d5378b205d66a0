import { describe, expect, it } from 'vitest';
import { configOf, desiredOf, theConnectorOf } from '../support/desired-of.ts';

const problemsOf = async (text: string) => (await desiredOf({ 'connectors/a.yaml': text })).problems;

describe('anchors and merge keys', () => {
  it('are merged within a document; keys of the mapping itself win, wherever they are', async () => {
    const text =
      'x-tls: &tls {a: 1, b: 1}\nx-more: &more {b: 2, c: 2, d: 2}\nconfig:\n  c: 3\n  <<: [*tls, *more]\n  a: 3\n';
    expect(await configOf(text)).toEqual({ a: '3', b: '1', c: '3', d: '2' });
    expect(await configOf('x-one: &one {a: 1}\nconfig:\n  <<: *one\n  b: 2\n')).toEqual({ a: '1', b: '2' });
  });

  it('keep the position of each key', async () => {
    const { origins } = await theConnectorOf({
      'connectors/a.yaml': 'x-tls: &tls\n  a: 1\nconfig:\n  <<: *tls\n  b: 2\n',
    });
    expect([origins.get('a')?.source.line, origins.get('b')?.source.line]).toEqual([2, 5]);
  });

  it('may be nested, and used in overrides and in the project file', async () => {
    const files = {
      'connect-sync.yaml':
        'version: 1\nclusters: {dev: {url: "http://x"}}\nx-a: &a {a: 1}\ndefaults: [{config: {<<: *a}}]\n',
      'connectors/a.yaml':
        'x-b: &b {b: 1}\nx-c: &c {<<: *b, c: 1}\nconfig: {<<: *c}\noverrides: {dev: {config: {<<: *c, c: 2}}}\n',
    };
    const { config } = await theConnectorOf(files, { cluster: 'dev' });
    expect(Object.fromEntries(config)).toEqual({ a: '1', b: '1', c: '2' });
  });

  it('in quotes and in JSON are ordinary keys', async () => {
    expect(await configOf('config: {"<<": x, a: b}\n').catch(String)).toContain('invalid-merge-key');
    expect(await problemsOf('config:\n  <<: [x]\n')).toEqual(['invalid-merge-key connectors/a.yaml:2:3']);
    expect(await problemsOf('x-a: &a {a: 1}\nconfig:\n  <<: *a\n  <<: *a\n')).toEqual([
      'invalid-merge-key connectors/a.yaml:3:3',
      'duplicate-key connectors/a.yaml:4:3',
      'invalid-merge-key connectors/a.yaml:4:3',
    ]);
  });

  it('report a problem of a shared key once', async () => {
    const text = 'config: &own\n  a: "${SHELL_NAME}"\n  b:\noverrides: {dev: {config: {<<: *own}}}\n';
    const problems = await problemsOf(text);
    expect(problems.filter((line) => line.includes(':2:'))).toHaveLength(1);
    expect(problems.filter((line) => line.includes(':3:'))).toHaveLength(1);
  });

  it('that expand too far are rejected', async () => {
    const keys = Array.from({ length: 400 }, (_, index) => `k${index}: 1`).join(', ');
    const chain = Array.from(
      { length: 400 },
      (_, index) => `x-${index + 1}: &a${index + 1} {<<: *a${index}, l${index}: 1}\n`,
    );
    expect(await problemsOf(`x-0: &a0 {${keys}}\n${chain.join('')}config: {<<: *a400}\n`)).toContainEqual(
      expect.stringContaining('invalid-yaml'),
    );
  });
});
