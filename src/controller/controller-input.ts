import type { LeadershipChoice } from '../leader/open-leadership.ts';
import type { ListenerOptions } from '../listener/start-listener.ts';
import type { EventView } from '../model/apply-view.ts';
import type { ControllerMode } from '../model/controller-view.ts';
import type { Ports } from '../model/ports.ts';
import type { ApplyInput } from '../reconcile/apply-project.ts';
import type { WebhookOptions } from '../webhook/open-webhook.ts';

/** What to reconcile again and again, and how: an apply, and what only a controller needs. */
export interface ControllerInput extends ApplyInput {
  readonly mode: ControllerMode;
  /** Between the starts of two runs. */
  readonly intervalMilliseconds: number;
  /** How long the files must stay unchanged before a new revision counts. */
  readonly settleMilliseconds: number;
  /** After so many cycles it ends; left out: never. */
  readonly cycles?: number | undefined;
  readonly restarts: RestartSettings;
  /** How one of several replicas is chosen; left out: there is one. */
  readonly leadership?: LeadershipChoice | undefined;
  /** Where its state and metrics are served; left out: nowhere. */
  readonly listen?: ListenerOptions | undefined;
  /** Where events are posted to; left out: nowhere. */
  readonly webhook?: WebhookOptions | undefined;
}

/** How often what is FAILED is restarted: the n-th restart follows n²+n delays after the one before. */
export interface RestartSettings {
  readonly delayMilliseconds: number;
  /** Left out: no limit. */
  readonly limit?: number | undefined;
  /** After so long in health, the next failure counts as the first. */
  readonly resetMilliseconds: number;
}

/** What the controller reports. Its signal ends it, after the write in flight. */
export interface ControllerPorts extends Ports {
  /** What the apply engine does. */
  readonly onApplyEvent: (event: EventView) => void;
  /** An error that no worker and no file causes: a bug. The controller goes on. */
  readonly onUnexpected: (error: unknown) => void;
  /** All runs have ended; the next ones start with the next cycle. */
  readonly onIdle?: (() => void) | undefined;
}
