import path from 'node:path';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Answer, RestClient } from './rest-client.ts';
import { connectorPath } from './rest-client.ts';
import type { VersionRules } from './version-rules.ts';
import type { SentConfig, Traits, WorkerUnderTest } from './worker-under-test.ts';

/** What each part of the suite needs. */
export interface Subject {
  readonly rules: VersionRules;
  readonly traits: Traits;
  readonly rest: RestClient;
  /** The worker; it runs inside tests only. */
  readonly worker: () => WorkerUnderTest;
}

export const sourceClass = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
export const sinkClass = 'org.apache.kafka.connect.file.FileStreamSinkConnector';

let names = 0;

/** A name that no other test uses: one worker serves the whole suite. */
export function uniqueName(label: string): string {
  names += 1;
  return `${label}-${names}`;
}

/** A file source: always one task. */
export function sourceConfig(subject: Subject, name: string, more: SentConfig = {}): SentConfig {
  return {
    'connector.class': sourceClass,
    'tasks.max': '1',
    file: fileOf(subject, name),
    topic: `${name}-topic`,
    ...more,
  };
}

/** A file sink: as many tasks as `tasks.max` says. */
export function sinkConfig(subject: Subject, name: string, more: SentConfig = {}): SentConfig {
  return {
    'connector.class': sinkClass,
    'tasks.max': '1',
    file: fileOf(subject, name),
    topics: `${name}-topic`,
    ...more,
  };
}

export function fileOf(subject: Subject, name: string): string {
  return path.join(subject.worker().folder, `${name}.txt`);
}

/** Creates a connector with PUT. */
export async function create(subject: Subject, name: string, config: SentConfig): Promise<Answer> {
  const answer = await subject.rest.put(connectorPath(name, '/config'), config);
  expect(answer.status, answer.text).toBe(201);
  return answer;
}

/** Creates a connector and waits until it and its tasks run. */
export async function createRunning(subject: Subject, name: string, config: SentConfig): Promise<void> {
  await create(subject, name, config);
  await reach(subject, name, 'RUNNING', tasks(Number(config['tasks.max']), 'RUNNING'));
}

/** `tasks(2, 'RUNNING')` is the states of two running tasks. */
export function tasks(count: number, state: string): readonly string[] {
  return Array.from({ length: count }, () => state);
}

/** Waits until status shows these states: a state may show up to a second after the request. */
export async function reach(
  subject: Subject,
  name: string,
  connector: string,
  ...[expected]: [tasks?: readonly string[]]
): Promise<void> {
  const read = async () => {
    const states = await readStates(subject, name);
    return expected ? states : states?.connector;
  };
  const wanted = expected ? { connector, tasks: expected } : connector;
  await eventually(async () => expect(await read()).toEqual(wanted));
}

/** The states of a connector and its tasks; undefined where there is no status. */
export async function readStates(
  subject: Subject,
  name: string,
): Promise<{ connector: string; tasks: readonly string[] } | undefined> {
  const answer = await subject.rest.get(connectorPath(name, '/status'));
  if (answer.status === 404) return undefined;
  const status = answer.json as StatusBody;
  return { connector: status.connector.state, tasks: status.tasks.map((task) => task.state) };
}

/** The body of `GET …/status`. */
export interface StatusBody {
  readonly name: string;
  readonly connector: InstanceBody;
  readonly tasks: readonly (InstanceBody & { readonly id: number })[];
  readonly type: string;
}

/** One instance in a status. */
export interface InstanceBody {
  readonly state: string;
  readonly worker_id: string;
  readonly trace?: string;
}

/** The body of `GET /connectors/{n}`. */
export interface ConnectorBody {
  readonly name: string;
  readonly config: Readonly<Record<string, string | null>>;
  readonly tasks: readonly { readonly connector: string; readonly task: number }[];
  readonly type: string;
}

/** Repeats a request until it is not refused because of a rebalance; the message of the refusal must be a known one. */
export async function settled(subject: Subject, ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (attempt === 100 || !isRebalance(subject.rules, answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a worker refuses a request because of a rebalance: Connect REST contract 8.1 and 8.2. */
export function isRebalance(rules: VersionRules, answer: Answer): boolean {
  const message = errorMessage(answer) ?? '';
  return rules.rebalanceIs500
    ? answer.status === 500 && message === 'Request cannot be completed because a rebalance is expected'
    : answer.status === 409 &&
        message.startsWith('Cannot complete request momentarily due to stale configuration');
}

/** Reads one connector, and retries while a rebalance prevents it. */
export async function readConnector(subject: Subject, name: string): Promise<ConnectorBody> {
  const answer = await settled(subject, () => subject.rest.get(connectorPath(name)));
  expect(answer.status, answer.text).toBe(200);
  return answer.json as ConnectorBody;
}

/** The message of an error body `{"error_code", "message"}`. */
export function errorMessage(answer: Answer): string | undefined {
  const body = answer.json;
  if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
  return typeof body.message === 'string' ? body.message : undefined;
}

/** Asserts an error of the worker: its status, the same code in the body, and the message. */
export function expectError(answer: Answer, status: number, message: string | RegExp): void {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  expect(answer.json, answer.text).toMatchObject({ error_code: status });
  const said = errorMessage(answer) ?? 'null';
  if (typeof message === 'string') expect(said).toBe(message);
  else expect(said).toMatch(message);
}
