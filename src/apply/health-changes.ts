import type { ApplyEvent } from '../model/event.ts';
import type { Health } from '../model/health.ts';

/** Tells judgements as they come, each only where it is another than the one before of the same connector. */
export class HealthChanges {
  readonly #emit: (event: ApplyEvent) => void;
  readonly #told = new Map<string, string>();

  constructor(emit: (event: ApplyEvent) => void) {
    this.#emit = emit;
  }

  tell(name: string, health: Health): void {
    const judgement = 'reason' in health ? `${health.kind}: ${health.reason}` : health.kind;
    if (this.#told.get(name) === judgement) return;
    this.#told.set(name, judgement);
    this.#emit({ kind: 'health', name, health });
  }
}
