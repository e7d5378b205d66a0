import type { SandboxConnector } from './connector.ts';

interface Version {
  /** When it was written. */
  readonly at: number;
  /** The connector as it was then; undefined once deleted. */
  readonly connector: SandboxConnector | undefined;
  /** The connector itself: as long as nothing newer was written, reads see what becomes of it. */
  readonly live: SandboxConnector | undefined;
}

/** What a worker shows that has not read the end of the config topic yet (Connect REST contract 11, first window). */
export class Lag {
  readonly #now: () => number;
  #milliseconds = 0;
  #versions = new Map<string, readonly Version[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** From now on reads are so far behind the writes; 0: not at all. */
  set(milliseconds: number, current: readonly SandboxConnector[]): void {
    this.#milliseconds = milliseconds;
    const old = (connector: SandboxConnector): Version => ({
      at: Number.NEGATIVE_INFINITY,
      connector: { ...connector },
      live: connector,
    });
    this.#versions = new Map(current.map((connector) => [connector.name, [old(connector)]]));
  }

  /** Something was written; `connector` is undefined after a delete. */
  written(name: string, connector: SandboxConnector | undefined): void {
    if (this.#milliseconds === 0) return;
    const version = { at: this.#now(), connector: connector && { ...connector }, live: connector };
    this.#versions.set(name, [...(this.#versions.get(name) ?? []), version]);
  }

  /** The connectors as they are seen, where reads lag at all. */
  seen(): readonly SandboxConnector[] | undefined {
    if (this.#milliseconds === 0) return undefined;
    const end = this.#now() - this.#milliseconds;
    return [...this.#versions.values()].flatMap((versions) => {
      const version = versions.findLast(({ at }) => at <= end);
      return (version === versions.at(-1) ? version?.live : version?.connector) ?? [];
    });
  }
}
