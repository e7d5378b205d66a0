import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that went through. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
}

/** A tiny reverse proxy on loopback that passes everything on and remembers what it was. */
export interface RecordingProxy {
  readonly url: string;
  /** In the order in which they came. */
  requests(): readonly RecordedRequest[];
  /** Forgets what it has seen so far. */
  forget(): void;
  close(): Promise<void>;
}

/** Stands before a worker, so that a test counts what really goes over the wire. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  let seen: RecordedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push({ method: incoming.method ?? '', path: incoming.url ?? '' });
    passOn(target, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => seen,
    forget: () => {
      seen = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path goes over as it came: nothing in it is decoded or encoded again. */
function passOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { hostname, port } = new URL(target);
  const { method, url, headers } = incoming;
  const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
