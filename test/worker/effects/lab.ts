import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KeyEffect } from '../../../src/model/key-effect.ts';
import { live, present } from '../../support/connectors.ts';
import { planFor } from '../../support/plans.ts';
import { poll } from '../../support/poll.ts';

/** A configuration as it is sent. */
export type SentConfig = Readonly<Record<string, string>>;

/** One stored offset, as `GET …/offsets` reports it. */
export interface StoredOffset {
  readonly partition: Readonly<Record<string, unknown>>;
  readonly offset: Readonly<Record<string, unknown>>;
}

interface Status {
  readonly type: 'source' | 'sink';
  readonly connector: { readonly state: string };
  readonly tasks: readonly { readonly state: string; readonly trace?: string }[];
}

/** A worker on which changes of keys are tried, and what can be seen of their effects from outside. */
export class Lab {
  readonly #url: string;
  readonly #folder: string;
  readonly #configs = new Map<string, SentConfig>();
  #readers = 0;

  /** The broker's `host:port`. */
  readonly broker: string;

  private constructor(url: string, broker: string, folder: string) {
    this.#url = url;
    this.broker = broker;
    this.#folder = folder;
  }

  static async open(url: string, broker: string): Promise<Lab> {
    return new Lab(url, broker, await mkdtemp(path.join(tmpdir(), 'connect-sync-effects-')));
  }

  /** A file of the lab. */
  file(name: string): string {
    return path.join(this.#folder, name);
  }

  /** Appends lines to a file, which a FileStream source reads. */
  async append(name: string, ...lines: readonly string[]): Promise<void> {
    await appendFile(this.file(name), lines.map((line) => `${line}\n`).join(''));
  }

  /** The lines of a file; none if it does not exist. */
  async lines(name: string): Promise<readonly string[]> {
    const text = await readFile(this.file(name), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  /** Writes a configuration and waits until all tasks run. */
  async put(name: string, config: SentConfig): Promise<void> {
    await this.send(name, config);
    await this.untilState(name, 'RUNNING');
  }

  /** Writes a configuration; throws what the worker answers if it refuses. */
  async send(name: string, config: SentConfig): Promise<void> {
    const sent = { 'tasks.max': '1', ...config };
    const answered = await poll(
      async () => {
        const answer = await this.#request('PUT', `/connectors/${name}/config`, sent);
        return answer.status === 409 ? undefined : { ok: answer.ok, text: await answer.text() };
      },
      { what: `the worker takes the config of ${name}`, within: 30_000 },
    );
    if (!answered.ok) throw new Error(answered.text);
    this.#configs.set(name, sent);
  }

  /**
   * Changes keys (undefined: removes them), and waits until all tasks run. Returns what connect-sync knows about the
   * change beforehand.
   */
  async change(
    name: string,
    keys: Readonly<Record<string, string | undefined>>,
  ): Promise<readonly KeyEffect[]> {
    const { config, known } = await this.predict(name, keys);
    const before = await this.#generation(name);
    await this.send(name, config);
    await poll(async () => ((await this.#generation(name)) === before ? undefined : true), {
      what: `${name} has its new config`,
    });
    await this.untilState(name, 'RUNNING');
    return known;
  }

  /** What connect-sync knows about a change, and the config that it leads to. */
  async predict(
    name: string,
    keys: Readonly<Record<string, string | undefined>>,
  ): Promise<{ readonly config: SentConfig; readonly known: readonly KeyEffect[] }> {
    const old = this.#configs.get(name) ?? {};
    const config = Object.fromEntries(
      Object.entries({ ...old, ...keys }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value]],
      ),
    );
    const { type, tasks } = await poll(() => this.#status(name), { what: `the status of ${name}` });
    const reported = { config: old, type, tasks: tasks.map(({ state }) => state) };
    const plan = planFor({ desired: [present(name, { config })], live: [live(name, reported)] });
    return { config, known: plan.steps[0]?.keyEffects ?? [] };
  }

  /** The stored offsets of a connector. */
  async offsets(name: string): Promise<readonly StoredOffset[]> {
    const answer = await this.#request('GET', `/connectors/${name}/offsets`);
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { offsets: StoredOffset[] }).offsets;
  }

  /** Waits until the stored offsets fulfil a condition, and returns them. */
  untilOffsets(
    name: string,
    condition: (offsets: readonly StoredOffset[]) => boolean,
  ): Promise<readonly StoredOffset[]> {
    return poll(
      async () => {
        const offsets = await this.offsets(name);
        if (condition(offsets)) return offsets;
        throw new Error(JSON.stringify(offsets));
      },
      // Each answer makes the worker start an admin client.
      { what: `the offsets of ${name}`, every: 200 },
    );
  }

  /** Waits until a file has this number of lines, and returns them. */
  untilLines(name: string, count: number): Promise<readonly string[]> {
    return poll(
      async () => {
        const lines = await this.lines(name);
        if (lines.length >= count) return lines;
        throw new Error(`${lines.length} of ${count} lines: ${lines.join(' / ')}`);
      },
      { what: `${count} lines of ${name}` },
    );
  }

  /** The values of a topic as they are stored, once there are this many: a sink writes them to a file. */
  async values(topic: string, count: number, config: SentConfig = {}): Promise<readonly string[]> {
    this.#readers += 1;
    const name = `reader-${this.#readers}`;
    await writeFile(this.file(name), '');
    await this.put(name, {
      'connector.class': 'FileStreamSink',
      topics: topic,
      file: this.file(name),
      'key.converter': stringConverter,
      'value.converter': stringConverter,
      ...config,
    });
    const lines = await this.untilLines(name, count);
    await this.remove(name);
    return lines;
  }

  /** Waits until the connector and all its tasks have this state; of tasks, FAILED means any of them. */
  async untilState(name: string, wanted: 'RUNNING' | 'FAILED'): Promise<string> {
    return poll(
      async () => {
        const { tasks, connector } = await this.#status(name);
        const states = [connector.state, ...tasks.map(({ state }) => state)];
        const trace = tasks.map((task) => task.trace ?? '').join('');
        const isThere =
          wanted === 'FAILED'
            ? states.includes(wanted)
            : tasks.length > 0 && states.every((state) => state === wanted);
        if (isThere) return trace;
        throw new Error(`${states.join(', ')} ${trace}`);
      },
      { what: `${name} is ${wanted}` },
    );
  }

  /** Waits until a question has this answer. */
  async untilSame(ask: () => Promise<readonly string[]>, wanted: readonly string[]): Promise<void> {
    await poll(
      async () => {
        const found = await ask();
        if (JSON.stringify(found) === JSON.stringify(wanted)) return true;
        throw new Error(`found ${found.join(' / ')}`);
      },
      { what: wanted.join(' / ') },
    );
  }

  /** Deletes a connector. */
  async remove(name: string): Promise<void> {
    await poll(
      async () => ((await this.#request('DELETE', `/connectors/${name}`)).status === 204 ? true : undefined),
      {
        what: `${name} is deleted`,
        within: 30_000,
      },
    );
  }

  /** Removes its files. */
  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The tasks with their configs: another text shows that the change has reached them. */
  async #generation(name: string): Promise<string> {
    return poll(
      async () => {
        const answer = await this.#request('GET', `/connectors/${name}/tasks`);
        return answer.ok ? answer.text() : undefined;
      },
      { what: `the tasks of ${name}` },
    );
  }

  async #status(name: string): Promise<Status> {
    const answer = await this.#request('GET', `/connectors/${name}/status`);
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Status;
  }

  #request(method: string, target: string, body?: unknown): Promise<Response> {
    return fetch(`${this.#url}${target}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

/** Stores text as it is. */
export const stringConverter = 'org.apache.kafka.connect.storage.StringConverter';
