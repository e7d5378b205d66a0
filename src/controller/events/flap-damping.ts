import type { ControllerEventKind } from '../../model/controller-event.ts';
import type { NewEvent } from './new-event.ts';

/** So many changes of one state within the window are flapping. */
const mostChanges = 6;
const windowMilliseconds = 3_600_000;
/** A state that has not changed for so long is reported again. */
const calmMilliseconds = 1_800_000;

/** The changes of one state, such as the health of a connector. */
interface State {
  /** In milliseconds of the clock; those within the window. */
  times: number[];
  isFlapping: boolean;
  /** The last change that was not reported. */
  withheld: NewEvent | undefined;
}

/**
 * Withholds changes of a state that changes all the time, such as a task that fails at each start. The sixth change within
 * an hour says that the state is flapping; the next is reported when the state has been stable for half an hour.
 */
export class FlapDamping {
  readonly #states = new Map<string, State>();

  /** @param now in milliseconds of a clock that only moves forward */
  damp(events: readonly NewEvent[], now: number): readonly NewEvent[] {
    const calmed = this.#calm(now);
    return [...calmed, ...events.flatMap((event) => this.#pass(event, now) ?? [])];
  }

  /** The event that is reported now; undefined for one that is withheld. */
  #pass(event: NewEvent, now: number): NewEvent | undefined {
    const about = states[event.kind];
    if (about === undefined) return event;
    const key = JSON.stringify([about, event.cluster, event.connector]);
    const state = this.#states.get(key) ?? { times: [], isFlapping: false, withheld: undefined };
    this.#states.set(key, state);
    state.times = [...state.times.filter((time) => time > now - windowMilliseconds), now];
    if (state.isFlapping) {
      state.withheld = event;
      return undefined;
    }
    if (state.times.length < mostChanges) return event;
    state.isFlapping = true;
    return { ...event, message: `${event.message}; ${flapping}` };
  }

  /** Ends what has been calm for long enough, and returns the states that it has come to. */
  #calm(now: number): readonly NewEvent[] {
    return [...this.#states].flatMap(([key, { times, isFlapping, withheld }]) => {
      const last = times.at(-1) ?? Number.NEGATIVE_INFINITY;
      if (now - last < (isFlapping ? calmMilliseconds : windowMilliseconds)) return [];
      this.#states.delete(key);
      return withheld ? [{ ...withheld, message: `stable for half an hour: ${withheld.message}` }] : [];
    });
  }
}

const flapping =
  'it is flapping (6 changes within an hour), and is reported again when it has been stable for half an hour';

/** The state that an event is about; kinds that are left out are no changes back and forth. */
const states: Partial<Readonly<Record<ControllerEventKind, string>>> = {
  'leadership-gained': 'leadership',
  'leadership-lost': 'leadership',
  'source-failed': 'source',
  'source-recovered': 'source',
  'cluster-unread': 'reading',
  'cluster-read': 'reading',
  'plan-blocked': 'plan',
  'plan-unblocked': 'plan',
  'drift-appeared': 'drift',
  'drift-ended': 'drift',
  'connector-failed': 'health',
  'connector-recovered': 'health',
  'connector-held': 'hold',
  'connector-released': 'hold',
};
