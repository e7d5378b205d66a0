import type { OtherView, OutcomeView, ReportView } from '../apply-view.ts';
import type { ApplyReport, OtherConnector, OutcomeKind, RollbackReport } from '../outcome.ts';
import type { Scrub } from './scrub.ts';
import { viewHealth, viewOutcome } from './view-outcome.ts';
import { viewPlace } from './view-plan.ts';

/** The report of an apply as it may be shown; `cluster` is the cluster's name, else its URL. */
export function viewReport(report: ApplyReport, cluster: string, scrub: Scrub): ReportView {
  const outcomes = report.outcomes.map((outcome) => viewOutcome(outcome, scrub));
  const sick = outcomes.filter(isSick);
  return {
    format: 'connect-sync/report',
    version: 1,
    cluster,
    planned: report.planned,
    counts: countKinds(outcomes),
    unhealthy: sick.filter((outcome) => !outcome.failedBefore).length,
    notHealed: sick.filter((outcome) => outcome.failedBefore).length,
    outcomes,
    others: report.others.map((other) => viewOther(other, scrub)),
    interrupted: report.interrupted ?? null,
    rollback: report.rollback ? viewRollback(report.rollback, scrub) : null,
    milliseconds: report.milliseconds,
  };
}

function viewOther({ health, changed, source, ...other }: OtherConnector, scrub: Scrub): OtherView {
  return {
    ...other,
    health: viewHealth(health, other.name, scrub),
    changed: changed === undefined ? null : scrub(changed),
    source: viewPlace(source),
  };
}

function viewRollback({ restored, left }: RollbackReport, scrub: Scrub): RollbackReport {
  return { restored, left: left.map(({ name, reason }) => ({ name, reason: scrub(reason) })) };
}

function isSick({ kind, health }: OutcomeView): boolean {
  return kind === 'applied' && (health?.kind === 'failed' || health?.kind === 'progressing');
}

/** How many outcomes there are of each kind. */
export function countKinds(outcomes: readonly OutcomeView[]): Record<OutcomeKind, number> {
  const counts: Record<OutcomeKind, number> = {
    applied: 0,
    unchanged: 0,
    failed: 0,
    skipped: 0,
    stale: 0,
    unknown: 0,
    'not-started': 0,
  };
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}
