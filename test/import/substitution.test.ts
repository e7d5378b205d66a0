import { describe, expect, it } from 'vitest';
import { addVars, type NewVar } from '../../src/import/formats/write/add-vars.ts';
import { findPlaceholders } from '../../src/import/placeholders/find-placeholders.ts';

describe('a placeholder', () => {
  const found = (text: string, key = 'file') =>
    findPlaceholders(key, text).map(({ start, end, name, default: fallback }) =>
      [text.slice(start, end), name, ...(fallback === undefined ? [] : [fallback])].join(' '),
    );

  it.each<[string, readonly string[]]>([
    ['${HOST}', ['${HOST} HOST']],
    ['$HOST', ['$HOST HOST']],
    ['jdbc:x://$HOST:${PORT}/db', ['$HOST HOST', '${PORT} PORT']],
    ['${HOST}${PORT}', ['${HOST} HOST', '${PORT} PORT']],
    ['${HOST:-localhost}', ['${HOST:-localhost} HOST localhost']],
    ['${HOST-localhost}', ['${HOST-localhost} HOST localhost']],
    ['${HOST:-}', ['${HOST:-} HOST ']],
    ['${HOST:?is missing}', ['${HOST:?is missing} HOST']],
    ['${{HOST}}', ['${{HOST}} HOST']],
    ['a_${A1}', ['${A1} A1']],
    ['"$DB_HOST"', ['$DB_HOST DB_HOST']],
  ])('is found in %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    'V$DATABASE',
    'com.example.Outer$INNER',
    '$1',
    '${1}',
    '${topic}',
    '${file:/secrets:KEY}',
    '${env:HOST}',
    '${VAULT:path:key}',
    '$$HOST',
    '$${HOST}',
    '$Host',
    '$HOSTname',
    '${HOST:+x}',
    '${HOST:-${OTHER}',
    '${env.HOST}',
    '$',
    '$_',
    'x$',
  ])('is not found in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('behind an underscore is found in a name only: views of Oracle contain `_$`', () => {
    expect(found('items_$STAGE', 'name')).toEqual(['$STAGE STAGE']);
    expect(found('V_$SESSION')).toEqual([]);
    expect(found('V$SESSION', 'name')).toEqual([]);
  });

  it('without braces is not found in a regular expression', () => {
    expect(found('^ORDERS$|^$ITEMS', 'topics.regex')).toEqual([]);
    expect(found('^${PREFIX}_.*$', 'topics.regex')).toEqual(['${PREFIX} PREFIX']);
  });
});

describe('variables of the project file', () => {
  const value: NewVar = { kind: 'value', value: 'db-1' };
  const fromEnvironment: NewVar = { kind: 'environment', variable: 'PORT', default: undefined };
  const withDefault: NewVar = { kind: 'environment', variable: 'PORT', default: '007' };

  function add(before: string | undefined, vars: Readonly<Record<string, NewVar>>, cluster?: string) {
    const format = before?.startsWith('{"') === true ? 'json' : 'yaml';
    const edited = addVars(before, { vars: new Map(Object.entries(vars)), cluster }, format);
    return edited.kind === 'edited' ? edited.text : `rejected: ${edited.reason}`;
  }

  it.each<[string, string | undefined, Readonly<Record<string, NewVar>>, string]>([
    [
      'a new file',
      undefined,
      { HOST: value, PORT: fromEnvironment },
      'version: 1\nvars:\n  HOST: db-1\n  PORT: { env: PORT }\n',
    ],
    [
      'a default that must be quoted',
      undefined,
      { PORT: withDefault },
      'version: 1\nvars:\n  PORT: { env: PORT, default: "007" }\n',
    ],
    [
      'a value that must be quoted',
      undefined,
      { HOST: { kind: 'value', value: 'yes' } },
      'version: 1\nvars:\n  HOST: "yes"\n',
    ],
    ['a file without vars', 'version: 1 # one\n', { HOST: value }, 'version: 1 # one\nvars:\n  HOST: db-1\n'],
    [
      'a file without a line break at its end',
      'version: 1',
      { HOST: value },
      'version: 1\nvars:\n  HOST: db-1\n',
    ],
    [
      'vars in lines',
      'version: 1\nvars:\n    A: b # why\n\n# next\nclusters: {}\n',
      { HOST: value },
      'version: 1\nvars:\n    A: b # why\n    HOST: db-1\n\n# next\nclusters: {}\n',
    ],
    [
      'vars in braces',
      'version: 1\nvars: { A: b } # why\n',
      { HOST: value, PORT: withDefault },
      'version: 1\nvars: { A: b, HOST: db-1, PORT: { env: PORT, default: "007" } } # why\n',
    ],
    ['empty braces', 'version: 1\nvars: {}\n', { HOST: value }, 'version: 1\nvars: { HOST: db-1 }\n'],
    [
      'vars without a value',
      'version: 1\nvars: # none yet\nownership: {names: [a]}\n',
      { HOST: value },
      'version: 1\nvars: # none yet\n  HOST: db-1\nownership: {names: [a]}\n',
    ],
    ['a file in braces', '{version: 1}\n', { HOST: value }, '{version: 1, vars: { HOST: db-1 }}\n'],
    [
      'a file of Windows',
      'version: 1\r\nvars:\r\n  A: b\r\n',
      { HOST: value },
      'version: 1\r\nvars:\r\n  A: b\r\n  HOST: db-1\r\n',
    ],
    [
      'a JSON file',
      '{"version": 1}\n',
      { HOST: value, PORT: fromEnvironment },
      '{"version": 1, "vars": { "HOST": "db-1", "PORT": { "env": "PORT" } }}\n',
    ],
    [
      'a text like a reference',
      undefined,
      { HOST: { kind: 'value', value: '${env.X}' } },
      'version: 1\nvars:\n  HOST: $${env.X}\n',
    ],
  ])('are added to %s', (_, before, vars, expected) => {
    expect(add(before, vars)).toBe(expected);
  });

  it.each([
    [
      'in lines',
      'clusters:\n  dev:\n    url: http://x\n  prod: {url: http://y}\n',
      'clusters:\n  dev:\n    url: http://x\n    vars:\n      HOST: db-1\n  prod: {url: http://y}\n',
    ],
    [
      'in braces',
      'clusters:\n  dev: {url: "http://x"}\n',
      'clusters:\n  dev: {url: "http://x", vars: { HOST: db-1 }}\n',
    ],
    [
      'with vars in braces',
      'clusters:\n  dev:\n    vars: { env: dev }\n    url: http://x\n',
      'clusters:\n  dev:\n    vars: { env: dev, HOST: db-1 }\n    url: http://x\n',
    ],
  ])('are added to a cluster %s', (_, before, expected) => {
    expect(add(before, { HOST: value }, 'dev')).toBe(expected);
  });

  it.each([
    ['an alias', 'x-v: &v {A: b}\nvars: *v\n', undefined],
    ['an anchor', 'vars: &v {A: b}\nx-w: *v\n', undefined],
    ['a list', '- vars\n', undefined],
    ['two documents', 'version: 1\n---\nversion: 1\n', undefined],
    ['a cluster that is not there', 'clusters: {}\n', 'dev'],
  ])('are not added to %s', (_, before, cluster) => {
    expect(add(before, { HOST: value }, cluster)).toMatch(/^rejected: /);
  });
});
