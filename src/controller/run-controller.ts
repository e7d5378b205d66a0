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
  /** It listens at this URL. */
  readonly onListening: (url: string) => void;
  /** The page that is served; `query` without the question mark. */
  readonly renderPage?: ((view: ControllerView, query: string) => string) | undefined;
}

/**
 * Reconciles the clusters of a project again and again, until the signal of the ports aborts or all cycles are done. It
 * does not throw for what files or clusters contain: that is part of its state.
 *
 * @throws ConnectSyncError `port-unavailable` where it cannot listen as the input says
 */
export async function runController(input: ControllerInput, ports: RunControllerPorts): Promise<void> {
  if (input.listen === undefined) return makeController(input, ports).run();
  const { ControllerMetrics } = await import('../metrics/controller-metrics.ts');
  const { observedPorts } = await import('./observed-ports.ts');
  const { serveController } = await import('./serve-controller.ts');
  const metrics = new ControllerMetrics();
  const controller = makeController(input, observedPorts(ports, metrics));
  const { renderPage } = ports;
  const listener = await serveController(
    input.listen,
    { view: () => controller.view, trigger: () => controller.trigger('request'), metrics, renderPage },
    ports,
  );
  ports.onListening(listener.url);
  try {
    await controller.run();
  } finally {
    await listener.close();
  }
}

function makeController(input: ControllerInput, ports: RunControllerPorts): Controller {
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
  return controller;
}

/** One replica, which needs nobody's leave. */
const alwaysActive: Leadership = {
  view: { kind: 'none', isActive: true, holder: null },
  lead: async (signal) => signal,
};
