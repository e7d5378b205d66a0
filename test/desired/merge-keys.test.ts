import { describe, expect, it } from 'vitest';
import { configOf, desiredOf, theConnectorOf } from '../support/desired-of.ts';

const toldOf = async (text: string) => (await desiredOf({ 'connectors/a.yaml': text })).told;

describe('anchors and merge keys', () => {
  it('spare repetition within a document: what a mapping has itself wins, wherever it stands', async () => {
    const text =
      'x-tls: &tls {a: 1, b: 1}\nx-more: &more {b: 2, c: 2, d: 2}\nconfig:\n  c: 3\n  <<: [*tls, *more]\n  a: 3\n';
    expect(await configOf(text)).toEqual({ a: '3', b: '1', c: '3', d: '2' });
    expect(await configOf('x-one: &one {a: 1}\nconfig:\n  <<: *one\n  b: 2\n')).toEqual({ a: '1', b: '2' });
  });

  it('leave each key with the place where it is written', async () => {
    const { origins } = await theConnectorOf({
      'connectors/a.yaml': 'x-tls: &tls\n  a: 1\nconfig:\n  <<: *tls\n  b: 2\n',
    });
    expect([origins.get('a')?.source.line, origins.get('b')?.source.line]).toEqual([2, 5]);
  });

  it('may build upon one another, and stand in overrides and in the project file', async () => {
    const files = {
      'connect-sync.yaml':
        'version: 1\nclusters: {dev: {url: "http://x"}}\nx-a: &a {a: 1}\ndefaults: [{config: {<<: *a}}]\n',
      'connectors/a.yaml':
        'x-b: &b {b: 1}\nx-c: &c {<<: *b, c: 1}\nconfig: {<<: *c}\noverrides: {dev: {config: {<<: *c, c: 2}}}\n',
    };
    const { config } = await theConnectorOf(files, { cluster: 'dev' });
    expect(Object.fromEntries(config)).toEqual({ a: '1', b: '1', c: '2' });
  });

  it('in quotes, and in JSON, are keys like any other', async () => {
    expect(await configOf('config: {"<<": x, a: b}\n').catch(String)).toContain('invalid-merge-key');
    expect(await toldOf('config:\n  <<: [x]\n')).toEqual(['invalid-merge-key connectors/a.yaml:2:3']);
    expect(await toldOf('x-a: &a {a: 1}\nconfig:\n  <<: *a\n  <<: *a\n')).toEqual([
      'invalid-merge-key connectors/a.yaml:3:3',
      'duplicate-key connectors/a.yaml:4:3',
      'invalid-merge-key connectors/a.yaml:4:3',
    ]);
  });

  it('tell a problem of a shared key once', async () => {
    const text = 'config: &own\n  a: "${SHELL_NAME}"\n  b:\noverrides: {dev: {config: {<<: *own}}}\n';
    const told = await toldOf(text);
    expect(told.filter((line) => line.includes(':2:'))).toHaveLength(1);
    expect(told.filter((line) => line.includes(':3:'))).toHaveLength(1);
  });

  it('that are made to exhaust are refused', async () => {
    const keys = Array.from({ length: 400 }, (_, index) => `k${index}: 1`).join(', ');
    const chain = Array.from(
      { length: 400 },
      (_, index) => `x-${index + 1}: &a${index + 1} {<<: *a${index}, l${index}: 1}\n`,
    );
    expect(await toldOf(`x-0: &a0 {${keys}}\n${chain.join('')}config: {<<: *a400}\n`)).toContainEqual(
      expect.stringContaining('invalid-yaml'),
    );
  });
});
