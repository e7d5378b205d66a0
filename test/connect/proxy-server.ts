import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A running proxy, and its requests. */
export interface Proxy {
  readonly url: string;
  readonly seen: string[];
  readonly authorizations: string[];
}

/** A proxy that passes on plain requests and makes tunnels, or answers with `tunnel` instead of making one. */
export async function startProxy(answers: { readonly tunnel?: string } = {}): Promise<Proxy> {
  const seen: string[] = [];
  const authorizations: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const authorization = request.headers['proxy-authorization'];
    if (authorization) authorizations.push(authorization);
    const { 'proxy-authorization': _own, ...headers } = request.headers;
    request.pipe(
      httpRequest(request.url ?? '', { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  server.on('connect', (request, client) => {
    seen.push(`CONNECT ${request.url}`);
    client.on('error', () => undefined);
    if (answers.tunnel !== undefined) return void client.end(answers.tunnel);
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, seen, authorizations };
}
