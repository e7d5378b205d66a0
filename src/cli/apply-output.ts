import type { ApplyEvent } from '../model/event.ts';
import type { ApplyReport } from '../model/outcome.ts';
import { viewEvent } from '../model/redaction/view-event.ts';
import { viewReport } from '../model/redaction/view-report.ts';
import { renderApplyEvent } from '../render/apply-event.ts';
import { renderApplyReport } from '../render/apply-report.ts';
import { toJsonLine } from '../render/json.ts';
import type { MadePlan } from './plan-work.ts';
import type { ClusterWork } from './resolve-clusters.ts';
import { useColor } from './use-color.ts';
import { writePlans } from './write-plans.ts';

/** Where an apply tells what it is doing. */
export interface ApplyOutput {
  showPlan(made: MadePlan): void;
  tell(event: ApplyEvent): void;
  report(report: ApplyReport): void;
}

/**
 * The output of one apply: the plan's page and the final report on stdout, events on stderr. With `-f json` stdout
 * has one document a line: the plan, each event, the report.
 */
export function applyOutput({ session, label }: ClusterWork): ApplyOutput {
  const { host, options, known } = session;
  const isJson = options.format === 'json';
  let nameWidth = 0;
  const writeLine = (event: object) => host.stdout.write(`${toJsonLine(event)}\n`);
  return {
    showPlan(made) {
      nameWidth = Math.max(0, ...made.plan.steps.map((step) => step.change.name.length));
      if (isJson) writeLine({ kind: 'plan', plan: made.view });
      else
        writePlans(session, [{ label, done: true, result: made }], { command: 'apply', applyArguments: [] });
    },
    tell(event) {
      const view = viewEvent(event, label, known);
      if (isJson) writeLine(view);
      const color = useColor(host, host.stderr, options.color);
      if (options.quiet !== true) host.stderr.write(renderApplyEvent(view, { color, nameWidth }));
    },
    report(report) {
      const view = viewReport(report, label, known);
      const color = useColor(host, host.stdout, options.color);
      if (isJson) writeLine({ kind: 'report', report: view });
      else host.stdout.write(renderApplyReport(view, { color }));
    },
  };
}
