import { type Leadership, openLeadership } from '../leader/open-leadership.ts';
import type { ListenerOptions } from '../listener/start-listener.ts';
import type { ControllerEvent } from '../model/controller-event.ts';
import type { ControllerView, RunView } from '../model/controller-view.ts';
import type { Webhook } from '../webhook/open-webhook.ts';
import { checkLockFile } from './check-lock-file.ts';
import { checkUsage } from './check-usage.ts';
import { Controller } from './controller.ts';
import type { ControllerInput, ControllerPorts } from './controller-input.ts';
import { EventPublisher } from './events/event-publisher.ts';
import { resolveSource } from './resolve-source.ts';
import { openSource } from './source/open-source.ts';

export type { ControllerInput, RestartSettings } from './controller-input.ts';

/** Who hears of what the controller does. */
export interface RunControllerPorts extends ControllerPorts {
  /** A run on a cluster has ended. */
  readonly onRun: (cluster: string, run: RunView) => void;
  /** The state has changed in a way that people may want to hear of. */
  readonly onEvents: (events: readonly ControllerEvent[]) => void;
  /** Something of the state may have changed. */
  readonly onChange?: ((view: ControllerView) => void) | undefined;
  /** What is wrong beside files and clusters, in a line: the webhook, the lock. */
  readonly onProblem: (message: string) => void;
  /** Registers what a request to run at once does, such as a SIGHUP. */
  readonly onTrigger: (run: () => void) => void;
  /** It listens at this URL. */
  readonly onListening: (url: string) => void;
  /** The page that is served; `query` without the question mark. */
  readonly renderPage: (view: ControllerView, query: string) => string;
}

/**
 * Reconciles the clusters of a project again and again, until the signal of the ports aborts or all cycles are done. It
 * does not throw for what files or clusters contain: that is part of its state.
 *
 * @returns the state in which it ended
 * @throws ConnectSyncError `port-unavailable` where it cannot listen as the input says
 * @throws ConnectSyncError (usage) for options that contradict each other, and a webhook or lock that cannot be used here
 */
export async function runController(
  input: ControllerInput,
  ports: RunControllerPorts,
): Promise<ControllerView> {
  await checkUsage(input);
  checkLockFile(input);
  const leadership = openLeadership(input.leadership, input.project.environment, ports);
  const webhook = await openWebhookOf(input, ports);
  const publisher = new EventPublisher(webhook, ports);
  const parts = { leadership, publisher };
  const { listen } = input;
  try {
    if (listen === undefined) return await runToEnd(makeController(input, ports, parts));
    return await runAndServe({ ...input, listen }, ports, { ...parts, webhook });
  } finally {
    publisher.stopped();
    await Promise.all([webhook?.close(), leadership.close()]);
  }
}

interface Parts {
  readonly leadership: Leadership;
  readonly publisher: EventPublisher;
}

/** Loaded only where they are used: HTTP servers, metrics and clients. */
async function openWebhookOf(
  { webhook }: ControllerInput,
  ports: RunControllerPorts,
): Promise<Webhook | undefined> {
  if (webhook === undefined) return undefined;
  const { openWebhook } = await import('../webhook/open-webhook.ts');
  return openWebhook(webhook, ports);
}

async function runAndServe(
  input: ControllerInput & { readonly listen: ListenerOptions },
  ports: RunControllerPorts,
  { webhook, ...parts }: Parts & { readonly webhook: Webhook | undefined },
): Promise<ControllerView> {
  const { ControllerMetrics } = await import('../metrics/controller-metrics.ts');
  const { observedPorts } = await import('./observed-ports.ts');
  const { serveController } = await import('./serve-controller.ts');
  const metrics = new ControllerMetrics({ webhook: webhook && (() => webhook.counts()) });
  const controller = makeController(input, observedPorts(ports, metrics), parts);
  const { renderPage } = ports;
  const listener = await serveController(
    input.listen,
    { view: () => controller.view, trigger: () => controller.trigger('request'), metrics, renderPage },
    ports,
  );
  ports.onListening(listener.url);
  try {
    return await runToEnd(controller);
  } finally {
    await listener.close();
  }
}

async function runToEnd(controller: Controller): Promise<ControllerView> {
  await controller.run();
  return controller.view;
}

function makeController(
  input: ControllerInput,
  ports: RunControllerPorts,
  { leadership, publisher }: Parts,
): Controller {
  const source = openSource(
    { input: input.project, settleMilliseconds: input.settleMilliseconds },
    (project) => resolveSource(project, input),
    ports,
  );
  const controller: Controller = new Controller(input, ports, {
    ...{ source, leadership },
    onChange: () => {
      const { view } = controller;
      publisher.changed(view);
      ports.onChange?.(view);
    },
    onRun: (cluster, run, { report }) => {
      ports.onRun(cluster, run);
      // What differed comes before what was done about it.
      publisher.changed(controller.view);
      publisher.ran(cluster, report);
    },
  });
  ports.onTrigger(() => controller.trigger('signal'));
  return controller;
}
