import { describe, expect, it } from 'vitest';
import type { ControllerView, HoldView } from '../../../src/model/controller-view.ts';
import type { PlanView } from '../../../src/model/plan-view.ts';
import { renderControllerPage } from '../../../src/render/html/controller-page.ts';
import {
  controlledCluster,
  controllerView,
  failedConnector,
  healthyConnector,
  planView,
  run,
  statusView,
  update,
} from '../../support/controller-view.ts';

const now = Date.parse('2026-11-30T08:04:00.000Z');
const pageOf = (view: ControllerView, query = '') => renderControllerPage(view, { query, now });
const titleOf = (page: string) => /<title>(.*)<\/title>/.exec(page)?.[1];
/** The names of the connectors that are shown in full, in their order. */
const articlesOf = (page: string) =>
  [...page.matchAll(/<article class="\w+"><h3>([^<]*)<\/h3>/g)].map(([, name]) => name);

const holdOf = (name: string): HoldView => ({
  ...{ name, kind: 'suspended', reason: 'incident', since: '2026-11-30T07:00:00.000Z', until: null },
});

const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&\u202egnp.exe\u0000`;

describe('the page of a controller', () => {
  it('says in its title what is wrong, worst first, or that nothing is', () => {
    expect(titleOf(pageOf(controllerView()))).toBe('all in sync – connect-sync');
    const view = controllerView({
      clusters: [
        controlledCluster({
          status: statusView([failedConnector('a'), failedConnector('b')]),
          plan: planView([update('c')]),
          failedRuns: 2,
        }),
      ],
    });
    expect(titleOf(pageOf(view))).toBe('2 failed, 1 differs, runs on prod fail – connect-sync');
  });

  it('shows contended and suspended connectors first, then failed ones, then those that differ', () => {
    const since = '2026-11-30T07:00:00.000Z';
    const view = controllerView({
      clusters: [
        controlledCluster({
          status: statusView([
            healthyConnector('a'),
            failedConnector('b'),
            healthyConnector('c'),
            healthyConnector('d'),
          ]),
          plan: planView([update('c')]),
          holds: [{ name: 'd', kind: 'contended', reason: 'why', since, until: null }],
        }),
      ],
    });
    expect(articlesOf(pageOf(view))).toEqual(['d', 'b', 'c']);
  });

  it('counts and finds a connector that is held as failed too, if it has failed', () => {
    const view = controllerView({
      clusters: [
        controlledCluster({
          status: statusView([failedConnector('a'), healthyConnector('b')]),
          holds: [{ ...holdOf('a'), kind: 'restart-budget' }],
        }),
      ],
    });
    expect(titleOf(pageOf(view))).toBe('1 failed, 1 held – connect-sync');
    expect(articlesOf(pageOf(view, 'state=failed'))).toEqual(['a']);
    expect(articlesOf(pageOf(view, 'state=held'))).toEqual(['a']);
  });

  it('says that the health of a connector is not known where its cluster was never read', () => {
    const cluster = controlledCluster({ status: null, plan: null, holds: [holdOf('a')] });
    expect(pageOf(controllerView({ clusters: [cluster] }))).toContain('health not known');
  });

  it('says that a replica on standby reads no cluster, and who is active', () => {
    const view = controllerView({ leadership: { kind: 'lease', isActive: false, holder: 'pod-1' } });
    expect(titleOf(pageOf(view))).toBe('standby – connect-sync');
    expect(pageOf(view)).toContain('The active one is pod-1.');
  });

  it('shows what blocks a plan: safety checks with their connectors, and errors with their places', () => {
    const plan: PlanView = {
      ...planView([update('a')]),
      refusals: [{ code: 'protected', message: 'a is protected', hint: 'x', names: ['a'] }],
      diagnostics: [
        {
          ...{
            code: 'policy-denied',
            severity: 'error',
            message: 'tasks.max above 4',
            hint: null,
            related: [],
          },
          source: { file: 'connectors/a.yaml', line: 7, column: 3 },
        },
        {
          ...{ code: 'x', severity: 'warning', message: 'no dead letter queue', hint: null, related: [] },
          source: null,
        },
      ],
    };
    const page = pageOf(
      controllerView({ clusters: [controlledCluster({ plan, runs: [run({ outcome: 'blocked' })] })] }),
    );
    expect(titleOf(page)).toBe('1 differs, 1 plan blocked – connect-sync');
    expect(page).toContain('2 objections to the plan');
    expect(page).toContain('<li>a is protected: a</li><li>connectors/a.yaml:7:3: tasks.max above 4</li>');
    expect(page).toContain('<summary>1 warning</summary><ul><li>no dead letter queue</li></ul>');
  });

  it('shows why a connector failed, and whether the connector or something else is to blame', () => {
    const failed = failedConnector('a');
    if (failed.health.kind !== 'failed') throw new Error('it failed');
    const cause = { kind: 'outside', advice: 'a system did not answer' } as const;
    const status = statusView([{ ...failed, health: { ...failed.health, cause } }]);
    const page = pageOf(controllerView({ clusters: [controlledCluster({ status })] }));
    expect(page).toContain('<p class="cause">java.net.ConnectException: refused</p>');
    expect(page).toContain('<p>outside of the connector: a system did not answer</p>');
  });

  it('counts root causes that several connectors share, the most frequent first', () => {
    const failed = ['a', 'b', 'c', 'd'].map((name) => failedConnector(name, 'refused'));
    const others = ['e', 'f', 'g'].map((name) => failedConnector(name, 'denied'));
    const status = statusView([...others, ...failed, failedConnector('h', 'alone')]);
    const page = pageOf(controllerView({ clusters: [controlledCluster({ status })] }));
    const causes = [...page.matchAll(/<strong>(\d+)<\/strong> × <span class="cause">(\w+)/g)];
    expect(causes.map(([, number, cause]) => [number, cause])).toEqual([
      ['4', 'refused'],
      ['3', 'denied'],
    ]);
  });

  it('begins with a table of the clusters where there are several, with a link to each', () => {
    const clusters = Array.from({ length: 20 }, (_, index) => controlledCluster({ cluster: `c${index}` }));
    const page = pageOf(controllerView({ clusters }));
    const ids = [...page.matchAll(/<h2 id="(cluster-\d+)">/g)].map(([, id]) => `#${id}`);
    const links = [...page.matchAll(/href="(#[^"]*)"/g)].map(([, link]) => link);
    expect(links).toEqual(ids);
    expect(links).toHaveLength(20);
    expect(pageOf(controllerView())).not.toContain('<nav');
  });

  it('lists the keys of a change of 10,000 keys, cut, in place of its patch', () => {
    const config = (value: string) =>
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key.${index}`, value]));
    const change = {
      ...update('a'),
      before: { config: config('1') },
      after: { config: config('2') },
      fields: Object.keys(config('')).map((key) => ({ key, before: '1', after: '2', sensitive: false })),
    };
    const page = pageOf(controllerView({ clusters: [controlledCluster({ plan: planView([change]) })] }));
    expect(page).toContain('@@ config @@\n-key.0: 1\n+key.0: 2');
    expect(page.length).toBeLessThan(60_000);
  });

  it('escapes everything that files, workers and readers say', () => {
    const change = { ...update(hostile, hostile, hostile, hostile), name: hostile };
    const view = controllerView({
      mode: 'heal',
      source: {
        ...{ state: 'invalid', directory: hostile, revision: hostile, revisionSince: null, reason: hostile },
        failingSince: '2026-11-30T08:00:00.000Z',
        problems: [
          {
            ...{ code: 'x', severity: 'error', message: hostile, hint: hostile, related: [] },
            source: { file: hostile, line: 1, column: 1 },
          },
        ],
      },
      leadership: { kind: 'lease', isActive: false, holder: hostile },
      clusters: [
        controlledCluster({
          cluster: hostile,
          workerVersion: hostile,
          runs: [run({ reason: hostile })],
          status: statusView([
            { ...failedConnector(hostile, hostile), source: { file: hostile, line: 1, column: 1 } },
          ]),
          plan: {
            ...planView([change]),
            refusals: [{ code: 'protected', message: hostile, hint: hostile, names: [hostile] }],
          },
          holds: [
            {
              name: hostile,
              kind: 'contended',
              reason: hostile,
              since: hostile,
              until: hostile,
              keys: [hostile],
            },
          ],
        }),
      ],
    });
    const page = pageOf(view, `q=${encodeURIComponent(hostile)}&state=${encodeURIComponent(hostile)}`);
    expect(page).not.toMatch(/<script|<img|\u202e|\u0000/);
    expect(pageOf(view)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(pageOf(view)).not.toMatch(/<script|<img|\u202e|\u0000/);
  });

  it('selects by name, state and cluster', () => {
    const status = statusView([healthyConnector('orders'), failedConnector('payments')]);
    const clusters = ['dev', 'prod'].map((cluster) => controlledCluster({ cluster, status }));
    const view = controllerView({ clusters });
    expect(articlesOf(pageOf(view, 'q=PAY'))).toEqual(['payments', 'payments']);
    expect(articlesOf(pageOf(view, 'state=healthy'))).toEqual([]);
    expect(articlesOf(pageOf(view, 'cluster=dev'))).toEqual(['payments']);
    expect(pageOf(view, 'cluster=elsewhere')).toContain('No cluster to show.');
  });

  it('of 2,000 FAILED connectors with long traces stays below five megabytes, and says what it leaves out', () => {
    const failed = Array.from({ length: 2_000 }, (_, index) =>
      failedConnector(`c${index}`, 'x'.repeat(1_000_000)),
    );
    const page = pageOf(controllerView({ clusters: [controlledCluster({ status: statusView(failed) })] }));
    expect(page.length).toBeLessThan(5_000_000);
    expect(page).toContain('and 1,800 more');
  });

  it('asks for nothing else: no script, no address but its own', () => {
    const page = pageOf(controllerView());
    expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/);
    expect([...page.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, target]) => target)).toEqual([
      '/',
      '/',
      '/',
      '/api/status',
      '/metrics',
    ]);
  });
});
