import type { EventView } from '../../model/apply-view.ts';
import { renderApplyEvent } from '../../render/apply-event.ts';

/** How the lines of one cluster's log are to be printed. */
export interface EventLogOptions {
  readonly color: boolean;
  /** The longest name there will be. */
  readonly nameWidth: number;
}

/** The events of one cluster as the lines of a log: what has been said already is not said again. */
export class EventLog {
  readonly #options: EventLogOptions;
  readonly #reasons = new Map<string, string>();
  #pending = '';

  constructor(options: EventLogOptions) {
    this.#options = options;
  }

  /** What an event adds to the log; empty where that is nothing. */
  textOf(event: EventView): string {
    switch (event.kind) {
      case 'waiting': {
        const isTold = this.#reasons.get(event.name) === event.reason;
        this.#reasons.set(event.name, event.reason);
        return isTold ? '' : renderApplyEvent(event, this.#options);
      }
      case 'heartbeat': {
        const pending = JSON.stringify(event.pending.map(({ name, stage, reason }) => [name, stage, reason]));
        const asBefore = pending === this.#pending;
        this.#pending = pending;
        return renderApplyEvent(event, { ...this.#options, asBefore });
      }
      default:
        return renderApplyEvent(event, this.#options);
    }
  }
}
