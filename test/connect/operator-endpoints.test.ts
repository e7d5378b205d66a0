import { describe, expect, it } from 'vitest';
import type { ConnectCluster } from '../../src/connect/connect-cluster.ts';
import { fastClock } from './fast-clock.ts';
import { error, json, nothing, startServer, text } from './misbehaving-server.ts';
import { failureOf, openTestCluster, orders, seen } from './open-test-cluster.ts';

interface Case {
  readonly call: string;
  readonly perform: (cluster: ConnectCluster) => Promise<unknown>;
  readonly sends: string;
  readonly body?: unknown;
  readonly answer: ReturnType<typeof json>;
  readonly gives: unknown;
}

const unhealthy = { status: 'unhealthy', message: 'Worker was unable to handle this request' };

describe('each endpoint sends one request', () => {
  const cases: readonly Case[] = [
    {
      call: 'readHealth',
      perform: (cluster) => cluster.readHealth(),
      sends: 'GET /health',
      answer: json(unhealthy, 500),
      gives: unhealthy,
    },
    {
      call: 'readTasks',
      perform: (cluster) => cluster.readTasks(orders),
      sends: 'GET /connectors/orders/tasks',
      answer: json([
        { id: { connector: 'orders', task: 1 }, config: { a: '1', b: null } },
        { id: { connector: 'orders', task: 0 }, config: {} },
      ]),
      gives: [
        { id: 0, config: new Map() },
        { id: 1, config: new Map([['a', '1']]) },
      ],
    },
    {
      call: 'readTopics',
      perform: (cluster) => cluster.readTopics(orders),
      sends: 'GET /connectors/orders/topics',
      answer: json({ orders: { topics: ['b', 'a'] } }),
      gives: ['a', 'b'],
    },
    {
      call: 'resetTopics',
      perform: (cluster) => cluster.resetTopics(orders),
      sends: 'PUT /connectors/orders/topics/reset',
      answer: nothing(202),
      gives: undefined,
    },
    {
      call: 'alterOffsets',
      perform: (cluster) => cluster.alterOffsets(orders, '{"offsets":[{"partition":{},"offset":null}]}'),
      sends: 'PATCH /connectors/orders/offsets',
      body: { offsets: [{ partition: {}, offset: null }] },
      answer: json({ message: 'altered' }),
      gives: 'altered',
    },
    {
      call: 'resetOffsets',
      perform: (cluster) => cluster.resetOffsets(orders),
      sends: 'DELETE /connectors/orders/offsets',
      answer: json({ message: 'reset' }),
      gives: 'reset',
    },
    {
      call: 'readLoggers',
      perform: (cluster) => cluster.readLoggers(),
      sends: 'GET /admin/loggers',
      answer: json({ root: { level: 'INFO', last_modified: null }, a: { level: 'WARN', last_modified: 7 } }),
      gives: [
        { name: 'a', level: 'WARN', lastModified: 7 },
        { name: 'root', level: 'INFO', lastModified: undefined },
      ],
    },
    {
      call: 'readLogger',
      perform: (cluster) => cluster.readLogger('a/b'),
      sends: 'GET /admin/loggers/a%2Fb',
      answer: json({ level: 'INFO' }),
      gives: { name: 'a/b', level: 'INFO', lastModified: undefined },
    },
    {
      call: 'setLogger',
      perform: (cluster) => cluster.setLogger('root', { level: 'DEBUG', scope: 'cluster' }),
      sends: 'PUT /admin/loggers/root?scope=cluster',
      body: { level: 'DEBUG' },
      answer: nothing(204),
      gives: 'cluster',
    },
    {
      call: 'setLogger of an old worker',
      perform: (cluster) => cluster.setLogger('root', { level: 'DEBUG', scope: 'worker' }),
      sends: 'PUT /admin/loggers/root',
      body: { level: 'DEBUG' },
      answer: json(['root']),
      gives: 'worker',
    },
  ];

  it.each(cases)('$call: $sends', async ({ perform, sends, body, answer, gives }) => {
    const server = await startServer(answer);
    expect(await perform(openTestCluster([server.url]))).toEqual(gives);
    expect(seen(server)).toEqual([sends]);
    if (body !== undefined) expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(body);
  });
});

describe('a refusal is classified', () => {
  it.each([
    ['topics that are not tracked', 403, 'Topic tracking is disabled.', 'unsupported'],
    ['credentials that may not read them', 403, 'User cannot access the resource.', 'forbidden'],
    ['topics of an old worker', 404, 'HTTP 404 Not Found', 'unsupported'],
  ] as const)('%s', async (_, status, message, verdict) => {
    const server = await startServer(error(status, message));
    const failure = await failureOf(openTestCluster([server.url]).readTopics(orders));
    expect(failure.verdict).toBe(verdict);
  });

  it.each([
    [400, 'Connectors must be in the STOPPED state before their offsets can be modified.', 'permanent'],
    [500, "Failed to alter offsets because it doesn't support external modification of offsets", 'permanent'],
    [500, 'If the connector is in a stopped state, this operation can be safely retried.', 'busy'],
    [500, 'Request timed out', 'unknown-outcome'],
    [404, 'HTTP 404 Not Found', 'unsupported'],
    [405, 'HTTP 405 Method Not Allowed', 'unsupported'],
  ] as const)('a change of offsets: %i %s', async (status, message, verdict) => {
    const server = await startServer(error(status, message));
    const failure = await failureOf(openTestCluster([server.url]).resetOffsets(orders));
    expect(failure.verdict).toBe(verdict);
    expect(server.requests).toHaveLength(1);
  });

  it('an unknown logger', async () => {
    const server = await startServer(error(404, 'Logger x not found.'));
    expect((await failureOf(openTestCluster([server.url]).readLogger('x'))).verdict).toBe('absent');
  });

  it('JSON of another service', async () => {
    const server = await startServer(json({ hello: 'world' }));
    const cluster = openTestCluster([server.url]);
    for (const call of [
      cluster.readHealth(),
      cluster.readTasks(orders),
      cluster.readTopics(orders),
      cluster.readLoggers(),
    ]) {
      expect((await failureOf(call)).verdict).toBe('not-connect');
    }
  });
});

describe('an optional endpoint that answers 500 without a reason', () => {
  it.each<[string, (cluster: ConnectCluster) => Promise<unknown>]>([
    ['the loggers', (cluster) => cluster.readLoggers()],
    ['the plugins', (cluster) => cluster.readPlugins()],
  ])('does not mean that the worker is down: %s', async (what, perform) => {
    for (const body of ['', '<html>Error 500 Request failed.</html>']) {
      const server = await startServer(text(500, body));
      const cluster = openTestCluster([server.url], { options: { clock: fastClock() } });
      const { message } = await failureOf(perform(cluster));
      expect(message).toContain(`cannot read ${what}`);
      expect(message).toContain("answers 500 without an error of Kafka Connect's");
      expect(message).not.toMatch(/is ready|are up/);
    }
  });
});
