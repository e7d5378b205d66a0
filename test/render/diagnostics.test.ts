import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DiagnosticView } from '../../src/model/plan-view.ts';
import { renderDiagnostics } from '../../src/render/diagnostics.ts';

function view(parts: Partial<DiagnosticView>): DiagnosticView {
  return {
    code: 'some-problem',
    severity: 'error',
    message: 'something is wrong',
    hint: null,
    source: null,
    related: [],
    ...parts,
  };
}

const duplicate = view({
  code: 'duplicate-connector',
  message: 'two files declare the connector "orders"',
  hint: 'rename one of them, or limit each to its own clusters with  clusters: [...]',
  source: { file: 'connectors/b/orders.yaml', line: 1, column: 7, endColumn: 13, excerpt: 'name: orders' },
  related: [{ label: 'first declared in', source: { file: 'connectors/a/orders.yaml', line: 3, column: 7 } }],
});

function rendered(views: readonly DiagnosticView[], filesChecked?: number): string {
  return renderDiagnostics(views, { color: false, filesChecked });
}

describe('problems', () => {
  it('are shown with position, source line, caret and hint, sorted by file and line', async () => {
    const text = rendered(
      [
        view({
          severity: 'warning',
          code: 'odd-value',
          message: 'a value looks odd',
          source: { file: 'connectors/b/orders.yaml', line: 12, column: 3 },
        }),
        duplicate,
        view({ source: { file: 'connectors/a.yaml', line: 100, column: 1, excerpt: 'a: \u001b[31mred' } }),
        view({ message: 'the worker says:\nerror[fake]: line two\nline three', hint: 'do this\nor that' }),
      ],
      14,
    );
    await expect(text).toMatchFileSnapshot(path.join(import.meta.dirname, '__snapshots__/diagnostics.txt'));
  });

  it('of one kind in one file are counted after the first 50', () => {
    const many = Array.from({ length: 1200 }, (_, index) =>
      view({ source: { file: 'connectors/a.yaml', line: index + 1, column: 1 } }),
    );
    const other = view({ source: { file: 'connectors/b.yaml', line: 1, column: 1 } });
    const text = rendered([...many, other], 2);
    expect(text.match(/--> connectors\/a\.yaml/g)).toHaveLength(50);
    expect(text).toContain('--> connectors/b.yaml:1:1');
    expect(
      text.endsWith('\n\n1,150 more error[some-problem] in connectors/a.yaml\n\n1,201 errors in 2 files\n'),
    ).toBe(true);
  });

  it('look as documented', () => {
    expect(rendered([duplicate], 2)).toBe(
      [
        'error[duplicate-connector]: two files declare the connector "orders"',
        '  --> connectors/b/orders.yaml:1:7',
        '  |',
        '1 | name: orders',
        '  |       ^^^^^^',
        '  first declared in connectors/a/orders.yaml:3:7',
        '  hint: rename one of them, or limit each to its own clusters with  clusters: [...]',
        '',
        '1 error in 2 files',
        '',
      ].join('\n'),
    );
  });

  it('are counted without files where none was read', () => {
    expect(rendered([duplicate], 0)).toMatch(/\n\n1 error\n$/);
  });

  it('put the caret below the column also after characters that need escapes', () => {
    const excerpt = '\u001b\u202e😀: Z';
    const source = { file: 'a.yaml', line: 1, column: 7, endColumn: 8, excerpt };
    const [, , , line = '', caret = ''] = rendered([view({ source })]).split('\n');
    expect(line.indexOf('Z') - 1).toBe(caret.indexOf('^'));
  });

  it('survive a column beyond the end of the line', () => {
    const source = { file: 'a.yaml', line: 1, column: 90, endColumn: 200, excerpt: 'ab' };
    expect(rendered([view({ source })])).toContain('1 | ab\n  |   ^\n');
  });

  it('are counted', () => {
    expect(rendered([], 3)).toBe('no problems in 3 files\n');
    expect(rendered([view({ severity: 'warning' }), view({}), view({})])).toMatch(/\n2 errors, 1 warning\n$/);
  });
});

describe('related positions', () => {
  it('are at most five, with the number of the others', () => {
    const related = Array.from({ length: 8 }, (_, index) => ({
      label: 'used in',
      source: { file: 'a.yaml', line: index + 1, column: 2 },
    }));
    const lines = rendered([view({ related })]).split('\n');
    expect(lines.slice(1, 7)).toEqual([
      ...related.slice(0, 5).map(({ source }) => `  used in a.yaml:${source.line}:2`),
      '  and in 3 other places',
    ]);
  });
});
