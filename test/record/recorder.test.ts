import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RecordingResult, ShownRequest } from '../../src/model/recording.ts';
import { type Recorder, startRecorder } from '../../src/record/start-recorder.ts';
import { realClock } from '../support/real-clock.ts';

interface World {
  readonly recorder: Recorder;
  readonly shown: ShownRequest[];
  end(): Promise<RecordingResult>;
}

async function record(): Promise<World> {
  const shown: ShownRequest[] = [];
  const recorder = await startRecorder({
    ports: [],
    clock: realClock(),
    onRequest: (request) => shown.push(request),
    onHttps: () => undefined,
  });
  let ended: Promise<RecordingResult> | undefined;
  const end = () => {
    ended ??= recorder.end();
    return ended;
  };
  onTestFinished(async () => void (await end()));
  return { recorder, shown, end };
}

/** Sends a message as it stands, and returns the whole answer; the connection is closed after it. */
function exchange({ recorder }: World, message: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(recorder.proxy);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(message));
    socket.on('data', (part) => {
      answer += part.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

interface Sent {
  readonly url?: string;
  readonly headers?: readonly string[];
  readonly method?: string;
}

function put(world: World, body: string, { url, headers = [], method = 'PUT' }: Sent = {}): Promise<string> {
  const target = url ?? 'http://connect:8083/connectors/orders/config';
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${/\/\/([^/]*)/.exec(target)?.[1]}`,
    'Connection: close',
    ...(headers.length > 0 ? headers : ['Content-Type: application/json']),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return exchange(world, `${lines.join('\r\n')}\r\n\r\n${body}`);
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1]);
}

describe('a recorder', () => {
  it('answers as a new worker with any plugin, and keeps the last accepted config of each connector', async () => {
    const world = await record();
    const calls = [
      await put(world, '{"connector.class": "com.example.Unheard", "topics": "a"}'),
      await put(world, '{"connector.class": "com.example.Unheard", "topics": "b"}'),
      await put(world, '{"name": "orders", "config": {"connector.class": "X"}}', {
        method: 'POST',
        url: 'http://connect:8083/connectors',
      }),
      await put(world, '{"connector.class": "X"}', { url: 'http://connect:8083/connectors/gone/config' }),
      await put(world, '', { method: 'DELETE', url: 'http://connect:8083/connectors/gone' }),
      await put(world, '', { url: 'http://connect:8083/connectors/orders/pause' }),
      await put(world, '', { method: 'GET', url: 'http://connect:8083/connectors/orders/status' }),
    ];
    expect(calls.map(statusOf)).toEqual([201, 200, 409, 201, 204, 202, 200]);
    expect(calls.at(-1)).toContain('"state":"PAUSED"');
    const { clusters, deleted, requests } = await world.end();
    expect(clusters).toEqual([
      {
        url: 'http://connect:8083',
        rejected: [],
        connectors: [
          {
            name: 'orders',
            state: 'paused',
            nullKeys: [],
            config: new Map([
              ['connector.class', 'com.example.Unheard'],
              ['topics', 'b'],
            ]),
          },
        ],
      },
    ]);
    expect(deleted).toEqual([{ url: 'http://connect:8083', names: ['gone'] }]);
    expect(requests).toBe(7);
  });

  it('keeps numbers, booleans and texts as they were sent, and names keys with null', async () => {
    const world = await record();
    await put(
      world,
      '{"connector.class":"X","a":1.0,"b":1e3,"c":12345678901234567890,"d":true,"e":" \\u00e9\\n${file:x:y} ","f":null,"a":2.50}',
    );
    const [cluster] = (await world.end()).clusters;
    expect(Object.fromEntries(cluster?.connectors[0]?.config ?? [])).toEqual({
      'connector.class': 'X',
      a: '2.50',
      b: '1e3',
      c: '12345678901234567890',
      d: 'true',
      e: ' é\n${file:x:y} ',
    });
    expect(cluster?.connectors[0]?.nullKeys).toEqual(['f']);
  });

  it('shows a connector as RUNNING at once, whatever its config says, and every class as installed', async () => {
    const world = await record();
    await put(
      world,
      '{"connector.class":"com.example.Mine","tasks.max":"${TASKS}","transforms":"a,b","f":null}',
    );
    const url = 'http://connect:8083';
    expect(await put(world, '', { method: 'GET', url: `${url}/connectors/orders/status` })).toMatch(
      /"state":"RUNNING".*"tasks":\[\{"id":0,"state":"RUNNING"/,
    );
    const plugins = await put(world, '', { method: 'GET', url: `${url}/connector-plugins` });
    expect(plugins).toContain('io.confluent.connect.jdbc.JdbcSinkConnector');
    expect(plugins).toContain('com.example.Mine');
    const body = '{"connector.class":"io.debezium.connector.mysql.MySqlConnector"}';
    const validate = `${url}/connector-plugins/MySqlConnector/config/validate`;
    expect(await put(world, body, { url: validate })).toContain('"error_count":0');
  });

  it('rejects what no worker accepts, and forgets it when it is sent again as it should be', async () => {
    const world = await record();
    const of = (name: string) => ({ url: `http://connect:8083/connectors/${name}/config` });
    expect(statusOf(await put(world, '{"connector.class": ', of('a')))).toBe(500);
    expect(statusOf(await put(world, '{}', { ...of('b'), headers: ['Content-Type: text/plain'] }))).toBe(415);
    const gzip = ['Content-Type: application/json', 'Content-Encoding: gzip'];
    expect(statusOf(await put(world, 'x', { ...of('c'), headers: gzip }))).toBe(415);
    expect(statusOf(await put(world, `"${'x'.repeat(9_000_000)}"`, of('d')))).toBe(413);
    expect(statusOf(await put(world, '{"topics": "t"}', of('e')))).toBeGreaterThanOrEqual(400);
    await put(world, '{"connector.class": "X"}', of('a'));
    const [cluster] = (await world.end()).clusters;
    expect(cluster?.connectors.map(({ name }) => name)).toEqual(['a']);
    expect(cluster?.rejected.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'b: its Content-Type is not application/json',
      'c: its body is compressed',
      'd: its body is too large',
      'e: it has no connector.class',
    ]);
  });

  it('keeps one worker for each host and each path of a gateway', async () => {
    const world = await record();
    const body = '{"connector.class": "X"}';
    const urls = [
      'http://a:8083',
      'http://b:8083',
      'http://gateway/connect/dev',
      'http://gateway/connect/prod',
    ];
    for (const url of urls) await put(world, body, { url: `${url}/connectors/orders/config` });
    expect((await world.end()).clusters.map(({ url }) => url)).toEqual(urls);
  });

  it('refuses other services and HTTPS, and shows no user and no token', async () => {
    const world = await record();
    const url = 'http://user:secret@registry:8081/subjects/x?token=secret';
    const refused = await put(world, '', { method: 'GET', url });
    expect(statusOf(refused)).toBe(502);
    expect(refused).toContain('is not reachable while the command is recorded');
    const hello = Buffer.concat([
      Buffer.from('CONNECT Connect.example.com:443 HTTP/1.1\r\n\r\n'),
      Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0]),
    ]);
    expect(await exchange(world, hello)).toMatch(/^HTTP\/1\.1 200 [\s\S]*\x15\x03\x01\x00\x02\x021$/);
    await put(world, '{"connector.class":"X"}', {
      url: 'http://u:secret@connect/connectors/a/config?k=secret',
    });
    const { others, httpsTargets } = await world.end();
    expect(others).toEqual(['http://registry:8081/subjects/…']);
    expect(httpsTargets).toEqual(['connect.example.com:443']);
    expect(JSON.stringify(world.shown)).not.toContain('secret');
    expect(world.shown.at(-1)?.url).toBe('http://connect/connectors/a/config?k=…');
  });

  it('reads plain HTTP in a tunnel', async () => {
    const world = await record();
    const body = '{"connector.class":"X"}';
    const answer = await exchange(
      world,
      'CONNECT connect:8083 HTTP/1.1\r\nHost: connect:8083\r\n\r\n' +
        'PUT /connectors/orders/config HTTP/1.1\r\nHost: connect:8083\r\nConnection: close\r\n' +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toContain('201 Created');
    expect((await world.end()).clusters.map(({ url }) => url)).toEqual(['http://connect:8083']);
  });

  it.each([
    ['garbage', 'GARBAGE\r\n\r\n', 400],
    ['a header that is too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
    ['a tunnel to nowhere', 'CONNECT nowhere HTTP/1.1\r\n\r\n', 400],
    ['a URL that is none', 'GET http://a:99999/connectors HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'a web page',
      'POST /connectors HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nConnection: close\r\n\r\n',
      403,
    ],
    ['HTTP/1.0 without a host', 'GET /connectors HTTP/1.0\r\n\r\n', 200],
  ])('answers %s', async (_name, message, status) => {
    const world = await record();
    expect(statusOf(await exchange(world, message))).toBe(status);
  });

  it('reads chunks, and a client that asks first', async () => {
    const world = await record();
    const body = '17\r\n{"connector.class":"X"}\r\n0\r\n\r\n';
    const answer = await exchange(
      world,
      'PUT http://connect/connectors/orders/config HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\n' +
        `Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue[\s\S]*HTTP\/1\.1 201 Created/);
  });

  it('keeps nothing of a request that ends early, and ends with connections open', async () => {
    const world = await record();
    const { hostname, port } = new URL(world.recorder.proxy);
    const open = [
      'PUT http://connect/connectors/orders/config HTTP/1.1\r\nContent-Length: 90\r\n\r\n{"connector.class":"X"}',
      'CONNECT connect:443 HTTP/1.1\r\n\r\n',
    ];
    const sockets = open.map((text) => {
      const socket = connect(Number(port), hostname, () => socket.write(text));
      return socket.on('error', () => undefined);
    });
    await new Promise((resolve) => sockets[1]?.once('data', resolve));
    expect((await world.end()).clusters).toEqual([]);
    await Promise.all(
      sockets.map((socket) => socket.destroyed || new Promise((resolve) => socket.once('close', resolve))),
    );
  });

  it('names a port that is taken', async () => {
    const { recorder } = await record();
    const port = Number(new URL(recorder.proxy).port);
    const options = { clock: realClock(), onRequest: () => undefined, onHttps: () => undefined };
    await expect(startRecorder({ ...options, ports: [port] })).rejects.toThrow(
      `cannot listen on port ${port}: something listens there already`,
    );
  });
});
