import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planDigest, plansDigest } from '../../src/model/digest.ts';
import type { ChangeView, LeftAloneView, PlanView } from '../../src/model/plan-view.ts';
import type { PlanFormatOptions } from '../../src/render/plan-format.ts';
import { type PlanFormatName, planFormats } from '../../src/render/plan-formats.ts';
import { live, present } from '../support/connectors.ts';
import { schemaValidator } from '../support/expect-schema.ts';
import { onlyCluster } from '../support/json-output.ts';
import { everything, everythingParts, refused, viewOf } from './everything.ts';

const schema = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../schemas/plan.schema.json'), 'utf8'),
);
const isPlan = schemaValidator('plan');

function rendered(
  format: PlanFormatName,
  views: readonly PlanView[],
  options: Partial<PlanFormatOptions> = {},
): string {
  return planFormats[format].render(views, { color: false, command: 'plan', ...options });
}

function snapshot(name: string): string {
  return path.join(import.meta.dirname, '__snapshots__', `${name}.txt`);
}

const clean = () => viewOf({ desired: [present('a'), present('b')], live: [live('a'), live('b')] });

const dev = () =>
  viewOf({
    desired: [present('a', { state: 'running' })],
    live: [live('a', { state: 'PAUSED' })],
    clusterName: 'dev',
  });

describe('a comprehensive plan', () => {
  it.each(['text', 'diff', 'json-patch', 'json'] as const)('matches its snapshot as %s', async (format) => {
    await expect(rendered(format, [everything()])).toMatchFileSnapshot(snapshot(`plan-${format}`));
  });

  it('matches its snapshot as drift', async () => {
    const text = rendered('text', [everything()], { command: 'drift' });
    await expect(text).toMatchFileSnapshot(snapshot('drift-text'));
  });

  it('shows refusals first and suggests no command if it is refused', async () => {
    await expect(rendered('text', [refused()])).toMatchFileSnapshot(snapshot('plan-refused-text'));
  });

  it('matches its snapshot with colors', async () => {
    const text = rendered('text', [refused()], { color: true }).replaceAll('\u001b', '\\e');
    await expect(text).toMatchFileSnapshot(snapshot('plan-color-text'));
  });
});

describe('a plan without changes', () => {
  it('is one sentence', () => {
    expect(rendered('text', [clean()])).toBe('No differences: 2 connectors on prod match their files.\n');
    expect(rendered('text', [clean()], { command: 'drift' })).toBe(rendered('text', [clean()]));
  });

  it('still lists connectors left alone', () => {
    const { live: lives, policy } = everythingParts;
    const desired = [present('a'), ...everythingParts.desired.filter((wanted) => wanted.kind === 'absent')];
    const view = viewOf({
      desired,
      live: [live('a'), ...lives.filter(({ name }) => name === 'orders-legacy')],
      policy: { ownership: { ...policy.ownership, names: ['*'] } },
    });
    expect(rendered('text', [view])).toBe(
      [
        'prod  http://localhost:8083  Kafka Connect 3.9.1  Kafka cluster hVB3FkRmTpC1',
        '2 connectors declared, 2 live',
        '',
        'Left alone',
        '  orders-legacy   in no file, but owned; --prune would delete it',
        '',
        'No differences: 2 connectors on prod match their files.',
        '',
      ].join('\n'),
    );
  });

  it('is an empty patch', () => {
    expect(rendered('diff', [clean()])).toBe('');
    expect(rendered('json-patch', [clean()])).toBe('[]\n');
  });

  it('is not clean if no connector is declared', () => {
    const text = rendered('text', [viewOf({})]);
    expect(text).toContain('refused[nothing-desired]');
    expect(text).not.toContain('No differences');
  });

  it('reports that it is incomplete, and that it was not validated', () => {
    const view: PlanView = { ...clean(), complete: false, validation: 'left-out' };
    expect(rendered('text', [view])).toContain(
      'and cannot be applied.\nNot validated by the worker (--no-validate).',
    );
  });
});

describe('drift', () => {
  it('does not include FAILED connectors', () => {
    const view = viewOf({ desired: [present('a')], live: [live('a', { tasks: ['FAILED'] })] });
    expect(rendered('text', [view], { command: 'drift' })).toBe(
      'No differences: 1 connector on prod matches its file.\n',
    );
  });
});

describe('several clusters', () => {
  it('follow one another', async () => {
    await expect(rendered('text', [dev(), clean()])).toMatchFileSnapshot(snapshot('plan-two-clusters-text'));
  });

  it('come first in paths of patches and folders', () => {
    const operations = JSON.parse(
      rendered('json-patch', [viewOf({ desired: [present('a')], live: [] }), dev()]),
    );
    expect(operations.map((operation: { path: string }) => operation.path)).toEqual([
      '/dev/a/state',
      '/prod/a',
    ]);
    const bare = viewOf({ desired: [present('a')], live: [], clusterName: undefined });
    expect(rendered('diff', [bare, clean()])).toMatch(
      /^--- \/dev\/null\n\+\+\+ b\/http_localhost_8083\/a\.yaml\n/,
    );
  });
});

describe('the suggested command', () => {
  it('repeats the options of the plan', () => {
    const view = viewOf({ desired: [present('a')], live: [], clusterName: undefined });
    expect(rendered('text', [view], { applyArguments: ['--prune', "--only=o'*"] })).toContain(
      "To apply: connect-sync apply --cluster http://localhost:8083 --prune '--only=o'\\''*'\n",
    );
  });

  it('is omitted for apply', () => {
    expect(rendered('text', [everything()], { command: 'apply' })).toMatch(/\nPlan: [^\n]+\n$/);
  });
});

function errorOf({ diagnostics }: PlanView) {
  const [first] = diagnostics;
  if (!first) throw new Error('the plan has no diagnostics');
  return first;
}

describe('JSON', () => {
  it.each([
    ['of one cluster', [everything()]],
    ['of a refused plan', [refused()]],
    ['without changes', [clean()]],
    ['of several clusters', [everything(), clean()]],
    ['of a bare URL', [viewOf({ desired: [present('a')], live: [], clusterName: undefined })]],
  ])('matches the schema: %s', (_, views) => {
    isPlan(JSON.parse(rendered('json', views)));
    expect(isPlan.errors ?? []).toEqual([]);
  });

  it('is the view, with the name of the cluster, the counts and the digest', () => {
    const view = everything();
    const { name, digest, counts, ...rest } = onlyCluster(rendered('json', [view]));
    expect(rest).toEqual(view);
    expect(name).toBe('prod');
    expect(digest).toBe(planDigest(view));
    expect(counts).toMatchObject({ unchanged: view.unchanged.length, leftAlone: view.leftAlone.length });
    const { create, update, delete: deletions, restart, 'set-state': states } = counts;
    expect(create + update + deletions + restart + states).toBe(view.changes.length);
  });

  it('has the digest that apply --expect-digest compares, for one cluster and for several', () => {
    const digestOf = (views: readonly PlanView[]) => JSON.parse(rendered('json', views)).digest;
    expect(digestOf([clean()])).toBe(planDigest(clean()));
    const both = [everything(), dev()];
    expect(digestOf(both)).toBe(plansDigest(both.map(planDigest)));
  });

  it('says which cluster could not be read, and has no digest then', () => {
    const problem = { ...errorOf(refused()), cluster: 'west' };
    const document = JSON.parse(rendered('json', [clean()], { unread: [problem] }));
    expect(isPlan(document), JSON.stringify(isPlan.errors)).toBe(true);
    expect(document).toMatchObject({ complete: false, digest: null, diagnostics: [{ cluster: 'west' }] });
  });

  it('has every kind and every reason in its schema', () => {
    const kinds = { create: 1, update: 1, 'set-state': 1, restart: 1, delete: 1 } satisfies Record<
      ChangeView['kind'],
      number
    >;
    const reasons = {
      'in-no-file': 1,
      'not-owned': 1,
      unpruned: 1,
      protected: 1,
      'other-cluster': 1,
      'unmanageable-name': 1,
      'not-selected': 1,
      'restart-off': 1,
      'restart-limit': 1,
      'restart-useless': 1,
      'cannot-compare': 1,
      'other-repository': 1,
      stale: 1,
      'not-in-plan': 1,
      suspended: 1,
    } satisfies Record<LeftAloneView['reason'], number>;
    const { change, leftAlone } = schema.$defs;
    expect(change.properties.kind.enum).toEqual(Object.keys(kinds));
    expect(leftAlone.properties.reason.enum).toEqual(Object.keys(reasons));
  });
});
