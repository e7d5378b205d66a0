import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectCluster } from '../../src/connect/connect-cluster.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import {
  byPath,
  cutInTheMiddle,
  error,
  hangUp,
  html,
  inTurn,
  json,
  never,
  nothing,
  type Reply,
  startServer,
  text,
  urlWithoutServer,
} from './misbehaving-server.ts';
import { failureOf, openTestCluster, orders } from './open-test-cluster.ts';

const config = new Map([['connector.class', 'io.foo.Bar']]);
const list = json(['orders']);
const written = json({ name: 'orders', config: { name: 'orders' }, tasks: [], type: 'source' });

const writes: Readonly<Record<string, (cluster: ConnectCluster) => Promise<unknown>>> = {
  putConfig: (cluster) => cluster.putConfig(orders, config),
  createWithState: (cluster) => cluster.createWithState(orders, config, 'paused'),
  pause: (cluster) => cluster.setState(orders, 'paused'),
  stop: (cluster) => cluster.setState(orders, 'stopped'),
  restart: (cluster) => cluster.restart(orders, { includeTasks: true, onlyFailed: true }),
  restartTask: (cluster) => cluster.restartTask(orders, 0),
  delete: (cluster) => cluster.delete(orders),
};

interface Fault {
  readonly what: string;
  readonly reply: Reply;
  readonly verdict: string;
}

const faults: readonly Fault[] = [
  { what: 'no answer', reply: never, verdict: 'unknown-outcome' },
  { what: 'a connection that is closed', reply: hangUp, verdict: 'unknown-outcome' },
  { what: 'a connection that breaks off in the answer', reply: cutInTheMiddle, verdict: 'unknown-outcome' },
  { what: 'a time-out of the worker', reply: error(500, 'Request timed out'), verdict: 'unknown-outcome' },
  { what: 'a gateway out of patience', reply: html(504), verdict: 'unknown-outcome' },
  { what: 'a gateway that fails', reply: html(502), verdict: 'unknown-outcome' },
  {
    what: 'a rebalance',
    reply: error(409, 'Cannot complete request because of a conflicting operation (e.g. worker rebalance)'),
    verdict: 'busy',
  },
  {
    what: 'a dead leader',
    reply: error(
      500,
      'IO Error trying to forward REST request: java.net.ConnectException: Connection refused',
    ),
    verdict: 'not-sent',
  },
  { what: 'a worker that is starting', reply: nothing(404), verdict: 'busy' },
  { what: 'a gateway without a worker', reply: text(503, 'no healthy upstream'), verdict: 'busy' },
  { what: 'a gateway that slows us down', reply: nothing(429), verdict: 'busy' },
  {
    what: 'refused credentials',
    reply: text(401, 'User cannot access the resource.'),
    verdict: 'unauthorised',
  },
  { what: 'a login page', reply: html(200), verdict: 'not-connect' },
  {
    what: 'a redirect',
    reply: text(307, '', { location: 'http://elsewhere.example/' }),
    verdict: 'not-connect',
  },
  { what: 'JSON that breaks off', reply: text(200, '{"name": "ord'), verdict: 'unknown-outcome' },
];

describe('a write is sent once, whatever comes back', () => {
  it.each(Object.keys(writes).flatMap((write) => faults.map((fault) => ({ write, ...fault }))))(
    '$write, $what: $verdict',
    async ({ write, reply, verdict }) => {
      const [server, other] = [await startServer(inTurn(list, reply)), await startServer(list)];
      const clock = new VirtualClock({ start: 0, quietTurns: 12 });
      const cluster = openTestCluster([server.url, other.url], { options: { clock } });
      await cluster.listNames();
      const failure = await failureOf(writes[write]?.(cluster) ?? Promise.resolve());
      expect(failure.verdict).toBe(verdict);
      expect(failure.message).toContain(server.url);
      expect([server.requests.length, other.requests.length]).toEqual([2, 0]);
      expect(clock.now(), 'waited for an answer alone').toBe(reply === never ? 100_000 : 0);
    },
  );

  it.each(Object.keys(writes))('%s, where nothing listens any more: not-sent', async (write) => {
    const cluster = openTestCluster([await urlWithoutServer()]);
    const failure = await failureOf(writes[write]?.(cluster) ?? Promise.resolve());
    expect(failure.verdict).toBe('not-sent');
  });
});

describe('a write', () => {
  it('is not sent if the process may no longer write when the connection is there', async () => {
    const server = await startServer(inTurn(list, written));
    const asked: boolean[] = [];
    const mayWrite = () => {
      asked.push(false);
      return false;
    };
    const cluster = openTestCluster([server.url], { options: { mayWrite } });
    await cluster.listNames();
    expect(asked).toEqual([]);
    const failure = await failureOf(cluster.putConfig(orders, config, () => true));
    expect(failure.verdict).toBe('not-sent');
    expect(asked).toEqual([false]);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('goes to the URL that answered last', async () => {
    const [first, second] = [await startServer(html(404)), await startServer(inTurn(list, written))];
    const cluster = openTestCluster([first.url, second.url]);
    await cluster.listNames();
    expect(await cluster.putConfig(orders, config)).toBe('replaced');
    expect(first.requests.map(({ method }) => method)).toEqual(['GET']);
    expect(second.requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  it('that was certainly not sent goes elsewhere when the caller sends it again', async () => {
    const second = await startServer(written);
    const cluster = openTestCluster([await urlWithoutServer(), second.url]);
    expect((await failureOf(cluster.putConfig(orders, config))).verdict).toBe('not-sent');
    expect(await cluster.putConfig(orders, config)).toBe('replaced');
    expect(second.requests).toHaveLength(1);
  });

  it('leaves a worker that is shutting down, when the caller sends it again', async () => {
    const [first, second] = [
      await startServer(error(500, 'Worker is shutting down')),
      await startServer(written),
    ];
    const cluster = openTestCluster([first.url, second.url]);
    expect((await failureOf(cluster.putConfig(orders, config))).verdict).toBe('busy');
    expect(await cluster.putConfig(orders, config)).toBe('replaced');
  });

  it('stays where a worker says no', async () => {
    const [first, second] = [
      await startServer(error(400, 'Connector configuration is invalid')),
      await startServer(written),
    ];
    const cluster = openTestCluster([first.url, second.url]);
    for (let times = 0; times < 2; times += 1) {
      expect((await failureOf(cluster.putConfig(orders, config))).verdict).toBe('refused');
    }
    expect([first.requests.length, second.requests.length]).toEqual([2, 0]);
  });

  it('has a connection of its own, never one that the worker may just have closed', async () => {
    const { url, connections } = await startConnectionCounter();
    const cluster = openTestCluster([url]);
    for (let times = 0; times < 5; times += 1) {
      await cluster.listNames();
      await cluster.delete(orders);
      await sleep(5);
    }
    const deletes = connections.filter((requests) =>
      requests.some((request) => request.startsWith('DELETE')),
    );
    expect(deletes.map((requests) => requests.length)).toEqual([1, 1, 1, 1, 1]);
    expect(deletes.every(([request]) => request?.includes('connection: close\r\n'))).toBe(true);
  });

  it('that is interrupted has an unknown outcome once it has left, and is not sent before', async () => {
    const server = await startServer(never);
    const abort = new AbortController();
    const cluster = openTestCluster([server.url], { options: { signal: abort.signal } });
    const writing = failureOf(cluster.putConfig(orders, config));
    await expect.poll(() => server.requests.length).toBe(1);
    abort.abort();
    expect((await writing).verdict).toBe('unknown-outcome');
    expect((await failureOf(cluster.putConfig(orders, config))).verdict).toBe('not-sent');
    expect(server.requests).toHaveLength(1);
  });

  it('keeps the message of the worker apart from our own sentence', async () => {
    const said =
      'Connector configuration is invalid and contains the following 1 error(s):\nInvalid value s3cret for configuration a: no\nYou can also find the above list of errors at the endpoint `/x`';
    const server = await startServer(error(400, said));
    const failure = await failureOf(openTestCluster([server.url]).putConfig(orders, config));
    expect(failure).toMatchObject({
      verdict: 'refused',
      status: 400,
      method: 'PUT',
      url: `${server.url}/connectors/orders/config`,
      message: `cannot write the configuration of "orders": ${server.url} refuses the configuration (400)`,
      workerMessage:
        'Connector configuration is invalid and contains the following 1 error(s):\nInvalid value s3cret for configuration a: no',
    });
  });

  it.each([
    ['another connector', { name: 'payments', config: {} }],
    ['no connector at all', { status: 'ok' }],
    ['a list', []],
  ])('that is answered with %s was not answered by a worker', async (_what, answer) => {
    const server = await startServer(json(answer));
    expect((await failureOf(openTestCluster([server.url]).putConfig(orders, config))).verdict).toBe(
      'not-connect',
    );
  });

  it.each([
    ['stop', 'It came with Kafka Connect 3.5.', error(404, 'HTTP 404 Not Found')],
    [
      'createWithState',
      'It came with Kafka Connect 3.7.',
      error(
        500,
        'Unrecognized field "initial_state" (class …CreateConnectorRequest), not marked as ignorable',
      ),
    ],
  ])('that an old worker does not know says which version does: %s', async (write, sentence, reply) => {
    const server = await startServer(reply);
    const failure = await failureOf(writes[write]?.(openTestCluster([server.url])) ?? Promise.resolve());
    expect(failure.verdict).toBe('unsupported');
    expect(failure.message).toContain(sentence);
  });

  it('finds what is gone, and what is there, from a follower of version 2.8 too', async () => {
    const server = await startServer(
      byPath({
        '/connectors/orders': error(500, 'Error trying to forward REST request: Connector orders not found'),
        '/connectors': error(500, 'Error trying to forward REST request: Connector orders already exists'),
      }),
    );
    const cluster = openTestCluster([server.url]);
    expect(await failureOf(cluster.delete(orders))).toMatchObject({
      verdict: 'absent',
      workerMessage: 'Connector orders not found',
    });
    expect((await failureOf(cluster.createWithState(orders, config, 'paused'))).verdict).toBe('exists');
  });
});

/** A server that keeps its connections, and the requests that came over each. */
async function startConnectionCounter() {
  const connections: string[][] = [];
  const server = createServer((socket) => {
    const requests: string[] = [];
    connections.push(requests);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const request = chunk.toString();
      requests.push(request);
      const isRead = request.startsWith('GET');
      socket.write(
        isRead ? 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]' : 'HTTP/1.1 204 No Content\r\n\r\n',
      );
    });
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, connections };
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
