import type { RunControllerPorts } from '../../src/controller/run-controller.ts';
import type { EventView } from '../../src/model/apply-view.ts';
import type { ControllerEvent } from '../../src/model/controller-event.ts';
import type { ControllerView, RunView } from '../../src/model/controller-view.ts';
import { schemaValidator } from '../support/expect-schema.ts';

/** Everything that controllers have reported so far, and the ports that they report to. */
export interface Reports {
  readonly ports: Omit<RunControllerPorts, 'clock' | 'signal'>;
  /** The ends of runs, the first one first. */
  readonly runs: readonly { readonly cluster: string; readonly run: RunView }[];
  readonly events: readonly ControllerEvent[];
  readonly applied: readonly EventView[];
  readonly unexpected: readonly unknown[];
  /** The state as it was last shown. */
  view(): ControllerView;
  /** Requests a run of the controller that was started last, as SIGHUP does. */
  trigger(): void;
}

/** Records what controllers report. Every state that they show must be as the published schema says. */
export function recordReports(): Reports {
  const runs: { cluster: string; run: RunView }[] = [];
  const events: ControllerEvent[] = [];
  const applied: EventView[] = [];
  const unexpected: unknown[] = [];
  let view: ControllerView | undefined;
  let trigger: () => void = () => undefined;
  const ports: Reports['ports'] = {
    onApplyEvent: (event) => applied.push(event),
    onUnexpected: (error) => unexpected.push(error),
    onRun: (cluster, run) => runs.push({ cluster, run }),
    onEvents: (found) => events.push(...found),
    onChange: (changed) => {
      view = changed;
      expectControllerSchema(changed);
    },
    onTrigger: (run) => {
      trigger = run;
    },
    onProblem: () => undefined,
    onListening: () => undefined,
    renderPage: () => '',
  };
  return {
    ...{ ports, runs, events, applied, unexpected },
    view() {
      if (!view) throw new Error('the controller has not shown its state yet');
      return view;
    },
    trigger: () => trigger(),
  };
}

function expectControllerSchema(view: ControllerView): void {
  const isValid = schemaValidator('controller');
  if (!isValid(JSON.parse(JSON.stringify(view))))
    throw new Error(JSON.stringify(isValid.errors?.slice(0, 3)));
}
