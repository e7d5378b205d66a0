import { type Listener, type ListenerOptions, startListener } from '../listener/start-listener.ts';
import type { ControllerMetrics } from '../metrics/controller-metrics.ts';
import type { ControllerView } from '../model/controller-view.ts';
import type { ControllerPorts } from './controller-input.ts';
import { readiness } from './readiness.ts';

/** The parts of a controller that are served. */
export interface ServedController {
  readonly view: () => ControllerView;
  /** Starts a run, or makes one follow the run that is under way. */
  readonly trigger: () => void;
  readonly metrics: ControllerMetrics;
  /** The page as HTML; `query` without the question mark. */
  readonly renderPage: (view: ControllerView, query: string) => string;
}

/**
 * Serves the state of a controller over HTTP.
 *
 * @throws ConnectSyncError `port-unavailable` where it cannot listen there
 */
export function serveController(
  options: ListenerOptions,
  { view, trigger, metrics, renderPage }: ServedController,
  ports: Pick<ControllerPorts, 'clock' | 'onUnexpected'>,
): Promise<Listener> {
  return startListener(
    options,
    {
      page: (query) => renderPage(view(), query),
      status: () => `${JSON.stringify(view())}\n`,
      metrics: (accept) => metrics.print(view(), accept),
      readiness: () => readiness(view()),
      trigger,
    },
    { clock: ports.clock, onError: ports.onUnexpected },
  );
}
