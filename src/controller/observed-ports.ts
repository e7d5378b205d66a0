import type { ControllerMetrics } from '../metrics/controller-metrics.ts';
import type { RunView } from '../model/controller-view.ts';
import type { ControllerPorts } from './controller-input.ts';

type Observed = Pick<ControllerPorts, 'onApplyEvent' | 'onRequest'> & {
  readonly onRun: (cluster: string, run: RunView) => void;
};

/** The ports of a controller whose metrics count what passes through them. */
export function observedPorts<Ports extends Observed>(ports: Ports, metrics: ControllerMetrics): Ports {
  return {
    ...ports,
    onApplyEvent(event) {
      metrics.observeEvent(event);
      ports.onApplyEvent(event);
    },
    onRequest(cluster, record) {
      metrics.observeRequest(cluster, record);
      ports.onRequest?.(cluster, record);
    },
    onRun(cluster, run) {
      metrics.observeRun(cluster, run);
      ports.onRun(cluster, run);
    },
  } satisfies Ports;
}
