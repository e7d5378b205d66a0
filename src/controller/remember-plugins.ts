import type { ConnectCluster } from '../connect/connect-cluster.ts';

/** So long an answer about plugins is believed: a plugin is installed with a restart of its worker, which no answer shows. */
const rememberedMilliseconds = 3_600_000;

/**
 * Remembers what the workers of one cluster say about their plugins, as long as their version stays the same: without
 * it every cycle would read the keys of each plugin whose connectors differ.
 */
export class PluginAnswers {
  readonly #now: () => number;
  #version = '';
  #since = 0;
  #answers = new Map<string, Promise<unknown>>();

  /** `now`: milliseconds of a clock that only moves forward. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The connection with remembered answers. */
  wrap(connection: ConnectCluster): ConnectCluster {
    const wrapped: Partial<ConnectCluster> = {
      readWorker: async (...args) => {
        const worker = await connection.readWorker(...args);
        this.#expire(`${worker.versionText} ${worker.kafkaClusterId ?? ''}`);
        return worker;
      },
      readPlugins: (...args) => this.#once('plugins', () => connection.readPlugins(...args)),
      readPluginKeys: (name, ...rest) =>
        this.#once(`keys of ${name}`, () => connection.readPluginKeys(name, ...rest)),
    };
    // The address of the connection changes with each answer, so it is inherited and not copied.
    return Object.assign(Object.create(connection) as ConnectCluster, wrapped);
  }

  #expire(version: string): void {
    if (version === this.#version && this.#now() - this.#since < rememberedMilliseconds) return;
    this.#version = version;
    this.#since = this.#now();
    this.#answers = new Map();
  }

  /** A failure is not remembered. */
  #once<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key) as Promise<Answer> | undefined;
    if (known) return known;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }
}
