import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PendingReport } from '../../src/model/event.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import type { ApplyReport, OtherConnector, Outcome, StepOutcome } from '../../src/model/outcome.ts';
import { makeScrub, type Scrub } from '../../src/model/redaction/scrub.ts';
import { viewEvent } from '../../src/model/redaction/view-event.ts';
import { viewReport } from '../../src/model/redaction/view-report.ts';
import { renderApplyEvent } from '../../src/render/apply-event.ts';
import { textReport } from '../../src/render/apply-report.ts';
import { nextLines } from '../../src/render/next-lines.ts';
import { outcomeSummary } from '../../src/render/outcome-summary.ts';
import { reportFormats } from '../../src/render/report-formats.ts';
import { problemsOfPage, renderAsGitHub } from '../support/github-page.ts';

type Parts = Partial<Omit<Outcome, 'kind' | 'workerMessage'>> & Partial<StepOutcome>;

function outcome(name: string, { kind = 'applied', ...parts }: Parts = {}): Outcome {
  const isComplete = kind === 'applied' || kind === 'unchanged';
  const outcome: StepOutcome = isComplete ? { kind, notes: [] } : { kind, reason: 'a reason' };
  const about = { name, change: 'update', failedBefore: false, milliseconds: 2100 } as const;
  return { ...outcome, ...about, wrote: kind === 'applied', ...parts };
}

const trace =
  'a.b.ConnectException: x\n\tat a.b\nCaused by: io.debezium.DebeziumException: Access denied for hunter2\n';
const source = (name: string, line: number) => ({ file: `connectors/${name}.yaml`, line, column: 3 });

const failed = { kind: 'failed', reason: '1 of 1 task FAILED', trace } as const;

const outcomes: readonly Outcome[] = [
  outcome('sink-elastic-orders-00', { health: { kind: 'healthy', running: 2, tasks: 2 } }),
  outcome('source-debezium-orders-00', {
    change: 'create',
    health: failed,
    milliseconds: 6000,
    source: source('source-debezium-orders-00', 1),
  }),
  outcome('sink-neo4j-orders-00', {
    change: 'restart',
    health: { kind: 'healthy', running: 1, tasks: 1, warning: 'it runs no tasks' },
    failedBefore: true,
  }),
  outcome('sink-neo4j-orders-01', { change: 'restart', health: failed, failedBefore: true }),
  outcome('sink-archive-00', { change: 'set-state', health: { kind: 'suspended', state: 'stopped' } }),
  outcome('sink-slow-00', { health: { kind: 'progressing', reason: 'connector UNASSIGNED' } }),
  outcome('sink-same-00', { kind: 'unchanged' }),
  outcome('sink-refused-00', {
    kind: 'failed',
    reason: 'the worker refuses the configuration',
    workerMessage: 'Connector configuration is invalid:\nInvalid value hunter2 for \u001b[31mport\n',
    source: source('sink-refused-00', 4),
  }),
  outcome('sink-gone-00', { kind: 'stale', reason: 'it was deleted meanwhile' }),
  outcome('sink-contested-00', {
    kind: 'stale',
    reason: 'applied, then its configuration was changed again by someone else',
    wrote: true,
  }),
  outcome('sink-accepted-00', { health: failed, allowed: true }),
  outcome('sink-lost-00', { kind: 'unknown', reason: 'no answer within 100 s', milliseconds: 130_000 }),
  outcome('audit-old', { change: 'delete', kind: 'skipped', reason: 'a change before it failed' }),
  outcome('audit-older', { change: 'delete', kind: 'not-started', reason: 'interrupted' }),
  outcome('audit-oldest', { change: 'delete', milliseconds: 300 }),
];

const others: readonly OtherConnector[] = [
  {
    ...{
      name: 'source-legacy-00',
      health: failed,
      changed: undefined,
      unhealthyBefore: true,
      allowed: false,
    },
    source: source('source-legacy-00', 1),
  },
  {
    ...{ name: 'source-new-00', changed: undefined, unhealthyBefore: false, allowed: true },
    health: { kind: 'progressing', reason: 'connector UNASSIGNED' },
    source: source('source-new-00', 1),
  },
  {
    ...{ name: 'source-paused-00', changed: 'it was paused', unhealthyBefore: false, allowed: false },
    health: { kind: 'progressing', reason: 'connector PAUSED, desired running' },
    source: source('source-paused-00', 2),
  },
];

const report: ApplyReport = {
  planned: outcomes.length,
  outcomes,
  others,
  interrupted: undefined,
  rollback: {
    restored: ['sink-elastic-orders-00'],
    left: [{ name: 'sink-slow-00', reason: 'somebody else changed it meanwhile' }],
  },
  milliseconds: 12_000,
};

function scrub(): Scrub {
  const secrets = new KnownSecrets();
  secrets.learn('hunter2');
  for (const { name: connector } of [...outcomes, ...others]) {
    secrets.values.learn({ connector, key: 'topic', text: 'orders', shown: 'orders' });
  }
  return makeScrub(secrets);
}

function snapshot(name: string): string {
  return path.join(import.meta.dirname, '__snapshots__', `${name}.txt`);
}

describe('the report of an apply', () => {
  it('shows the outcome of every change, with the reason of each failure', async () => {
    const text = textReport.render(viewReport(report, 'prod', scrub()), { color: false });
    await expect(text).toMatchFileSnapshot(snapshot('apply-report'));
  });

  it.each(['md', 'html', 'github.txt'])(
    'is a page for a pull request and annotations too: %s',
    async (kind) => {
      const view = viewReport(report, 'prod', scrub());
      const page = reportFormats.markdown.render(view, { color: false });
      const shown = {
        md: page,
        html: renderAsGitHub(page),
        'github.txt': reportFormats.github.render(view, { color: false }),
      };
      expect(problemsOfPage(shown.html)).toEqual([]);
      await expect(shown[kind as keyof typeof shown]).toMatchFileSnapshot(
        path.join(import.meta.dirname, '__snapshots__', `apply-report.${kind}`),
      );
    },
  );

  it('has counts that add up, whatever happened', () => {
    const view = viewReport(report, 'prod', scrub());
    expect(Object.values(view.counts).reduce((sum, number) => sum + number)).toBe(view.planned);
    expect(outcomeSummary(view)).toBe(
      '15 planned: 8 applied (3 of them unhealthy, 1 of them unhealthy as before), 1 unchanged, 1 failed, ' +
        '1 skipped, 2 stale, 1 unknown, 1 not started. 2 unchanged connectors unhealthy (1 of them as before, ' +
        '1 allowed); 1 other connector changed by someone else.',
    );
  });

  it('suggests the next commands with the options of this run', () => {
    const view = viewReport({ ...report, rollback: undefined }, 'prod', scrub());
    const next = {
      status: ['--project', 'my project.yaml'],
      apply: ['--project', 'my project.yaml', '--prune'],
    };
    const text = textReport.render(view, { color: false, next });
    expect(text.slice(text.indexOf('6 connectors not'))).toBe(
      [
        "6 connectors not healthy: connect-sync status source-debezium-orders-00 sink-neo4j-orders-01 sink-slow-00 sink-accepted-00 source-legacy-00 source-new-00 --cluster prod --project 'my project.yaml'",
        "To review (1 failed, 1 with unknown outcome, 2 changed by someone else): connect-sync plan --cluster prod --project 'my project.yaml' --prune",
        "To continue (1 stale, 1 skipped, 1 not started): connect-sync apply --cluster prod --project 'my project.yaml' --prune",
        '',
      ].join('\n'),
    );
  });

  it('suggests the status of all connectors if too many are unhealthy to name', () => {
    const many = Array.from({ length: 9 }, (_, index) => outcome(`sink-${index}`, { health: failed }));
    const view = viewReport(
      { ...report, planned: 9, outcomes: many, others: [], rollback: undefined },
      'prod',
      scrub(),
    );
    expect(nextLines(view, {})).toEqual(['9 connectors not healthy: connect-sync status --cluster prod']);
  });

  it('suggests no command after full success', () => {
    const well = outcome('a', { health: { kind: 'healthy', running: 1, tasks: 1 } });
    const gone = outcome('b', { change: 'delete' });
    const view = viewReport(
      { ...report, outcomes: [well, gone], others: [], rollback: undefined },
      'prod',
      scrub(),
    );
    expect(textReport.render(view, { color: false })).not.toContain('connect-sync');
  });

  it('reports connectors whose health was not checked, as after an interruption', () => {
    const view = viewReport(
      { ...report, planned: 1, outcomes: [outcome('a')], others: [], rollback: undefined },
      'prod',
      scrub(),
    );
    expect(textReport.render(view, { color: false })).toBe(
      [
        'prod',
        '  update  a   applied; health not checked, after 2.1 s',
        '1 planned: 1 applied.',
        '1 connector not checked: connect-sync status a --cluster prod',
        '',
      ].join('\n'),
    );
  });

  it('is short if there was little to do', () => {
    const empty = { ...report, planned: 0, outcomes: [], others: [], rollback: undefined };
    expect(textReport.render(viewReport(empty, 'prod', scrub()), { color: false })).toBe('No changes.\n');
  });

  it('survives a JSON round trip', () => {
    const view = viewReport(report, 'prod', scrub());
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });
});

describe('a non-interactive apply', () => {
  const doing = (name: string, stage: PendingReport['stage'], reason?: string): PendingReport => ({
    name,
    change: 'update',
    stage,
    reason,
    milliseconds: 9000,
  });

  const pending = [
    ...['a', 'b', 'c', 'd', 'e'].map((name) => doing(name, 'progressing', 'it has no status yet')),
    doing('sink-slow-00', 'progressing', 'connector UNASSIGNED'),
    doing('sink-fine-00', 'healthy'),
    doing('sink-lost-00', 'resolving', 'no answer within 100 s'),
  ];

  it('prints one line per event', async () => {
    const width = Math.max(...outcomes.map(({ name }) => name.length));
    const events = [
      { kind: 'validated', count: 2, milliseconds: 400 },
      { kind: 'started', name: 'sink-elastic-orders-00', change: 'update' },
      { kind: 'written', name: 'sink-elastic-orders-00', change: 'update' },
      { kind: 'health', name: 'sink-slow-00', health: failed },
      { kind: 'waiting', name: 'sink-slow-00', reason: 'the workers are rebalancing', milliseconds: 1500 },
      ...outcomes.map(
        (one, index) =>
          ({ kind: 'finished', outcome: one, index: index + 1, total: outcomes.length }) as const,
      ),
      { kind: 'resolving', name: 'sink-lost-00', reason: 'no answer within 100 s' },
      { kind: 'heartbeat', pending, milliseconds: 20_000 },
      { kind: 'interrupted', signal: 'SIGINT' },
      { kind: 'rollback', name: 'sink-slow-00', change: 'update' },
      { kind: 'rolled-back', name: 'sink-slow-00', reason: undefined },
      { kind: 'rollback', name: 'audit-oldest', change: 'create' },
      { kind: 'rolled-back', name: 'audit-oldest', reason: 'somebody else created it meanwhile' },
    ] as const;
    const text = events
      .map((event) => viewEvent(event, 'prod', scrub()))
      .map((view) => renderApplyEvent(view, { color: false, nameWidth: width }))
      .join('');
    await expect(text).toMatchFileSnapshot(snapshot('apply-events'));
  });

  it('counts changes in progress by stage, trouble first', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      doing(`sink-${index}`, 'progressing', 'no status'),
    );
    const kinds = ['a', 'b', 'c', 'd', 'e'].map((reason) => doing(`sink-${reason}`, 'retrying', reason));
    const view = viewEvent(
      { kind: 'heartbeat', pending: [...many, ...kinds], milliseconds: 1e4 },
      'prod',
      scrub(),
    );
    expect(renderApplyEvent(view, { color: false })).toBe(
      'prod: still working after 10 s: 5 retrying (sink-a, sink-b, sink-c and 2 more); ' +
        '2,000 waiting until healthy (sink-0, sink-1, sink-2 and 1,997 more: no status)\n',
    );
  });

  it('does not repeat an unchanged line', () => {
    const view = viewEvent({ kind: 'heartbeat', pending, milliseconds: 30_000 }, 'prod', scrub());
    expect(renderApplyEvent(view, { color: false, asBefore: true })).toBe(
      'prod: still working after 30 s: as before\n',
    );
  });
});
