import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDigest } from '../../src/model/digest.ts';
import type { ChangeView, PlanView } from '../../src/model/plan-view.ts';
import { markdownFormat } from '../../src/render/markdown-format.ts';
import type { PlanFormatOptions } from '../../src/render/plan-format.ts';
import { live, present } from '../support/connectors.ts';
import { problemsOfPage, renderAsGitHub } from '../support/github-page.ts';
import { everything, refused, viewOf } from './everything.ts';
import { poisons, someHostilePlan } from './hostile-plans.ts';

function rendered(views: readonly PlanView[], options: Partial<PlanFormatOptions> = {}): string {
  return markdownFormat.render(views, { color: false, command: 'plan', ...options });
}

function snapshot(name: string): string {
  return path.join(import.meta.dirname, '__snapshots__', name);
}

/** GitHub counts characters of a pull request's text, and bytes of a comment. */
function sizesOf(document: string): number[] {
  return [document.length, Buffer.byteLength(document)];
}

const clean = (clusterName = 'prod') =>
  viewOf({ desired: [present('a'), present('b')], live: [live('a'), live('b')], clusterName });

const unread = {
  code: 'cluster-unread',
  severity: 'error',
  message: 'west: the worker at http://west:8083 refuses the connection',
  hint: 'is it running?',
  source: null,
  related: [],
} as const;

/** A change of one key; by default it is an update. */
function changeOf(name: string, parts: Partial<ChangeView> = {}): ChangeView {
  return {
    name,
    kind: 'update',
    source: { file: `connectors/${name}.yaml`, line: 3, column: 1 },
    reason: null,
    effects: ['restarts the connector and its task', 'offsets are kept'],
    wave: 0,
    actions: ['PUT config'],
    fields: [{ key: 'tasks.max', before: '1', after: '2', sensitive: false }],
    state: null,
    before: { config: { 'tasks.max': '1' } },
    after: { config: { 'tasks.max': '2' } },
    rootCause: null,
    ...parts,
  };
}

function deletionOf(name: string): ChangeView {
  return changeOf(name, {
    kind: 'delete',
    reason: 'pruned: owned but not declared',
    fields: [],
    after: null,
    source: null,
  });
}

function many(number: number, make: (name: string) => ChangeView): ChangeView[] {
  return Array.from({ length: number }, (_, index) => make(`orders-${String(index).padStart(5, '0')}`));
}

describe('a comprehensive plan for a pull request', () => {
  it.each([
    ['plan', [everything()], {}],
    ['refused', [refused()], {}],
    ['drift', [everything()], { command: 'drift' }],
    ['two-clusters', [refused(), clean('dev')], { unread: [unread] }],
  ] as const)('matches its snapshot: %s', async (name, views, options) => {
    const document = rendered(views, options);
    await expect(document).toMatchFileSnapshot(snapshot(`plan-markdown-${name}.md`));
    await expect(renderAsGitHub(document)).toMatchFileSnapshot(snapshot(`plan-markdown-${name}.html`));
    expect(problemsOfPage(renderAsGitHub(document))).toEqual([]);
  });

  it('shows refusals, deletions and errors before changes', () => {
    const document = rendered([refused()]);
    const places = ['### Refused', '### Deletes 1 connector', '### Errors', '### Changes', '### Left alone'];
    const found = places.map((place) => document.indexOf(place));
    expect(found).not.toContain(-1);
    expect(found).toEqual([...found].sort((one, other) => one - other));
  });

  it('shows short diffs open and longer ones folded', () => {
    const fields = (number: number) =>
      Array.from({ length: number }, (_, index) => ({
        key: `k${index}`,
        before: null,
        after: 'x',
        sensitive: false,
      }));
    const create = (number: number) => changeOf('a', { kind: 'create', fields: fields(number) });
    expect(rendered([{ ...clean(), changes: [create(11)] }])).toContain('<details open>');
    expect(rendered([{ ...clean(), changes: [create(12)] }])).toContain('<details><summary>');
  });

  it('shows the removed configuration of a deletion, folded', () => {
    const document = rendered([{ ...clean(), changes: [deletionOf('gone')] }]);
    expect(document).toContain('<details><summary>- <b>delete</b> <code>gone</code>');
    expect(document).toContain('-tasks.max: 1\n');
  });

  it('suggests the apply command, and none if the plan is refused', () => {
    const options = { applyArguments: ['--prune', "--only=o'*"] };
    expect(rendered([everything()], options)).toContain(
      "```sh\nconnect-sync apply --cluster prod --prune '--only=o'\\''*'\n```\n",
    );
    expect(rendered([refused()], options)).not.toContain('connect-sync apply');
    // A truncated command would be a different command.
    const long = { applyArguments: Array.from({ length: 100 }, (_, index) => `connectors/${index}.yaml`) };
    expect(rendered([everything()], long)).not.toContain('connect-sync apply');
  });

  it('reports unread clusters, even if all are', () => {
    expect(rendered([], { unread: [unread] })).toBe(
      '## Cannot be applied: 1 cluster could not be read\n\n' +
        '- **error** `cluster-unread`: west: the worker at `http://west:8083` refuses the connection\n' +
        '  - hint: is it running?\n',
    );
  });

  it('reports that it is incomplete, and what was not validated', () => {
    const document = rendered([{ ...clean(), complete: false, validation: 'left-out' }]);
    expect(document).toContain('and cannot be applied.');
    expect(document).toContain('Not validated by the worker (`--no-validate`).');
  });
});

describe('the marker', () => {
  it('is the first line, with the cluster and the digest of the plan', () => {
    const view = everything();
    expect(rendered([view]).split('\n')[0]).toBe(
      `<!-- connect-sync plan cluster=prod digest=${planDigest(view)} -->`,
    );
    expect(rendered([view], { command: 'drift' })).toMatch(/^<!-- connect-sync drift cluster=prod /);
  });

  it('cannot be forged: no line of foreign text begins like one', () => {
    fc.assert(
      fc.property(fc.array(someHostilePlan, { minLength: 1, maxLength: 2 }), (views) => {
        const lines = rendered(views).split('\n');
        // Within a diff the sign of the line stands before a key that is called so.
        expect(lines.filter((line) => line.startsWith('<!--'))).toHaveLength(views.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('hostile text in Markdown', () => {
  it.each(['plan', 'drift', 'apply'] as const)('breaks no page and mentions nobody: %s', (command) => {
    fc.assert(
      fc.property(fc.array(someHostilePlan, { minLength: 1, maxLength: 2 }), (views) => {
        const document = rendered(views, { command, unread: views[0]?.diagnostics ?? [] });
        expect(problemsOfPage(renderAsGitHub(document))).toEqual([]);
        expect(Math.max(...sizesOf(document))).toBeLessThanOrEqual(60_000);
      }),
      { numRuns: 20 },
    );
  });

  it.each(poisons)('alone everywhere does no harm: %j', (poison) => {
    for (const evil of [`${poison} ${poison}`, `a${poison}a`]) {
      const place = { file: evil, line: 1, column: 1 };
      const fields = [{ key: evil, before: evil, after: `${evil}\n${evil}`, sensitive: false }];
      const before = { config: { [evil]: evil } };
      const parts = { source: place, reason: evil, effects: [evil], actions: [evil, evil], rootCause: evil };
      const view: PlanView = {
        ...clean(),
        cluster: { name: evil, url: evil, workerVersion: evil, kafkaClusterId: evil },
        changes: [changeOf(evil, { ...parts, fields }), changeOf(evil, { ...parts, kind: 'delete', before })],
        leftAlone: [{ name: evil, reason: 'protected', detail: evil }],
        refusals: [{ code: 'protected', message: evil, hint: evil, names: [evil, evil] }],
        diagnostics: [
          { code: 'x', severity: 'error', message: evil, hint: evil, source: place, related: [] },
        ],
      };
      expect(problemsOfPage(renderAsGitHub(rendered([view])))).toEqual([]);
    }
  });

  it.each([3, 4, 30])('closes no fence with a line of %i back-ticks that stands in both values', (number) => {
    const line = '`'.repeat(number);
    const field = { key: 'k', before: `${line}\n@team`, after: `${line}\n<b>`, sensitive: false };
    const document = rendered([{ ...clean(), changes: [changeOf('a', { fields: [field] })] }]);
    expect(document).toContain(`\n   ${line}\n`);
    expect(problemsOfPage(renderAsGitHub(document))).toEqual([]);
  });

  it('would be found by the checks of these tests', () => {
    const html = renderAsGitHub('@team and #12\n\n<details><summary>x</summary>\n\n![x](y) a@b.example');
    const problems = problemsOfPage(html).join('\n');
    for (const one of ['text acts: @team', '<img', '<a href', '<details> is not closed']) {
      expect(problems).toContain(one);
    }
  });
});

describe('the size of a document', () => {
  it.each([
    ['10,000 updates', many(10_000, changeOf)],
    ['10,000 deletions', many(10_000, deletionOf)],
    ['10,000 of both', [...many(5000, changeOf), ...many(5000, deletionOf)]],
  ])('is at most 60,000 characters for %s, and all are counted', (_, changes) => {
    const document = rendered([{ ...clean(), changes }]);
    expect(Math.max(...sizesOf(document))).toBeLessThanOrEqual(60_000);
    expect(document.length).toBeGreaterThan(50_000);
    expect(problemsOfPage(renderAsGitHub(document))).toEqual([]);
    const folds = document.match(/<details/g)?.length ?? 0;
    const [, rest = '0'] = /Omitted for length: ([\d,]+) connectors/.exec(document) ?? [];
    expect(folds + Number(rest.replaceAll(',', ''))).toBe(changes.length);
  });

  it('keeps refusals and deletions in full if changes are cut', () => {
    const deletions = many(200, (name) => deletionOf(`gone-${name}`));
    const names = deletions.map(({ name }) => name);
    const refusals = [{ code: 'too-many-deletes', message: 'too many', hint: 'fewer', names }] as const;
    const changes = [...many(3000, changeOf), ...deletions];
    const document = rendered([{ ...clean(), changes, refusals }]);
    expect(Math.max(...sizesOf(document))).toBeLessThanOrEqual(60_000);
    const [important = '', ...rest] = document.split('### Changes');
    const [refusal = '', deleted = ''] = important.split('### Deletes 200 connectors');
    for (const name of names) {
      expect(refusal).toContain(`\`${name}\``);
      expect(deleted).toContain(`- \`${name}\` (`);
    }
    expect(rest.join()).toContain('Omitted for length:');
  });

  it('is kept with values, keys and lists longer than a comment, of which the beginning is shown', () => {
    const huge = ['x'.repeat(100_000), '`'.repeat(100_000), '日'.repeat(100_000), 'a\n'.repeat(100_000)];
    const lists = huge.slice(0, 3).map((text) => `${text},`.repeat(5));
    const fields = [...huge, ...lists].flatMap((text, index) => [
      { key: `key.${index}`, before: null, after: text, sensitive: false },
      { key: text, before: text, after: 'y', sensitive: false },
    ]);
    for (const changes of [
      [changeOf('one', { fields })],
      many(10, (name) => changeOf(name, { fields: fields.slice(0, 6) })),
    ]) {
      const document = rendered([{ ...clean(), changes }]);
      expect(Math.max(...sizesOf(document))).toBeLessThanOrEqual(60_000);
      expect(document).toContain('+key.0: xxxx');
      expect(problemsOfPage(renderAsGitHub(document))).toEqual([]);
    }
  });

  it('is shared by clusters: a small one is never cut for a large one', () => {
    const named = (name: string) => ({ ...clean().cluster, name });
    const large = (name: string) => ({
      ...clean(),
      cluster: named(name),
      changes: many(2000, (change) => changeOf(`${name}-${change}`)),
    });
    const small = { ...everything(), cluster: named('small') };
    const document = rendered([large('one'), small, large('two')]);
    expect(Math.max(...sizesOf(document))).toBeLessThanOrEqual(60_000);
    for (const { name } of small.changes) expect(document).toContain(`<code>${name}</code>`);
    const shown = ['one', 'two'].map((name) => document.split(`<code>${name}-`).length);
    expect(Math.abs((shown[0] ?? 0) - (shown[1] ?? 0))).toBeLessThan(5);
  });

  it('is kept with too many clusters: those with deletions come first, the others are counted', () => {
    const views = Array.from({ length: 120 }, (_, index) => ({
      ...clean(`cluster-${index}`),
      changes: index === 119 ? [deletionOf('gone')] : many(3, changeOf),
    }));
    const document = rendered(views);
    expect(Math.max(...sizesOf(document))).toBeLessThanOrEqual(60_000);
    expect(document).toContain('## Plan for `cluster-119`: 1 delete');
    expect(document).toMatch(/## Omitted for length: \d+ clusters\n\n- `cluster-\d+`: 3 changes\n/);
    expect(problemsOfPage(renderAsGitHub(document))).toEqual([]);
  });
});

describe('effects', () => {
  const shared = 'restarts the connector and its task';

  it('that all changes share are shown once', () => {
    const changes = ['a', 'b', 'c'].map((name) => changeOf(name));
    const document = rendered([{ ...clean(), changes: [...changes, changeOf('d', { effects: [shared] })] }]);
    expect(document.split(shared)).toHaveLength(2);
    expect(document).toContain(`### Changes\n\nEach of them: ${shared}.\n\n<details`);
    expect(document.split('offsets are kept')).toHaveLength(4);
  });

  it('of a single change are in its summary', () => {
    expect(rendered([{ ...clean(), changes: [changeOf('a')] }])).toContain(
      `<code>a</code>: ${shared}; offsets are kept</summary>`,
    );
  });

  it('that all deletions share are shown once with them', () => {
    const changes = [deletionOf('a'), deletionOf('b'), changeOf('c', { effects: [] })];
    const document = rendered([{ ...clean(), changes }]);
    const deletions = document.slice(document.indexOf('### Deletes'), document.indexOf('### Changes'));
    expect(deletions).toMatch(/^### Deletes 2 connectors\n\nEach of them: .*\.\n\n- `a`/);
  });
});
