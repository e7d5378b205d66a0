import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HealthView, OutcomeView, ReportView } from '../../src/model/apply-view.ts';
import { outcomeKinds as kinds, type OutcomeKind } from '../../src/model/outcome.ts';
import type { StatusView } from '../../src/model/status-view.ts';
import { markdownReport } from '../../src/render/markdown-report.ts';
import { renderStatusAsMarkdown } from '../../src/render/markdown-status.ts';
import { problemsOfPage, renderAsGitHub } from '../support/github-page.ts';
import { someHostileText } from './hostile-plans.ts';

const anyHealth: fc.Arbitrary<HealthView | null> = fc.oneof(
  fc.constant(null),
  fc.record({
    kind: fc.constant('failed' as const),
    reason: someHostileText,
    rootCause: fc.option(someHostileText),
  }),
  fc.record({ kind: fc.constant('progressing' as const), reason: someHostileText }),
);

const anyOutcome: fc.Arbitrary<OutcomeView> = fc.record({
  name: someHostileText,
  change: fc.constantFrom('create', 'update', 'set-state', 'restart', 'delete'),
  kind: fc.constantFrom(...kinds),
  reason: fc.option(someHostileText),
  workerMessage: fc.option(someHostileText),
  health: anyHealth,
  failedBefore: fc.boolean(),
  allowed: fc.boolean(),
  wrote: fc.boolean(),
  milliseconds: fc.nat(),
  source: fc.option(fc.record({ file: someHostileText, line: fc.constant(3), column: fc.constant(5) })),
});

function reportOf(outcomes: readonly OutcomeView[], cluster: string, names: readonly string[]): ReportView {
  const number = (kind: OutcomeKind) => outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    format: 'connect-sync/report',
    version: 1,
    cluster,
    planned: outcomes.length,
    counts: Object.fromEntries(kinds.map((kind) => [kind, number(kind)])) as ReportView['counts'],
    unhealthy: 0,
    notHealed: 0,
    outcomes,
    others: outcomes.map(({ name, source }, index) => ({
      ...{ name, source, changed: index % 2 === 0 ? null : name, unhealthyBefore: index % 3 === 0 },
      ...{ allowed: index % 5 === 0, health: { kind: 'failed', reason: name, rootCause: name } },
    })),
    interrupted: null,
    rollback: { restored: names, left: names.map((name) => ({ name, reason: name })) },
    milliseconds: 1,
  };
}

describe('the report of an apply as Markdown', () => {
  it('breaks no page and mentions nobody, whatever it contains', () => {
    fc.assert(
      fc.property(
        fc.array(anyOutcome, { maxLength: 14 }),
        fc.array(someHostileText, { maxLength: 2 }),
        someHostileText,
        (outcomes, names, cluster) => {
          const page = markdownReport.render(reportOf(outcomes, cluster, names), { color: false });
          expect(problemsOfPage(renderAsGitHub(page))).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is at most 60,000 characters for 10,000 changes, and all are counted', () => {
    const failed: OutcomeView = {
      name: 'orders-sink-with-a-long-name',
      change: 'update',
      kind: 'failed',
      reason: 'the worker refuses the configuration',
      workerMessage: 'line\n'.repeat(20),
      health: null,
      failedBefore: false,
      allowed: false,
      wrote: true,
      milliseconds: 1,
      source: null,
    };
    const page = markdownReport.render(reportOf(Array(10_000).fill(failed), 'prod', []), { color: false });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(60_000);
    expect(page).toMatch(
      /^## Apply on `prod`: 10,000 planned: 10,000 failed\. 5,000 unchanged connectors unhealthy/,
    );
    expect(page).toMatch(/Omitted for length: 9,\d{3} more connectors\./);
    expect(page).toMatch(/Omitted for length: 9,\d{3} more changes\./);
    expect(problemsOfPage(renderAsGitHub(page))).toEqual([]);
  });
});

describe('the status of connectors as Markdown', () => {
  const instance = (text: string) => ({ state: text, workerId: text, pluginVersion: text, rootCause: text });
  const statusOf = (texts: readonly string[]): StatusView => ({
    format: 'connect-sync/status',
    version: 1,
    cluster: texts[0] ?? 'prod',
    counts: {
      failed: Math.ceil(texts.length / 2),
      progressing: 0,
      suspended: 0,
      healthy: Math.floor(texts.length / 2),
    },
    connectors: texts.map((text, index) => ({
      name: text,
      type: 'sink',
      health:
        index % 2 === 0
          ? { kind: 'failed', reason: text, rootCause: text }
          : { kind: 'healthy', running: 1, tasks: 1, warning: text },
      source: { file: text, line: 1, column: 1 },
      connector: instance(text),
      tasks: [{ id: 0, ...instance(text) }],
    })),
  });

  it('breaks no page and mentions nobody, whatever it contains', () => {
    fc.assert(
      fc.property(fc.array(someHostileText, { maxLength: 6 }), (texts) => {
        const page = renderStatusAsMarkdown([statusOf(texts)], { repeated: texts });
        expect(problemsOfPage(renderAsGitHub(page))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is at most 60,000 characters for 10,000 connectors, and all are counted', () => {
    const page = renderStatusAsMarkdown([statusOf(Array(10_000).fill('orders-sink-00'))]);
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(60_000);
    expect(page).toContain('10,000 connectors, 5,000 failed, 5,000 healthy');
    expect(page).toMatch(/omitted for length: 4,\d{3} more connectors/);
    expect(problemsOfPage(renderAsGitHub(page))).toEqual([]);
  });
});
