import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startListener } from '../../src/listener/start-listener.ts';
import type { ControllerView, HoldView } from '../../src/model/controller-view.ts';
import { renderControllerPage } from '../../src/render/html/controller-page.ts';
import {
  controlledCluster,
  controllerView,
  failedConnector,
  healthyConnector,
  planView,
  run,
  statusView,
  update,
} from '../support/controller-view.ts';
import { realClock } from '../support/real-clock.ts';
import { keepScreenshot, looks, missingForBrowser, startBrowser } from './browser.ts';
import { layoutProblems } from './page-checks.ts';

const missing = missingForBrowser();
if (missing !== undefined) process.stderr.write(`test/site: ${missing}\n`);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const now = Date.parse('2026-11-30T08:04:00.000Z');

let browser: Awaited<ReturnType<typeof startBrowser>>;

beforeAll(async () => {
  if (missing === undefined) browser = await startBrowser();
});
afterAll(async () => browser?.close());

/** Serves the page of a state as `reconcile` does. */
async function serve(view: ControllerView): Promise<string> {
  const site = {
    page: (query: string) => renderControllerPage(view, { query, now }),
    status: () => JSON.stringify(view),
    metrics: async () => ({ contentType: 'text/plain', body: '' }),
    readiness: () => ({ ready: true, reasons: [] }),
    trigger: () => undefined,
  };
  const options = { host: '127.0.0.1', port: 0, allowedHosts: [] };
  const listener = await startListener(options, site, { clock: realClock() });
  onTestFinished(() => listener.close());
  return listener.url;
}

/** What axe-core finds, as one line for each kind. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await tool.run();
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

const hold = (name: string, kind: HoldView['kind'], more: Partial<HoldView> = {}): HoldView => ({
  ...{ name, kind, reason: 'somebody else changed topic back twice within an hour' },
  ...{ since: '2026-11-30T07:00:00.000Z', until: null, ...more },
});

const healthyNames = Array.from({ length: 1_990 }, (_, index) => `orders-${String(index).padStart(4, '0')}`);

/** 2,000 connectors: some contended, suspended, FAILED and different, the rest in order. */
const large = controllerView({
  mode: 'heal',
  clusters: [
    controlledCluster({
      status: statusView([
        failedConnector(
          'payments-sink',
          'org.postgresql.util.PSQLException: relation "payments" does not exist',
        ),
        failedConnector('ledger-source'),
        ...['contended-one', 'suspended-one', 'drifted-one', 'drifted-two'].map(healthyConnector),
        ...healthyNames.map(healthyConnector),
      ]),
      plan: planView([
        update('drifted-one', 'topic', 'edited', 'orders'),
        update('drifted-two'),
        update('contended-one'),
      ]),
      holds: [
        hold('contended-one', 'contended', { keys: ['topic'] }),
        hold('suspended-one', 'suspended', { reason: 'suspended until 2026-12-24, incident 4711' }),
        hold('ledger-source', 'restart-budget', { until: '2026-11-30T08:20:00.000Z' }),
      ],
      restarts: [{ name: 'ledger-source', restarts: 3, left: 4, nextAt: '2026-11-30T08:20:00.000Z' }],
      runs: [
        run({ outcome: 'drift' }),
        run({ outcome: 'unread', reason: 'prod: the worker does not answer' }),
      ],
    }),
  ],
});

const states: Readonly<Record<string, ControllerView>> = {
  'in order': controllerView(),
  'with 2,000 connectors': large,
  'whose files fail': controllerView({
    source: {
      ...controllerView().source,
      state: 'invalid',
      reason: '2 errors in the files',
      failingSince: '2026-11-30T07:00:00.000Z',
      problems: [
        {
          ...{
            code: 'unknown-key',
            severity: 'error',
            message: 'unknown key "statsu"',
            hint: null,
            related: [],
          },
          source: { file: 'connectors/orders.yaml', line: 3, column: 1 },
        },
      ],
    },
  }),
  'of twenty clusters': controllerView({
    clusters: Array.from({ length: 20 }, (_, index) =>
      controlledCluster({
        cluster: `cluster-${index}`,
        status: statusView([
          healthyConnector('orders'),
          ...(index % 7 === 0 ? [failedConnector('payments')] : []),
        ]),
      }),
    ),
  }),
  'whose plan is blocked': controllerView({
    mode: 'apply',
    clusters: [
      controlledCluster({
        plan: {
          ...planView([update('orders')]),
          refusals: [
            {
              code: 'protected',
              message: '1 protected connector would be deleted',
              hint: '',
              names: ['orders'],
            },
          ],
        },
        runs: [run({ outcome: 'blocked', reason: '1 refusal' })],
      }),
    ],
  }),
  'of 300 FAILED connectors': controllerView({
    clusters: [
      controlledCluster({
        status: statusView(Array.from({ length: 300 }, (_, index) => failedConnector(`sink-${index}`))),
      }),
    ],
  }),
  'that waits for its turn': controllerView({
    leadership: { kind: 'lease', isActive: false, holder: 'connect-sync-1' },
    clusters: [],
  }),
  'whose cluster cannot be read': controllerView({
    clusters: [controlledCluster({ failedRuns: 4, status: null, plan: null, lastSuccessAt: null })],
  }),
};

describe.skipIf(missing !== undefined)('the page of a controller', () => {
  it.each(Object.keys(states))('%s is accessible and readable: light, dark, and on a phone', async (name) => {
    const url = await serve(states[name] ?? controllerView());
    for (const [lookName, look] of Object.entries(looks)) {
      const { page, problems } = await browser.open(look, url);
      await page.goto(`${url}/`);
      await keepScreenshot(page, `controller-${name.replaceAll(/\W+/g, '-')}-${lookName}`);
      expect([...problems, ...(await layoutProblems(page)), ...(await violations(page))], lookName).toEqual(
        [],
      );
      await page.close();
    }
  });

  it.each(Object.keys(states))(
    '%s does not scroll sideways at 320 pixels, a zoom of 400 %%',
    async (name) => {
      const url = await serve(states[name] ?? controllerView());
      const { page } = await browser.open({ scheme: 'dark', width: 320, height: 640 }, url);
      await page.goto(`${url}/`);
      const { scrollWidth, clientWidth } = await page.evaluate<{ scrollWidth: number; clientWidth: number }>(
        '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
      );
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
      await page.close();
    },
  );

  it('finds a connector among 2,000 by its name, without a script', async () => {
    const url = await serve(large);
    const { page } = await browser.open(looks.light, url);
    await page.goto(`${url}/`);
    await page.getByLabel('Connector', { exact: true }).fill('orders-1234');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/q=orders-1234/);
    expect(await page.getByRole('rowheader', { name: 'orders-1234' }).count()).toBe(1);
    expect(await page.getByRole('rowheader', { name: 'orders-0001' }).count()).toBe(0);
    await page.getByLabel('Connector', { exact: true }).fill('nowhere');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=nowhere/);
    expect(await page.getByText('No connector of this cluster is found.').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('is used by keyboard: the search comes first, and a difference opens with Enter', async () => {
    const url = await serve(large);
    const { page } = await browser.open(looks.light, url);
    await page.goto(`${url}/`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('q');
    const focused = 'document.activeElement.textContent';
    for (let tabs = 0; tabs < 20 && (await page.evaluate(focused)) !== 'Differs: topic'; tabs += 1)
      await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toBe('Differs: topic');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('region', { name: 'Patch of drifted-one' }).textContent()).toContain(
      '-  topic: edited',
    );
    await page.close();
  });
});
