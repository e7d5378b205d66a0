import { Elector } from '../../src/leader/elector.ts';
import { confirmMilliseconds } from '../../src/leader/lease-times.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { ReplicaClock } from './replica-clock.ts';
import type { SimulatedLock } from './simulated-lock.ts';

/** What differs from the first to the last moment of a replica. */
export interface ReplicaTraits {
  /** How fast its clock runs; 1: as it should. */
  readonly rate: number;
  readonly wallShift: number;
  /** How long its work goes on after a term was ended, in milliseconds. */
  readonly drainMilliseconds: number;
}

/** One write, and the term in which it was sent. */
interface SentWrite {
  readonly term: number;
  readonly replica: string;
  readonly at: number;
}

const betweenWrites = 400;

/** Replicas that write whenever they may, each like a controller: until its term has ended, and what it began is done. */
export class Replicas {
  readonly writes: SentWrite[] = [];
  readonly problems: string[] = [];
  readonly #clock: VirtualClock;
  readonly #lock: SimulatedLock;
  readonly #alive = new Map<number, Replica>();
  #started = 0;
  #terms = 0;

  constructor(clock: VirtualClock, lock: SimulatedLock) {
    this.#clock = clock;
    this.#lock = lock;
  }

  /** Starts a replica in this place, unless there is one. */
  start(place: number, traits: ReplicaTraits): void {
    if (this.#alive.has(place)) return;
    this.#started += 1;
    const clock = new ReplicaClock(this.#clock, traits.rate, traits.wallShift);
    const store = this.#lock.storeOf(clock, this.#lock.kind === 'lease' ? 0 : confirmMilliseconds);
    const identity = `replica-${place}-${this.#started}`;
    const ports = { clock, onProblem: (message: string) => this.problems.push(message) };
    const elector = new Elector(identity, store, ports);
    const replica: Replica = { identity, clock, elector, end: new AbortController(), traits };
    this.#alive.set(place, replica);
    void this.#run(replica).then(() => {
      if (this.#alive.get(place) === replica) this.#alive.delete(place);
    });
  }

  /** SIGTERM. */
  async stop(place: number): Promise<void> {
    const replica = this.#alive.get(place);
    await replica?.clock.awake();
    replica?.end.abort('SIGTERM');
  }

  /** SIGKILL. */
  kill(place: number): void {
    this.#alive.get(place)?.clock.kill();
    this.#alive.delete(place);
  }

  pause(place: number, milliseconds: number, kind: 'stopped' | 'suspended'): void {
    void this.#alive.get(place)?.clock.pauseFor(milliseconds, kind);
  }

  setWallClock(place: number, milliseconds: number): void {
    this.#alive.get(place)?.clock.setWallClock(milliseconds);
  }

  /** Those that are active, of those that run. */
  get active(): readonly string[] {
    return [...this.#alive.values()]
      .filter(({ clock, elector }) => !clock.isPaused && elector.view.isActive)
      .map(({ identity }) => identity);
  }

  /** Whether each replica has seen a holder. */
  get haveSeenHolder(): boolean {
    return [...this.#alive.values()].every(({ elector }) => elector.view.holder !== null);
  }

  /** Each write that came between two writes of another term: both replicas believed that they may write. */
  overlaps(): readonly string[] {
    const last = new Map(this.writes.map(({ term }, index) => [term, index]));
    return this.writes.flatMap((write, index) => {
      const next = this.writes[index + 1];
      const isOver = next === undefined || next.term === write.term || last.get(write.term) === index;
      return isOver ? [] : [`${next.replica} at ${next.at} wrote while ${write.replica} still did`];
    });
  }

  async #run({ identity, clock, elector, end, traits }: Replica): Promise<void> {
    while (!end.signal.aborted) {
      const term = await elector.lead(end.signal);
      this.#terms += 1;
      const number = this.#terms;
      let drainUntil = Number.POSITIVE_INFINITY;
      const onEnd = () => {
        drainUntil = clock.now() + traits.drainMilliseconds;
      };
      if (term.signal.aborted) onEnd();
      else term.signal.addEventListener('abort', onEnd, { once: true });
      while (clock.now() < drainUntil) {
        if (term.mayWrite()) this.writes.push({ term: number, replica: identity, at: this.#clock.now() });
        await clock.sleep(betweenWrites);
      }
      await term.end();
    }
    await elector.close();
  }
}

interface Replica {
  readonly identity: string;
  readonly clock: ReplicaClock;
  readonly elector: Elector;
  readonly end: AbortController;
  readonly traits: ReplicaTraits;
}
