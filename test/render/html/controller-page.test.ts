import { describe, expect, it } from 'vitest';
import type { ControllerView } from '../../../src/model/controller-view.ts';
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

const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&\u202egnp.exe\u0000`;

describe('the page of a controller', () => {
  it('says in its title what is wrong, worst first, or that nothing is', () => {
    expect(titleOf(pageOf(controllerView()))).toBe('All in sync – connect-sync');
    const view = controllerView({
      clusters: [
        controlledCluster({
          status: statusView([failedConnector('a'), failedConnector('b')]),
          plan: planView([update('c')]),
          failedRuns: 2,
        }),
      ],
    });
    expect(titleOf(pageOf(view))).toBe('2 failed, 1 differs, prod unread – connect-sync');
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
          plan: planView([change]),
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
    expect(page).toContain('and 1800 more: search for them.');
  });

  it('asks for nothing else: no script, no address but its own', () => {
    const page = pageOf(controllerView());
    expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/);
    expect([...page.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, target]) => target)).toEqual([
      '/',
      '/',
      '/api/status',
      '/metrics',
    ]);
  });
});
