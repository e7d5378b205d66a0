import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeView, PlanView } from '../../src/model/plan-view.ts';
import { githubFormat, renderProblemAnnotations } from '../../src/render/github-format.ts';
import type { PlanFormatOptions } from '../../src/render/plan-format.ts';
import { live, present } from '../support/connectors.ts';
import { everything, refused, viewOf } from './everything.ts';
import { someHostilePlan } from './hostile-plans.ts';

function rendered(views: readonly PlanView[], options: Partial<PlanFormatOptions> = {}): string {
  return githubFormat.render(views, { color: false, command: 'plan', ...options });
}

function snapshot(name: string): string {
  return path.join(import.meta.dirname, '__snapshots__', `${name}.txt`);
}

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The workflow commands of a log, parsed as by the GitHub Actions runner. */
function commandsIn(log: string): Command[] {
  return log
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const end = line.indexOf('::', 2);
      if (!line.startsWith('::') || end < 0) throw new Error(`no command: ${line}`);
      const [level = '', ...rest] = line.slice(2, end).split(' ');
      const properties = rest
        .join(' ')
        .split(',')
        .map((one) => one.split('='))
        .map(([key = '', ...value]) => [key, unescaped(value.join('='))] as const);
      return { level, properties: Object.fromEntries(properties), message: unescaped(line.slice(end + 2)) };
    });
}

function unescaped(text: string): string {
  return text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%25', '%');
}

const clean = () => viewOf({ desired: [present('a')], live: [live('a')] });

function changes(number: number, parts: Partial<ChangeView>): ChangeView[] {
  const [some] = everything().changes;
  if (!some) throw new Error('there are changes');
  return Array.from({ length: number }, (_, index) => ({ ...some, name: `orders-${index}`, ...parts }));
}

describe('a comprehensive plan as annotations', () => {
  it.each([
    ['plan', [everything()], {}],
    ['refused', [refused()], {}],
    ['drift', [everything()], { command: 'drift' }],
  ] as const)('matches its snapshot: %s', async (name, views, options) => {
    await expect(rendered(views, options)).toMatchFileSnapshot(snapshot(`plan-github-${name}`));
  });

  it('puts each change on the line that declares it', () => {
    const places = commandsIn(rendered([everything()])).map(({ properties }) => [
      properties['file'],
      properties['line'],
    ]);
    expect(places).toContainEqual(['connectors/sink-elastic-orders-00.yaml', '5']);
    expect(places).toContainEqual(['connectors/source-debezium-orders-00.yaml', '1']);
    expect(places).toContainEqual(['connectors/audit-old.yaml', '2']);
  });

  it('starts with the most severe: refusals, errors, deletions, updates', () => {
    const titles = commandsIn(rendered([refused()])).map(({ level, properties }) => [
      level,
      properties['title']?.replace('connect-sync: prod: ', ''),
    ]);
    expect(titles.slice(0, 5)).toEqual([
      ['error', 'refused (too-many-deletes)'],
      ['error', 'refused (protected)'],
      ['error', 'error (rejected-by-worker)'],
      ['warning', 'delete audit-old'],
      ['notice', 'update sink-elastic-orders-00'],
    ]);
  });

  it('is empty without changes and problems', () => {
    expect(rendered([clean()])).toBe('');
  });

  it('reports what could not be read', () => {
    const unread = {
      code: 'cluster-unread',
      severity: 'error',
      message: 'west: no answer',
      hint: 'is it up?',
      source: null,
      related: [],
    } as const;
    const line = '::error title=connect-sync%3A error (cluster-unread)::west: no answer%0Ahint: is it up?\n';
    expect(rendered([], { unread: [unread] })).toBe(line);
    expect(renderProblemAnnotations([unread])).toBe(line);
    expect(rendered([{ ...clean(), complete: false }])).toMatch(/^::error title=.*cannot be applied\.\n$/);
  });
});

describe('the number of annotations', () => {
  it('is at most ten of each level over all clusters, and the tenth counts the rest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ deletions: fc.nat(15), updates: fc.nat(15), refusals: fc.nat(15) }), {
          maxLength: 3,
        }),
        (numbers) => {
          const views = numbers.map(({ deletions, updates, refusals }) => ({
            ...clean(),
            changes: [
              ...changes(updates, { kind: 'update' as const }),
              ...changes(deletions, { kind: 'delete' as const }),
            ],
            refusals: Array.from({ length: refusals }, () => ({
              code: 'protected' as const,
              message: 'm',
              hint: 'h',
              names: [],
            })),
          }));
          const commands = commandsIn(rendered(views));
          for (const [level, key] of [
            ['error', 'refusals'],
            ['warning', 'deletions'],
            ['notice', 'updates'],
          ] as const) {
            const total = numbers.reduce((sum, one) => sum + one[key], 0);
            const shown = commands.filter((command) => command.level === level);
            expect(shown).toHaveLength(Math.min(total, 10));
            if (total > 10) expect(shown.at(-1)?.properties['title']).toBe(`connect-sync: ${total - 9} more`);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('omits the least severe first', () => {
    const view = {
      ...clean(),
      changes: [...changes(30, { kind: 'create' }), ...changes(9, { kind: 'update' })],
    };
    const titles = commandsIn(rendered([view])).map(({ properties }) => properties['title']);
    expect(titles.filter((title) => title?.includes('update'))).toHaveLength(9);
    expect(titles.at(-1)).toBe('connect-sync: 30 more');
  });
});

describe('hostile text in annotations', () => {
  it.each(['plan', 'drift'] as const)('is one workflow command of ours per line: %s', (command) => {
    fc.assert(
      fc.property(fc.array(someHostilePlan, { maxLength: 2 }), (views) => {
        const log = rendered(views, { command });
        for (const { level, properties, message } of commandsIn(log)) {
          expect(['error', 'warning', 'notice']).toContain(level);
          expect(['file,line,col,title', 'title']).toContain(Object.keys(properties).join());
          expect(properties['title']).toMatch(/^connect-sync: /);
          expect(message.length).toBeLessThanOrEqual(4096);
        }
        expect(log).not.toMatch(/##\[|##vso\[|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u200b\u061c]/);
      }),
      { numRuns: 50 },
    );
  });

  it('is decoded unchanged by the runner', () => {
    const place = { file: 'a, b:c%2C.yaml', line: 3, column: 7 };
    const problem = {
      code: 'x',
      severity: 'warning',
      message: '100 %\n%0A::error::y, z: ü',
      hint: null,
      related: [],
    } as const;
    expect(commandsIn(renderProblemAnnotations([{ ...problem, source: place }]))).toEqual([
      {
        level: 'warning',
        properties: {
          file: 'a, b:c%2C.yaml',
          line: '3',
          col: '7',
          title: 'connect-sync: warning (x)',
        },
        message: '100 %\n%0A::error::y, z: ü',
      },
    ]);
  });
});
