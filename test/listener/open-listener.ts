import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Site } from '../../src/listener/site.ts';
import { type Listener, type ListenerOptions, startListener } from '../../src/listener/start-listener.ts';
import type { Clock } from '../../src/model/clock.ts';
import { systemClock } from '../../src/public/system-clock.ts';

/** A listener of one test, what it was asked for, and how to send requests to it. */
export interface OpenListener {
  readonly listener: Listener;
  readonly seen: string[];
  readonly errors: unknown[];
  send(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Answer>;
  /** Sends text as it is and returns everything that comes until the connection ends. */
  exchange(message: string): Promise<string>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Starts a listener on loopback that ends with the test. */
export async function openListener(
  options: Partial<ListenerOptions> = {},
  site: Partial<Site> = {},
  clock: Clock = systemClock,
): Promise<OpenListener> {
  const seen: string[] = [];
  const errors: unknown[] = [];
  const listener = await startListener(
    { host: '127.0.0.1', port: 0, allowedHosts: [], ...options },
    { ...textsOf(seen), ...site },
    { clock, onError: (error) => errors.push(error) },
  );
  onTestFinished(() => listener.close());
  const at = { host: '127.0.0.1', port: listener.port };
  return {
    listener,
    seen,
    errors,
    send: (method, path, headers = {}, body = '') => send({ ...at, method, path, headers }, body),
    exchange: async (message) => {
      const socket = connect(at);
      socket.write(message);
      return text(socket);
    },
  };
}

function textsOf(seen: string[]): Site {
  return {
    page: (query) => `<p>${query}</p>`,
    status: () => '{"format":"connect-sync/controller"}',
    metrics: async (accept) => ({ contentType: 'text/plain; version=0.0.4', body: `# ${accept}\n` }),
    readiness: () => ({ ready: true, reasons: [] }),
    trigger: () => void seen.push('trigger'),
  };
}

async function send(options: Parameters<typeof request>[1], body: string): Promise<Answer> {
  const message = request({ agent: false, ...(options as object) });
  message.end(body);
  const [response] = await once(message, 'response');
  return { status: response.statusCode, body: await text(response), headers: response.headers };
}
