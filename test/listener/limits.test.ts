import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collapseTriggers } from '../../src/listener/collapse-triggers.ts';
import { startListener } from '../../src/listener/start-listener.ts';
import { eventually } from '../support/eventually.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { openListener } from './open-listener.ts';

describe('a listener', () => {
  it('ignores a small body and refuses a large one, also in chunks', async () => {
    const { send, exchange, seen } = await openListener();
    expect((await send('POST', '/-/reconcile', {}, 'x'.repeat(1_024))).status).toBe(202);
    expect((await send('POST', '/-/reconcile', {}, 'x'.repeat(1_025))).status).toBe(413);
    const chunk = `400\r\n${'x'.repeat(1_024)}\r\n`;
    const answer = await exchange(
      `POST /-/reconcile HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`,
    );
    expect(answer).toContain('413 Payload Too Large');
    expect(seen).toEqual(['trigger']);
  });

  it.each([
    ['garbage', 'GARBAGE\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'large headers',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 /,
    ],
    ['a missing Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a tunnel', 'CONNECT db:5432 HTTP/1.1\r\nHost: db\r\n\r\n', /^$/],
    [
      'a WebSocket',
      'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n',
      /^HTTP\/1\.1 200 /,
    ],
  ])('answers %s without ending', async (_name, message, answer) => {
    const { exchange, send } = await openListener();
    expect(await exchange(message)).toMatch(answer);
    expect((await send('GET', '/healthz')).status).toBe(200);
  });

  it('ends a client that does not finish its headers', async () => {
    const { exchange } = await openListener();
    expect(await exchange('GET /healthz HTTP/1.1\r\nHost: local')).toContain('408 Request Timeout');
  });

  it('gives up an answer that takes too long', async () => {
    const { exchange } = await openListener(
      {},
      { metrics: () => new Promise(() => undefined) },
      new VirtualClock({ quietTurns: 50 }),
    );
    expect(await exchange('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('');
  });

  it.each([
    ['nothing', ''],
    ['half of their headers', 'GET /healthz HTTP/1.1\r\nHost: local'],
    ['half of a body', 'POST /-/reconcile HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx'],
  ])('answers a probe at once while 100 clients have sent %s', async (_name, sent) => {
    const { listener, send } = await openListener();
    const sockets = await connected(listener.port, 100, sent);
    const ended = once(sockets[0] as Socket, 'close');
    expect((await send('GET', '/healthz')).status).toBe(200);
    // The one that has waited longest.
    await ended;
    expect(sockets.filter(({ destroyed }) => destroyed)).toHaveLength(1);
  });

  it('answers at most 100 clients at once, and others again when some have their answers', async () => {
    const asked: (() => void)[] = [];
    const { listener, send } = await openListener(
      {},
      {
        metrics: () =>
          new Promise((resolve) => {
            asked.push(() => resolve({ contentType: 'text/plain', body: '' }));
          }),
      },
    );
    const request = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const sockets = await connected(listener.port, 100, request);
    await eventually(async () => expect(asked).toHaveLength(100));
    await expect(send('GET', '/healthz')).rejects.toThrow();
    expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
    asked[0]?.();
    await eventually(async () => expect((await send('GET', '/healthz')).status).toBe(200));
  });

  it('answers requests that are sent before the answers to earlier ones', async () => {
    const { exchange } = await openListener();
    const request = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    const answers = await exchange(
      request('/healthz') + request('/readyz') + request('/nothing', 'Connection: close\r\n'),
    );
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 404']);
  });

  it('closes although clients hang, and may be closed twice', async () => {
    const { listener } = await openListener({}, { metrics: () => new Promise(() => undefined) });
    const at = { host: '127.0.0.1', port: listener.port };
    const sockets = ['', 'GET /met', 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'].map((text) => {
      const socket = connect(at).on('error', () => undefined);
      if (text !== '') socket.write(text);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const ended = sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)));
    await listener.close();
    await Promise.all(ended);
    await listener.close();
    expect(listener.port).toBeGreaterThan(0);
  });

  it('answers what is in flight before it closes', async () => {
    let finish: (metrics: { contentType: string; body: string }) => void = () => undefined;
    let start: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const { listener, send } = await openListener(
      {},
      {
        metrics: () => {
          start();
          return new Promise((resolve) => {
            finish = resolve;
          });
        },
      },
    );
    const answer = send('GET', '/metrics');
    await started;
    const closed = listener.close();
    finish({ contentType: 'text/plain', body: 'last' });
    expect((await answer).body).toBe('last');
    await closed;
  });

  it.each([
    ['a port in use', (port: number) => ({ host: '127.0.0.1', port }), /127\.0\.0\.1:\d+: something listens/],
    [
      'an address of another machine',
      () => ({ host: '192.0.2.1', port: 0 }),
      /192\.0\.2\.1:0: this machine has/,
    ],
    ['an unknown host', () => ({ host: 'no-such-host.invalid', port: 0 }), /no-such-host\.invalid:0: /],
    ['an impossible port', () => ({ host: '127.0.0.1', port: 70_000 }), /127\.0\.0\.1:70000: ports go up/],
  ])('names the address and another way for %s', async (_name, optionsFor, message) => {
    const { listener } = await openListener();
    const site = {} as Parameters<typeof startListener>[1];
    const failed = startListener({ ...optionsFor(listener.port), allowedHosts: [] }, site, {
      clock: new VirtualClock(),
    });
    await expect(failed).rejects.toMatchObject({
      code: 'port-unavailable',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('--listen'),
    });
  });
});

/** Clients that have sent the same. */
async function connected(port: number, number: number, sent: string): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  for (let each = 0; each < number; each += 1) {
    const socket = connect({ host: '127.0.0.1', port }).on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    if (sent !== '') socket.write(sent);
    sockets.push(socket.resume());
  }
  return sockets;
}

describe('triggers', () => {
  it('pass once at once and once at the end of the second, however many there are', async () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const passed: number[] = [];
    const { trigger } = collapseTriggers(() => passed.push(clock.now() - start), clock);
    for (let each = 0; each < 100; each += 1) trigger();
    await clock.sleep(1_500);
    trigger();
    await clock.sleep(3_000);
    trigger();
    expect(passed).toEqual([0, 1_000, 2_000, 4_500]);
  });

  it('that wait are dropped when the listener closes', async () => {
    const clock = new VirtualClock();
    let passed = 0;
    const triggers = collapseTriggers(() => {
      passed += 1;
    }, clock);
    triggers.trigger();
    triggers.trigger();
    triggers.close();
    await clock.sleep(5_000);
    expect(passed).toBe(1);
  });
});
