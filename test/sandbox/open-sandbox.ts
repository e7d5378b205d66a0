import { request as httpRequest } from 'node:http';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { HandClock } from './hand-clock.ts';

/** A sandbox for one test with a clock that the test advances, and functions to call it. */
export interface OpenSandbox extends Sandbox {
  readonly clock: HandClock;
  /** Sends JSON: text is sent unchanged, anything else as its JSON. */
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Sends exactly this, the target unchanged. */
  send(method: string, target: string, options?: RawOptions): Promise<Reply>;
  /** Creates a connector and advances the clock until it has its final state. */
  create(name: string, config: Readonly<Record<string, unknown>>): Promise<void>;
  /** The states as `CONNECTOR [task task]`, or the HTTP status where there is none. */
  states(name: string): Promise<string>;
}

/** A reply. */
export interface Reply {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; undefined where it is not JSON. */
  readonly json: unknown;
  /** The `message` of an error entity. */
  readonly message: unknown;
}

interface RawOptions {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Longer than any work takes at pace 1. */
export const longEnough = 2_000;

/** Starts a sandbox that the end of the test closes; a 4.3 worker unless another version is given. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<OpenSandbox> {
  const clock = new HandClock();
  const sandbox = await startSandbox({ port: 0, connectVersion: '4.3', anyClass: false, clock, ...options });
  onTestFinished(() => sandbox.close());
  const send = (method: string, target: string, raw: RawOptions = {}) =>
    exchange(new URL(sandbox.url), { method, target, ...raw });
  const call = (method: string, path: string, body?: unknown) => {
    if (body === undefined) return send(method, path);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return send(method, path, { body: text, headers: { 'content-type': 'application/json' } });
  };
  return {
    ...sandbox,
    clock,
    send,
    call,
    create: async (name, config) => {
      const reply = await call('PUT', `/connectors/${name}/config`, config);
      if (reply.status !== 201) throw new Error(`not created: ${reply.text}`);
      await clock.advance(longEnough);
    },
    states: async (name) => statesOf(await call('GET', `/connectors/${name}/status`)),
  };
}

/** A file source of one task. */
export function fileSource(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { 'connector.class': 'FileStreamSource', topic: 'lines', file: '/data/in.txt', ...more };
}

/** A file sink of as many tasks as `tasks.max` says. */
export function fileSink(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { 'connector.class': 'FileStreamSink', topics: 'lines', file: '/data/out.txt', ...more };
}

function statesOf({ status, json }: Reply): string {
  if (status !== 200) return String(status);
  const { connector, tasks } = json as {
    connector: { state: string };
    tasks: { id: number; state: string }[];
  };
  return `${connector.state} [${tasks.map((task) => task.state).join(' ')}]`;
}

function exchange(
  base: URL,
  { method, target, body, headers = {} }: RawOptions & { method: string; target: string },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: base.hostname,
        port: base.port,
        method,
        path: target,
        headers: { connection: 'close', ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const json = parsed(text);
          const { message } = (json ?? {}) as { message?: unknown };
          const type = response.headers['content-type'];
          resolve({ status: response.statusCode ?? 0, type, headers: response.headers, text, json, message });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
