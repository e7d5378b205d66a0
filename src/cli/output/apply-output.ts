import type { ApplyEvent } from '../../model/event.ts';
import type { EventLine } from '../../model/event-line.ts';
import type { ApplyReport } from '../../model/outcome.ts';
import { viewEvent } from '../../model/redaction/view-event.ts';
import { viewReport } from '../../model/redaction/view-report.ts';
import type { ClusterContext } from '../../project/resolve-clusters.ts';
import type { ApplyOrder } from '../../reconcile/apply-order.ts';
import { type MadePlan, refusalExitCode } from '../../reconcile/plan-options.ts';
import { renderEventLine } from '../../render/event-line.ts';
import { type ReportFormatName, reportFormats } from '../../render/report-formats.ts';
import { useColor } from '../use-color.ts';
import { reportFindings, writePlans } from './plans.ts';

/** Where an apply tells what it is doing. */
export interface ApplyOutput {
  showPlan(made: MadePlan): void;
  tell(event: ApplyEvent): void;
  report(report: ApplyReport): void;
}

/**
 * The output of one apply: the plan's page and the final report on stdout, progress on stderr. With `-f json` stdout
 * has one document a line: the plan, each event, the report. Of annotations a step has room for ten of a level: they
 * are for what comes of the changes, unless the plan is refused.
 */
export function applyOutput({ project, label }: ClusterContext, order: ApplyOrder): ApplyOutput {
  const { scrub } = project;
  const { progress, run } = order;
  const { host, options } = run;
  const isJson = options.format === 'json';
  // Pages of Markdown follow one another, plan and report of each cluster: only a blank line ends every block.
  const pageEnd = options.format === 'markdown' ? '\n' : '';
  const writeLine = (line: EventLine) => host.stdout.write(renderEventLine(line, host.clock.now()));
  return {
    showPlan(made) {
      progress.plan(
        label,
        made.plan.steps.map((step) => step.change.name),
      );
      if (isJson) writeLine({ cluster: label, kind: 'plan', plan: made.view });
      else if (order.manner) {
        const color = useColor(host, host.stdout, options.color);
        host.stdout.write(order.manner.render(made.view, { color }));
        reportFindings(run, made, 'text');
      } else {
        const shown = options.format === 'github' ? withoutChanges(made) : made;
        writePlans(run, [{ cluster: label, ok: true, value: shown }], {
          command: 'apply',
          applyArguments: [],
        });
        host.stdout.write(pageEnd);
      }
    },
    tell(event) {
      const view = viewEvent(event, label, scrub);
      if (isJson) writeLine(view);
      progress.tell(view);
    },
    report(report) {
      const view = viewReport(report, label, scrub);
      progress.leave(label);
      if (isJson) {
        writeLine({ cluster: label, kind: 'report', report: view });
        return;
      }
      const color = useColor(host, host.stdout, options.color);
      const format = reportFormats[(options.format ?? 'text') as ReportFormatName];
      host.stdout.write(format.render(view, { color, next: order.next }) + pageEnd);
    },
  };
}

function withoutChanges(made: MadePlan): MadePlan {
  if (refusalExitCode(made.plan) !== undefined) return made;
  return { ...made, view: { ...made.view, changes: [] } };
}
