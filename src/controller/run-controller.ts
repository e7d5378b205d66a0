import type { ControllerView, RunView } from '../model/controller-view.ts';
import { resolveToApply } from '../reconcile/apply-project.ts';
import { Controller, type Leadership } from './controller.ts';
import type { ControllerInput, ControllerPorts } from './controller-input.ts';
import { openSource } from './source/open-source.ts';

export type { ControllerInput, RestartSettings } from './controller-input.ts';

/** Who hears of what the controller does. */
export interface RunControllerPorts extends ControllerPorts {
  /** A run on a cluster has ended. */
  readonly onRun: (cluster: string, run: RunView) => void;
  /** Something of the state has changed. */
  readonly onChange: (view: ControllerView) => void;
  /** Registers what a request to run at once does, such as a SIGHUP. */
  readonly onTrigger: (run: () => void) => void;
}

/**
 * Reconciles the clusters of a project again and again, until the signal of the ports aborts or all cycles are done. It
 * does not throw for what files or clusters contain: that is part of its state.
 */
export async function runController(input: ControllerInput, ports: RunControllerPorts): Promise<void> {
  const source = openSource(
    { input: input.project, settleMilliseconds: input.settleMilliseconds },
    (project) => resolveToApply(project, input),
    ports,
  );
  const controller: Controller = new Controller(input, ports, {
    source,
    leadership: alwaysActive,
    onChange: () => ports.onChange(controller.view),
    onRun: ports.onRun,
  });
  ports.onTrigger(() => controller.trigger('signal'));
  await controller.run();
}

/** One replica, which needs nobody's leave. */
const alwaysActive: Leadership = {
  view: { kind: 'none', isActive: true, holder: null },
  lead: async (signal) => signal,
};
