import type { ReportView } from '../../model/apply-view.ts';
import type { Clock } from '../../model/clock.ts';
import type { ControllerEvent } from '../../model/controller-event.ts';
import type { ControllerView } from '../../model/controller-view.ts';
import { randomId } from '../../model/random-id.ts';
import type { Webhook } from '../../webhook/open-webhook.ts';
import { isoNow } from '../iso-time.ts';
import { ControllerEvents } from './controller-events.ts';
import { FlapDamping } from './flap-damping.ts';
import type { NewEvent } from './new-event.ts';
import { outcomeEvents } from './outcome-events.ts';

/** Who hears of events. */
export interface EventPorts {
  readonly clock: Clock;
  readonly onEvents: (events: readonly ControllerEvent[]) => void;
}

/** Publishes events to the output and to the webhook, each with an id and a time. */
export class EventPublisher {
  readonly #webhook: Webhook | undefined;
  readonly #ports: EventPorts;
  readonly #states = new ControllerEvents();
  readonly #damping = new FlapDamping();
  #hasStarted = false;

  constructor(webhook: Webhook | undefined, ports: EventPorts) {
    this.#webhook = webhook;
    this.#ports = ports;
  }

  /** The state may have changed. */
  changed(view: ControllerView): void {
    this.#hasStarted = true;
    this.#publish(this.#damping.damp(this.#states.next(view), this.#ports.clock.now()));
  }

  /** A run on a cluster has ended. */
  ran(cluster: string, report: ReportView | undefined): void {
    this.#publish(outcomeEvents(cluster, report));
  }

  /** The controller ends; one that could not start, as where the port is in use, reports nothing. */
  stopped(): void {
    if (!this.#hasStarted) return;
    const message = 'the controller has stopped';
    this.#publish([{ kind: 'controller-stopped', cluster: null, connector: null, message }]);
  }

  #publish(found: readonly NewEvent[]): void {
    if (found.length === 0) return;
    const { clock } = this.#ports;
    const time = isoNow(clock);
    const published = found.map((event) => ({ ...event, id: randomId(clock), time }));
    this.#ports.onEvents(published);
    this.#webhook?.send(published);
  }
}
