import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeSpan, htmlCode, inertSentence, tableCode } from '../../../src/render/markdown/inert-text.ts';
import { problemsOfPage, renderAsGitHub } from '../../support/github-page.ts';
import { someHostileText } from '../hostile-plans.ts';

describe('text in code', () => {
  it.each([
    ['orders', '`orders`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    [' a ', '`  a  `'],
    ['', '`""`'],
    ['  ', '`"  "`'],
    ['a\nb', '`a\\nb`'],
  ])('%j is %j', (text, code) => {
    expect(codeSpan(text)).toBe(code);
  });

  it('is read back unchanged', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        text.filter((one) => one.trim() !== '' && !/::|##/.test(one)),
        (one) => {
          const html = renderAsGitHub(`x ${codeSpan(one)}`);
          const escaped = one
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;')
            .replaceAll('"', '&quot;');
          expect(html).toBe(`<p>x <code>${escaped}</code></p>`);
        },
      ),
    );
  });

  it('does not end a table cell', () => {
    fc.assert(
      fc.property(someHostileText, (text) => {
        const html = renderAsGitHub(`| a | b |\n|---|---|\n| ${tableCode(text)} | end |`);
        expect(html).toMatch(/<td><code>.*<\/code><\/td>\n<td>end<\/td>/s);
        expect(html.match(/<td>/g)).toHaveLength(2);
      }),
    );
  });

  it('stays text in a summary', () => {
    fc.assert(
      fc.property(someHostileText, (text) => {
        const html = renderAsGitHub(
          `<details><summary>${htmlCode(text)}</summary>\n\n\`\`\`diff\nx\n\`\`\`\n\n</details>`,
        );
        expect(problemsOfPage(html)).toEqual([]);
      }),
    );
  });
});

describe('a sentence', () => {
  it.each([
    [
      'pruning would delete 12 of 40 connectors (30 %); at most 10',
      'pruning would delete 12 of 40 connectors (30 %); at most 10',
    ],
    ['"orders" has 12,000 rows, has it?', '"orders" has 12,000 rows, has it?'],
    ['use --allow-deletes 12, please', 'use `--allow-deletes` 12, please'],
    ['tell @team of #12 and www.evil.example', 'tell `@team` of `#12` and `www.evil.example`'],
    ['a.B: c.D a.E', '`a.B`: `c.D a.E`'],
    ['see deadbeef and defaced', 'see `deadbeef` and `defaced`'],
    ['  a\n b', '`a\\n` b'],
  ])('%j is %j', (text, sentence) => {
    expect(inertSentence(text, codeSpan)).toBe(sentence);
  });

  it('mentions nobody, whatever it contains', () => {
    fc.assert(
      fc.property(someHostileText, (text) => {
        const html = renderAsGitHub(`It says: ${inertSentence(text, codeSpan)}`);
        expect(problemsOfPage(html)).toEqual([]);
        expect(html.split('\n')).toHaveLength(1);
      }),
    );
  });
});
