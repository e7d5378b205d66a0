import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that came through. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly path: string;
  /** The status of the answer; undefined while there is none. */
  readonly status: number | undefined;
}

/** A reverse proxy on loopback that notes what comes through: between the command line and a worker. */
export interface RecordingProxy {
  /** Without a slash at the end. */
  readonly url: string;
  /** In the order in which they came. */
  requests(): readonly RecordedRequest[];
  /** How many there were of each method: `{ GET: 4 }`. */
  countByMethod(): Readonly<Record<string, number>>;
  /** Forgets what came through so far. */
  forget(): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port. Requests and answers pass unchanged; a worker that is away cuts the connection. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const requests: { method: string; path: string; status: number | undefined }[] = [];
  const server = http.createServer((request, response) => {
    const noted = { method: request.method ?? '', path: request.url ?? '', status: undefined };
    requests.push(noted);
    forward(target, request, response, (status) => Object.assign(noted, { status }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => [...requests],
    countByMethod: () => {
      const counts: Record<string, number> = {};
      for (const { method } of requests) counts[method] = (counts[method] ?? 0) + 1;
      return counts;
    },
    forget: () => {
      requests.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(
  target: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  ...[note]: [(status: number) => void]
): void {
  const { hostname, port } = new URL(target);
  const { method, url: path, headers } = request;
  const passed = http.request({ hostname, port, method, path, headers, agent: false }, (answer) => {
    note(answer.statusCode ?? 0);
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
    answer.pipe(response);
    answer.once('error', () => response.destroy());
  });
  passed.once('error', () => response.destroy());
  response.once('close', () => passed.destroy());
  request.pipe(passed);
}
