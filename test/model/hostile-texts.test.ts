import { describe, expect, it } from 'vitest';
import { checkDependencies } from '../../src/desired/check-dependencies.ts';
import { holdsSecret } from '../../src/desired/mask-excerpt.ts';
import { parseExactJson, printExactJson } from '../../src/model/exact-json.ts';
import { canBeEqual, maskIn } from '../../src/model/masked-value.ts';
import { matchesNameGlob } from '../../src/model/name-glob.ts';
import { nearestName } from '../../src/model/nearest-name.ts';
import { matchesPathGlob } from '../../src/model/path-glob.ts';
import { foreignPlaceholders, unresolvedPlaceholders } from '../../src/model/placeholders.ts';
import { toPrintable, toPrintableLine } from '../../src/model/printable.ts';
import { findSecrets } from '../../src/model/redaction/find-secrets.ts';
import { inertSentence, tableCode } from '../../src/render/markdown/inert-text.ts';
import { projectFolder } from '../support/project-folder.ts';

/**
 * Texts of some megabytes, and shorter ones that make a search go back again and again. A slow search would take
 * minutes or hours for each, and run into the time limit of the test.
 */
const pieces = [
  ' ',
  '\n',
  '\r',
  '\t',
  'a',
  'A',
  '0',
  '_',
  '=',
  ':',
  ';',
  ',',
  '.',
  '/',
  '\\',
  '"',
  "'",
  '`',
  '|',
  '(',
  '<',
  '{',
  '${',
  '${A',
  '${A-',
  '${A:-',
  '${file:',
  '$A',
  '{{',
  '<A_',
  '@a',
  'exact:',
  '-----BEGIN ',
  'password=',
  '"password":"',
  'a:b@',
  '://a:',
  '::',
  '##[',
  '*',
  '\u2022',
  'eyJ',
  'bearer ',
]; // prettier-ignore
const texts = pieces.map((piece) => [JSON.stringify(piece), piece.repeat(1_500_000 / piece.length)] as const);

describe('a text of a megabyte and a half', () => {
  it.each(texts)('of %s is searched and printed at once', (_, text) => {
    expect(typeof holdsSecret('key', text)).toBe('boolean');
    findSecrets(text);
    findSecrets(text.slice(0, 1_000_000));
    foreignPlaceholders(text);
    unresolvedPlaceholders(text);
    maskIn('database.password', text);
    canBeEqual('url', text, `${text}x`);
    toPrintable(text);
    toPrintableLine(text);
    inertSentence(text, tableCode);
    inertSentence(`${text.slice(0, 500)}x${text.slice(0, 500)}`, tableCode);
  });

  it('is a secret as a whole, because no configuration is as long', () => {
    const text = 'a'.repeat(1_100_000);
    expect(findSecrets(text).spans).toEqual([{ start: 0, end: text.length }]);
    expect(holdsSecret('key', text)).toBe(true);
    expect(findSecrets('a'.repeat(1_000_000)).spans).toEqual([]);
  });
});

describe('globs made to take exponential time', () => {
  it.each(['*a', '*?', 'a*', '*'])('are compared at once: %s', (piece) => {
    expect(matchesNameGlob(`${piece.repeat(60)}b`, 'a'.repeat(5_000))).toBe(false);
    expect(matchesPathGlob(`${`${piece}/**/`.repeat(60)}b`, 'a/'.repeat(500))).toBe(false);
  });
});

describe('exact numbers', () => {
  it('are kept whatever placeholders the text imitates', () => {
    const texts = Array.from(
      { length: 20_000 },
      (_, index) => `exact${index}: ${'x'.repeat(index % 50)}exact:`,
    );
    const json = `{"a":12345678901234567890,"b":${JSON.stringify(texts)}}`;
    expect(printExactJson(parseExactJson(json))).toBe(json);
  });

  it('stand beside a text of eight megabytes', () => {
    const json = `{"a":12345678901234567890,"b":"${'x\\n'.repeat(2_700_000)}"}`;
    expect(printExactJson(parseExactJson(json))).toBe(json);
  });
});

describe('suggestions', () => {
  it('are made for no name that nobody could have typed', () => {
    expect(nearestName('a'.repeat(5_000_000), ['a'.repeat(5_000_000)])).toBeUndefined();
    expect(nearestName('a'.repeat(200), ['b', 'a'.repeat(199)])).toBe('a'.repeat(199));
  });
});

describe('long chains and large numbers', () => {
  it('of dependencies need no stack', () => {
    const source = { file: 'a.yaml', line: 1, column: 1 };
    const chain = (length: number, first: string) =>
      Array.from({ length }, (_, index) => ({
        name: `c${index}`,
        isAbsent: false,
        dependsOn: [{ name: index === 0 ? first : `c${index - 1}`, source }],
      }));
    const others = { elsewhere: [], isIncomplete: false };
    expect(checkDependencies(chain(30_000, 'c0').slice(1), others)).toHaveLength(1);
    expect(checkDependencies(chain(30_000, 'c29999'), others).map(({ code }) => code)).toEqual([
      'dependency-cycle',
    ]);
  });

  it('of profiles need no stack', async () => {
    const profiles = Array.from(
      { length: 3_000 },
      (_, index) =>
        `  p${index}: {${index > 0 ? ` extends: [p${index - 1}],` : ''} config: { k${index}: v } }\n`,
    );
    const { diagnostics } = await projectFolder({
      'connect-sync.yaml': `version: 1\nprofiles:\n${profiles.join('')}`,
      'connectors/a.yaml': 'extends: [p2999]\nconfig: { connector.class: X }\n',
    }).load();
    expect(diagnostics).toEqual([]);
  });

  it('of elements are no arguments of a function', async () => {
    const lines = Array.from({ length: 130_000 }, (_, index) => `    - v${index % 10}\n`).join('');
    const { diagnostics } = await projectFolder({
      'connectors/a.yaml': `config:\n  connector.class: X\n  k:\n${lines}`,
    }).load();
    expect(diagnostics).toEqual([]);
  });
});
