import { describe, expect, it } from 'vitest';
import { addIgnoredKeys } from '../../../../src/import/formats/write/add-ignored-keys.ts';

const config = 'config:\n  connector.class: X\n  topics: t';

describe('keys that are added to ignoreKeys', () => {
  it.each([
    ['before the config', `name: a\n${config}\n`, `name: a\nignoreKeys:\n  - k\n${config}\n`],
    ['of a file without a last line break', config, `ignoreKeys:\n  - k\n${config}`],
    [
      'with the line breaks of the file',
      'config:\r\n  a: 1\r\n',
      'ignoreKeys:\r\n  - k\r\nconfig:\r\n  a: 1\r\n',
    ],
    [
      'after the others',
      `${config}\nignoreKeys:\n    - a # why\n`,
      `${config}\nignoreKeys:\n    - a # why\n    - k\n`,
    ],
    ['after the last line', `${config}\nignoreKeys:\n- a`, `${config}\nignoreKeys:\n- a\n- k\n`],
  ])('stand %s', (_, before, after) => {
    expect(addIgnoredKeys(before, { document: 0, path: [], keys: ['k'] })).toEqual({
      kind: 'edited',
      text: after,
    });
  });

  it.each([
    [`${config}\n`, `${config}\noverrides:\n  dev:\n    ignoreKeys:\n      - k\n`],
    [config, `${config}\noverrides:\n  dev:\n    ignoreKeys:\n      - k\n`],
    [
      `${config}\noverrides:\n  dev:\n    config: {a: b}\n`,
      `${config}\noverrides:\n  dev:\n    ignoreKeys:\n      - k\n    config: {a: b}\n`,
    ],
    [
      'config:\n  a: |\n    b\n# end\n',
      'config:\n  a: |\n    b\noverrides:\n  dev:\n    ignoreKeys:\n      - k\n# end\n',
    ],
  ])('stand in the override of a cluster: %j', (before, after) => {
    const edited = addIgnoredKeys(before, { document: 0, path: ['overrides', 'dev'], keys: ['k'] });
    expect(edited).toEqual({ kind: 'edited', text: after });
  });

  it('are quoted if YAML or connect-sync would read them as something else', () => {
    const edited = addIgnoredKeys(config, { document: 0, path: [], keys: ['*', '${env.A}'] });
    expect(edited).toMatchObject({ text: expect.stringContaining('  - "*"\n  - $${env.A}\n') });
  });

  it.each(['{config: {a: b}}', `ignoreKeys: [a]\n${config}`, `ignoreKeys: []\n${config}`])(
    'are not added to braces and brackets: %j',
    (text) => {
      expect(addIgnoredKeys(text, { document: 0, path: [], keys: ['k'] }).kind).toBe('rejected');
    },
  );
});
