import type { EventView } from '../../model/apply-view.ts';
import type { EventLine } from '../../model/event-line.ts';
import type { PlanView } from '../../model/plan-view.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import type { ReconcilePorts, ReconcileResult } from '../../reconcile/reconcile.ts';
import { renderEventLine } from '../../render/event-line.ts';
import type { NextArguments } from '../../render/next-lines.ts';
import { type ReportFormatName, reportFormats } from '../../render/report-formats.ts';
import type { CommandRun } from '../command.ts';
import { isConfirmed } from '../confirm.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodeOfResult } from '../exit-codes.ts';
import { clusterWords, projectArguments } from '../next-command.ts';
import type { CommonOptions } from '../options/project-options.ts';
import type { ApplyProgress } from '../progress/apply-progress.ts';
import { portsOf } from '../project-input.ts';
import { reportError } from '../report-error.ts';
import { problemDocument } from '../run-command.ts';
import { useColor } from '../use-color.ts';
import { errorLine } from './event-line-error.ts';
import { reportFindings, writePlans } from './plans.ts';

/** How a command that applies plans shows them, and what it asks. */
export interface ApplyPresentation {
  readonly progress: ApplyProgress;
  readonly options: CommonOptions;
  /** What to repeat in the commands that may follow. */
  readonly next: NextArguments;
  /** The question before anything is written; `agreed`: confirmed beforehand. */
  readonly question: ((planned: PlannedCluster) => string) | 'agreed';
  /** The page of a plan; left out: as `plan` shows it. */
  readonly page?: (view: PlanView, options: { readonly color: boolean }) => string;
}

/**
 * The output of a command that applies plans: plans and reports on stdout, progress on stderr. With `-f json`, stdout
 * has one document a line: plan, events, report. GitHub shows ten annotations of each level for a step: they are left
 * to the outcomes, unless the plan is blocked.
 */
export function applyPorts(presentation: ApplyPresentation): ReconcilePorts {
  const { progress, options, question } = presentation;
  const { host } = progress;
  const isJson = options.format === 'json';
  /** The folder of the backup of each cluster, if everything in it can be restored. */
  const backups = new Map<string, string>();
  const shown = new Map<string, Set<string>>();
  const writeLine = (line: EventLine) => host.stdout.write(renderEventLine(line, host.clock.wallTime()));
  return {
    ...portsOf(host, options),
    onPlanned(planned) {
      const { cluster, plan, view } = planned;
      progress.plan(
        cluster,
        plan.steps.map((step) => step.change.name),
      );
      if (isJson) writeLine({ cluster, kind: 'plan', plan: view });
      else showPlan(planned, presentation);
    },
    async confirm(planned) {
      if (question === 'agreed') return true;
      return isConfirmed(host, { label: planned.cluster, question: question(planned) });
    },
    onEvent(event) {
      if (event.kind === 'backed-up' && !event.masked) backups.set(event.cluster, event.folder);
      if (isJson) writeLine(event);
      progress.report(event);
      if (host.outputsAreOne && options.quiet !== true) noteShown(shown, event);
    },
    onFinished(cluster, result) {
      progress.leave(cluster);
      if (result?.kind !== 'applied') return;
      const { report, unexpected } = result;
      if (isJson) writeLine({ cluster, kind: 'report', report });
      else {
        const color = useColor(host, host.stdout, options.color);
        const format = reportFormats[(options.format ?? 'text') as ReportFormatName];
        // A restore takes a backup too, but a suggestion to restore that would lead in circles.
        const backup = presentation.next.command === 'restore' ? undefined : backups.get(cluster);
        const next = { ...presentation.next, backup };
        const page = format.render(report, { color, next, shown: shown.get(cluster) });
        host.stdout.write(page + pageEnd(options));
      }
      if (unexpected !== undefined) reportError(unexpected, host);
    },
  };
}

/** Which outcomes a person has read line by line when the report comes; one that was amended is reported again. */
function noteShown(shown: Map<string, Set<string>>, event: EventView): void {
  const names = shown.get(event.cluster) ?? new Set();
  shown.set(event.cluster, names);
  if (event.kind === 'finished') names.add(event.outcome.name);
  if (event.kind === 'amended') names.delete(event.outcome.name);
}

/** The question that asks to apply a plan, unless `--yes` is given. */
export function applyQuestion({ yes }: { readonly yes?: boolean }): ApplyPresentation['question'] {
  return yes === true ? 'agreed' : ({ cluster }) => `Apply these changes to ${cluster}?`;
}

/** Reports the clusters that failed, on stdout too, where a program looks for the end; returns the exit code of all. */
export function concludeApply(
  { host, options }: CommandRun,
  results: readonly ClusterResult<ReconcileResult>[],
): ExitCode {
  for (const one of results) {
    if (one.ok) continue;
    host.stdout.write(
      problemDocument(one.error, { ...options, errorDocument: errorLine(host, one.cluster) }),
    );
    reportError(one.error, host, options);
  }
  return combineExitCodes(
    results.map((one) => (one.ok ? exitCodeOfResult(one.value) : exitCodeOfError(one.error))),
  );
}

function showPlan(planned: PlannedCluster, { progress, options, page }: ApplyPresentation): void {
  const { host } = progress;
  const run = { host, options };
  if (page) {
    host.stdout.write(page(planned.view, { color: useColor(host, host.stdout, options.color) }));
    reportFindings(run, planned, 'text');
    return;
  }
  const shown = options.format === 'github' ? withoutChanges(planned) : planned;
  writePlans(run, [{ cluster: planned.cluster, ok: true, value: shown }], {
    command: 'apply',
    applyArguments: [],
    repeated: projectArguments(options),
    clusterWords: clusterWords(host, options),
    verbose: options.verbose,
  });
  host.stdout.write(pageEnd(options));
}

/** In Markdown, the pages of several clusters follow one another: only a blank line ends every block. */
function pageEnd({ format }: CommonOptions): string {
  return format === 'markdown' ? '\n' : '';
}

function withoutChanges(planned: PlannedCluster): PlannedCluster {
  if (planned.blockedBy) return planned;
  return { ...planned, view: { ...planned.view, changes: [] } };
}
