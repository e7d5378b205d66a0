import { describe, expect, it } from 'vitest';
import type { ConnectCluster } from '../../src/connect/connect-cluster.ts';
import type { RequestRecord } from '../../src/model/ports.ts';
import { byPath, error, json, nothing, startServer } from './misbehaving-server.ts';
import { failureOf, openTestCluster, orders, seen } from './open-test-cluster.ts';

const config = new Map([
  ['connector.class', 'io.foo.Bar'],
  ['transforms.route.replacement', 'mysql-debezium-$1'],
  ['a', ' 1.50 '],
]);
const written = { name: 'orders', config: { name: 'orders' }, tasks: [], type: 'source' };
const plainConfig = {
  a: ' 1.50 ',
  'connector.class': 'io.foo.Bar',
  'transforms.route.replacement': 'mysql-debezium-$1',
};
const worker = { version: '3.9.1', commit: 'f745', kafka_cluster_id: 'hVB3' };

describe('each call of the interface sends one request', () => {
  interface Case {
    readonly call: string;
    readonly perform: (cluster: ConnectCluster) => Promise<unknown>;
    readonly sends: string;
    readonly body?: unknown;
    readonly answer: ReturnType<typeof json>;
    readonly gives?: unknown;
  }
  const cases: readonly Case[] = [
    {
      call: 'readWorker',
      perform: (cluster) => cluster.readWorker(),
      sends: 'GET /',
      answer: json(worker),
      gives: {
        version: { text: '3.9.1', major: 3, minor: 9, patch: 1 },
        versionText: '3.9.1',
        commit: 'f745',
        kafkaClusterId: 'hVB3',
      },
    },
    {
      call: 'listNames',
      perform: (cluster) => cluster.listNames(),
      sends: 'GET /connectors',
      answer: json([]),
      gives: [],
    },
    {
      call: 'readConnectors',
      perform: (cluster) => cluster.readConnectors(),
      sends: 'GET /connectors?expand=info',
      answer: json({}),
      gives: new Map(),
    },
    {
      call: 'readStatuses',
      perform: (cluster) => cluster.readStatuses(),
      sends: 'GET /connectors?expand=status',
      answer: json({}),
      gives: new Map(),
    },
    {
      call: 'readPlugins',
      perform: (cluster) => cluster.readPlugins(),
      sends: 'GET /connector-plugins',
      answer: json([]),
    },
    {
      call: 'readPlugins of all kinds',
      perform: (cluster) => cluster.readPlugins({ all: true }),
      sends: 'GET /connector-plugins?connectorsOnly=false',
      answer: json([]),
    },
    {
      call: 'readPluginKeys',
      perform: (cluster) => cluster.readPluginKeys('io.foo.Bar Baz?'),
      sends: 'GET /connector-plugins/io.foo.Bar%20Baz%3F/config',
      answer: json([]),
    },
    {
      call: 'readOffsets',
      perform: (cluster) => cluster.readOffsets(orders),
      sends: 'GET /connectors/orders/offsets',
      answer: json({ offsets: [{ partition: { file: 'a' }, offset: { position: 7 } }] }),
      gives: {
        text: '{"offsets":[{"partition":{"file":"a"},"offset":{"position":7}}]}',
        entries: [{ partition: { file: 'a' }, offset: { position: 7 } }],
      },
    },
    {
      call: 'validate',
      perform: (cluster) => cluster.validate('orders', config),
      sends: 'PUT /connector-plugins/io.foo.Bar/config/validate',
      body: { name: 'orders', ...plainConfig },
      answer: json({ name: 'io.foo.Bar', error_count: 0, groups: [], configs: [] }),
      gives: { keys: [], errors: [] },
    },
    {
      call: 'putConfig of a new connector',
      perform: (cluster) => cluster.putConfig(orders, config),
      sends: 'PUT /connectors/orders/config',
      body: plainConfig,
      answer: json(written, 201),
      gives: 'created',
    },
    {
      call: 'putConfig of an existing connector',
      perform: (cluster) => cluster.putConfig(orders, config),
      sends: 'PUT /connectors/orders/config',
      body: plainConfig,
      answer: json(written),
      gives: 'replaced',
    },
    {
      call: 'createWithState',
      perform: (cluster) => cluster.createWithState(orders, config, 'stopped'),
      sends: 'POST /connectors',
      body: { name: 'orders', config: plainConfig, initial_state: 'STOPPED' },
      answer: json(written, 201),
    },
    {
      call: 'setState running',
      perform: (cluster) => cluster.setState(orders, 'running'),
      sends: 'PUT /connectors/orders/resume',
      answer: nothing(202),
    },
    {
      call: 'setState paused',
      perform: (cluster) => cluster.setState(orders, 'paused'),
      sends: 'PUT /connectors/orders/pause',
      answer: nothing(202),
    },
    {
      call: 'setState stopped',
      perform: (cluster) => cluster.setState(orders, 'stopped'),
      sends: 'PUT /connectors/orders/stop',
      answer: nothing(204),
    },
    {
      call: 'restart of what failed',
      perform: (cluster) => cluster.restart(orders, { includeTasks: true, onlyFailed: true }),
      sends: 'POST /connectors/orders/restart?includeTasks=true&onlyFailed=true',
      answer: json({ name: 'orders', connector: { state: 'RESTARTING', worker_id: 'x' }, tasks: [] }, 202),
      gives: 'planned',
    },
    {
      call: 'restart of all, on a worker that does not know the flags',
      perform: (cluster) => cluster.restart(orders, { includeTasks: true, onlyFailed: false }),
      sends: 'POST /connectors/orders/restart?includeTasks=true',
      answer: nothing(204),
      gives: 'connector-only',
    },
    {
      call: 'restart of the connector alone',
      perform: (cluster) => cluster.restart(orders, { includeTasks: false, onlyFailed: false }),
      sends: 'POST /connectors/orders/restart',
      answer: nothing(204),
      gives: 'connector-only',
    },
    {
      call: 'restartTask',
      perform: (cluster) => cluster.restartTask(orders, 3),
      sends: 'POST /connectors/orders/tasks/3/restart',
      answer: nothing(204),
    },
    {
      call: 'delete',
      perform: (cluster) => cluster.delete(orders),
      sends: 'DELETE /connectors/orders',
      answer: nothing(204),
    },
  ];

  it.each(cases)('$call: $sends', async ({ perform, sends, body, answer, gives }) => {
    const server = await startServer(answer);
    const cluster = openTestCluster([server.url]);
    expect(await perform(cluster)).toEqual(gives ?? expect.toSatisfy(() => true));
    expect(seen(server)).toEqual([sends]);
    const [request] = server.requests;
    expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? '')).toEqual(body);
    expect(request?.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
    expect(request?.headers.accept).toBe('application/json');
  });
});

describe('a request', () => {
  it.each(['', '/', '/connect', '/connect/', '/a/b//'])('keeps the path of the URL: "%s"', async (path) => {
    const base = path.replace(/\/+$/, '');
    const server = await startServer(
      byPath({ [`${base}/`]: json(worker), [`${base}/connectors`]: json(['orders']) }),
    );
    const cluster = openTestCluster([`${server.url}${path}`]);
    await cluster.readWorker();
    expect(await cluster.listNames()).toEqual(['orders']);
    expect(cluster.url).toBe(`${server.url}${base}`);
  });

  it('carries the credentials and the headers of the cluster, our own not to be overridden', async () => {
    const server = await startServer(json([]));
    const basic = openTestCluster([server.url], {
      target: {
        auth: { kind: 'basic', username: 'ünal', password: 'p:ß' },
        headers: new Map([
          ['X-Team', 'data'],
          ['Accept', 'text/html'],
        ]),
      },
    });
    await basic.listNames();
    const bearer = openTestCluster([server.url], { target: { auth: { kind: 'bearer', token: 'abc.def' } } });
    await bearer.listNames();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('ünal:p:ß').toString('base64')}`,
      'Bearer abc.def',
    ]);
    expect(server.requests[0]?.headers).toMatchObject({ 'x-team': 'data', accept: 'application/json' });
  });

  it('is reported with method, path, status, time and date, and nothing else', async () => {
    const server = await startServer(byPath({ '/connect/connectors': json([]) }));
    const records: RequestRecord[] = [];
    const cluster = openTestCluster([`${server.url.replace('//', '//user:canary@')}/connect`], {
      target: { auth: { kind: 'bearer', token: 'canary' }, headers: new Map([['x-key', 'canary']]) },
      options: { onRequest: (record) => records.push(record) },
    });
    await cluster.listNames();
    await failureOf(cluster.putConfig(orders, new Map([['password', 'canary']])));
    expect(records).toEqual([
      {
        method: 'GET',
        url: `${server.url}/connect`,
        path: '/connect/connectors',
        status: 200,
        milliseconds: expect.any(Number),
        date: expect.any(String),
      },
      {
        method: 'PUT',
        url: `${server.url}/connect`,
        path: '/connect/connectors/orders/config',
        status: 404,
        milliseconds: expect.any(Number),
        date: expect.any(String),
      },
    ]);
    expect(JSON.stringify(records)).not.toContain('canary');
  });
});

describe('a validation', () => {
  it('comes back with an objection where the worker cannot even judge', async () => {
    const server = await startServer(
      error(
        500,
        "org.apache.kafka.connect.errors.ConnectException: Failed to find any class that implements Connector and which name matches io.foo.Bar, available connectors are: PluginDesc{klass=class A, name='A'}",
      ),
    );
    const cluster = openTestCluster([server.url]);
    expect(await cluster.validate('orders', config)).toEqual({
      keys: [],
      errors: [
        {
          key: 'connector.class',
          workerMessage:
            'Failed to find any class that implements Connector and which name matches io.foo.Bar, available connectors are: A',
        },
      ],
    });
    expect(server.requests).toHaveLength(1);
  });

  it('comes back with an objection to a 400, too', async () => {
    const server = await startServer(error(400, 'Invalid value x for configuration a: no'));
    const { errors } = await openTestCluster([server.url]).validate('orders', config);
    expect(errors).toEqual([{ key: 'a', workerMessage: 'Invalid value x for configuration a: no' }]);
  });

  it.each([
    ['nothing', undefined, /Missing required configuration "connector\.class"/],
    ['blanks', ' ', /Missing required configuration "connector\.class"/],
    ['a path', '../connectors/orders', /cannot be the name of a Java class/],
    ['two dots', '..', /cannot be the name of a Java class/],
    ['a line break', 'io.foo\nBar', /cannot be the name of a Java class/],
  ])('sends nothing where the class is %s', async (_what, className, message) => {
    const server = await startServer(json({}));
    const cluster = openTestCluster([server.url]);
    const { errors } = await cluster.validate(
      'orders',
      new Map(className === undefined ? [] : [['connector.class', className]]),
    );
    expect(errors).toEqual([{ key: 'connector.class', workerMessage: expect.stringMatching(message) }]);
    expect(server.requests).toEqual([]);
  });

  it('fails where nothing was assessed: the credentials may not, the worker has no such call', async () => {
    const server = await startServer(error(403, 'Forbidden'));
    const cluster = openTestCluster([server.url]);
    expect((await failureOf(cluster.validate('orders', config))).verdict).toBe('forbidden');
    server.reply = error(404, 'HTTP 404 Not Found');
    expect((await failureOf(cluster.validate('orders', config))).verdict).toBe('unsupported');
    expect(server.requests).toHaveLength(2);
  });

  it('is tried again while the worker is busy, as it changes nothing', async () => {
    const server = await startServer(error(500, 'Worker is shutting down'));
    let turn = 0;
    const answer = json({ configs: [] });
    server.reply = (response, request) => {
      turn += 1;
      (turn < 3 ? error(500, 'Worker is shutting down') : answer)(response, request);
    };
    expect(await openTestCluster([server.url]).validate('orders', config)).toEqual({ keys: [], errors: [] });
    expect(server.requests).toHaveLength(3);
  });
});
