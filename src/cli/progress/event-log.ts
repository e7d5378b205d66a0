import type { EventView } from '../../model/apply-view.ts';
import { renderApplyEvent } from '../../render/apply-event.ts';

/** How the log of one cluster is printed. */
export interface EventLogOptions {
  readonly color: boolean;
  /** The width of the longest name. */
  readonly nameWidth: number;
}

/** The log of one cluster; repeated events are printed once. */
export class EventLog {
  readonly #options: EventLogOptions;
  readonly #reasons = new Map<string, string>();
  #pending = '';

  constructor(options: EventLogOptions) {
    this.#options = options;
  }

  /** The lines that an event adds to the log; may be empty. */
  textOf(event: EventView): string {
    switch (event.kind) {
      case 'waiting': {
        const isKnown = this.#reasons.get(event.name) === event.reason;
        this.#reasons.set(event.name, event.reason);
        return isKnown ? '' : renderApplyEvent(event, this.#options);
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
