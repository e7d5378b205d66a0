import { describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';
import { projectFolder } from '../support/project-folder.ts';

async function problemOf(value: string, { key = 'connector.plugin.version', below = '' } = {}) {
  const text = `config:\n  connector.class: X\n  ${key}: ${value}\n${below}`;
  const { diagnostics } = await projectFolder({ 'connectors/a.yaml': text }).load();
  const [found] = diagnostics;
  const { hint } = found ? describeDiagnostic(found, (shown) => shown) : { hint: undefined };
  return { count: diagnostics.length, line: found?.source?.line, column: found?.source?.column, hint };
}

describe('an unquoted range of versions', () => {
  it.each(['[1.0,2.0)', '[1.0, 2.0)', '[1.0,)', '[3.2.0.Final,4.0-rc1)', '[1.0,2.0]', '[1.0]', '[,2.0]'])(
    '%s is an error on its own line, with the line that works when pasted',
    async (range) => {
      const { hint, ...place } = await problemOf(range);
      expect(place).toEqual({ count: 1, line: 3, column: range.startsWith('[,') ? 30 : 29 });
      const quoted = /^quote the value: {2}connector\.plugin\.version: ("\[.*[\])]")$/.exec(hint ?? '')?.[1];
      expect(quoted?.replaceAll(' ', '')).toContain(range.replace('[,', '').replaceAll(' ', ''));
      expect(await problemOf(quoted ?? '')).toMatchObject({ count: 0 });
    },
  );

  it.each([
    ['a list below it', '  topics: [a, b]\n'],
    ['a key below it', '  topics: a\n'],
    ['a key of the document below it', 'x-other: 1\n'],
    ['another document', '---\nname: b\nconfig: {}\n'],
  ])('is found where it opens, whatever follows: %s', async (_, below) => {
    const found = await problemOf('[1.0,2.0)', { key: 'transforms.a.plugin.version', below });
    expect(found).toMatchObject({
      line: 3,
      hint: 'quote the value:  transforms.a.plugin.version: "[1.0,2.0)"',
    });
  });

  it.each(['(1.0,2.0]', '(,2.0]', '(1.0,2.0)', '1.0'])('%s needs no quotes', async (range) => {
    expect(await problemOf(range)).toMatchObject({ count: 0 });
  });

  it('is not repeated under a key that may hold a secret', async () => {
    const { hint } = await problemOf('[1234,5678)', { key: 'database.password' });
    expect(hint).toContain('quote the value');
    expect(hint).not.toContain('1234');
  });
});

describe('a value that needs quotes', () => {
  it.each([
    '*',
    '*.orders',
    '@orders',
    '%d',
    '!orders',
    '`orders`',
    '{{ orders }}',
    '{{orders}}/a',
    '{a,b}.c',
    '[a-z]+',
    '[^,]+',
    '[a',
    '{a',
    '& orders',
    '|orders',
    '>orders',
    '> 5',
    'a: b',
    ': a',
    '- a',
    ', a',
    '"a" b',
  ])('%s is an error on its line, whose hint says to quote it', async (value) => {
    const { line, hint } = await problemOf(value, { key: 'topics' });
    expect(line).toBe(3);
    expect(hint).toMatch(/quote (?:the|a) value/);
  });
});
