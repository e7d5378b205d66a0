import type { ApplyEvent } from '../model/event.ts';
import type { Health } from '../model/health.ts';

/** Emits health as it is assessed, each time only where it differs from the last one of the same connector. */
export class HealthChanges {
  readonly #emit: (event: ApplyEvent) => void;
  readonly #reported = new Map<string, string>();

  constructor(emit: (event: ApplyEvent) => void) {
    this.#emit = emit;
  }

  report(name: string, health: Health): void {
    const text = 'reason' in health ? `${health.kind}: ${health.reason}` : health.kind;
    if (this.#reported.get(name) === text) return;
    this.#reported.set(name, text);
    this.#emit({ kind: 'health', name, health });
  }
}
