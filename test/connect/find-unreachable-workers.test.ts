import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/connect/attempt.ts';
import { isRefused } from '../../src/connect/find-unreachable-workers.ts';
import type { RequestRecord } from '../../src/model/ports.ts';
import { json, startServer, urlWithoutServer } from './misbehaving-server.ts';
import { openTestCluster, seen } from './open-test-cluster.ts';

const list = json(['orders']);
const idOf = (url: string) => new URL(url).host;

/** A cluster of a worker that has answered and of another URL. */
async function clusterWith(other: string, options: Parameters<typeof openTestCluster>[1] = {}) {
  const living = await startServer(list);
  const cluster = openTestCluster([living.url, other], options);
  await cluster.listNames();
  return { living, cluster };
}

describe('a worker that refuses connections', () => {
  it('is found where a URL of the cluster is its address, with one request', async () => {
    const dead = await urlWithoutServer();
    const requests: RequestRecord[] = [];
    const { living, cluster } = await clusterWith(`${dead}/connect`, {
      options: { onRequest: (request) => requests.push(request) },
    });
    const ids = new Set([idOf(living.url), idOf(dead), 'elsewhere:8083']);
    expect(await cluster.findUnreachable(ids)).toEqual(new Set([idOf(dead)]));
    expect(requests.slice(1)).toMatchObject([
      { method: 'GET', path: '/connect/', status: undefined, failure: 'refused' },
    ]);
    expect(seen(living)).toEqual(['GET /connectors']);
  });

  it('is found by a name that stands for two addresses, both of which refuse', async () => {
    const { port } = new URL(await urlWithoutServer());
    const { cluster } = await clusterWith(`http://LOCALHOST:${port}`);
    expect(await cluster.findUnreachable(new Set([`localhost:${port}`]))).toEqual(
      new Set([`localhost:${port}`]),
    );
  });

  it('is found although it was the one that answered, once another one has', async () => {
    const dying = await startServer(list);
    const living = await startServer(list);
    const cluster = openTestCluster([dying.url, living.url]);
    await cluster.listNames();
    await dying.stop();
    await cluster.listNames();
    const ids = new Set([idOf(dying.url), idOf(living.url)]);
    expect(await cluster.findUnreachable(ids)).toEqual(new Set([idOf(dying.url)]));
  });

  it('does not change which URL is tried first', async () => {
    const [booting, living] = [await startServer(json({}, 500)), await startServer(list)];
    const cluster = openTestCluster([booting.url, living.url]);
    await cluster.listNames();
    booting.reply = list;
    await cluster.findUnreachable(new Set([idOf(booting.url)]));
    expect(cluster.url).toBe(living.url);
  });
});

describe('a name that stands for several addresses', () => {
  const refused = (port: number) => Object.assign(new Error('connect'), { code: 'ECONNREFUSED', port });
  const timedOut = (port: number) => Object.assign(new Error('connect'), { code: 'ETIMEDOUT', port });
  /** What Node reports: an error with those of all addresses, and the code of the first. */
  const attemptOf = (...errors: readonly Error[]): Attempt => ({
    kind: 'failed',
    base: { origin: 'http://worker:8083', path: '', shown: 'http://worker:8083', shownPath: '' },
    verdict: 'not-sent',
    cause: Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' }),
    got: {
      kind: 'nothing',
      why: { reason: 'refused', detail: 'ECONNREFUSED' },
      sent: false,
      timeoutMilliseconds: 1_000,
    },
  });

  it('refuses connections only if each of them does', () => {
    expect(isRefused(attemptOf(refused(8083), refused(8083)), 8083)).toBe(true);
    expect(isRefused(attemptOf(refused(8083), timedOut(8083)), 8083)).toBe(false);
    expect(isRefused(attemptOf(refused(8083), refused(3128)), 8083)).toBe(false);
  });
});

describe('no worker is said to refuse connections', () => {
  it('where its address is no URL of the cluster: nothing is sent to it', async () => {
    const dead = await urlWithoutServer();
    const { living, cluster } = await clusterWith(await urlWithoutServer());
    expect(await cluster.findUnreachable(new Set([idOf(dead), idOf(living.url)]))).toEqual(new Set());
    expect(seen(living)).toEqual(['GET /connectors']);
  });

  it.each([
    ['answers', list],
    ['answers with an error', json({ error_code: 500, message: 'no' }, 500)],
    ['does not answer in time', () => undefined],
    ['closes the connection', (response: { destroy(): void }) => response.destroy()],
  ] as const)('where it %s', async (_, reply) => {
    const other = await startServer(reply);
    const { cluster } = await clusterWith(other.url);
    expect(await cluster.findUnreachable(new Set([idOf(other.url)]))).toEqual(new Set());
    expect(seen(other)).toEqual(['GET /']);
  });

  it('where its host is not known here', async () => {
    const { cluster } = await clusterWith('http://worker.invalid:8083');
    expect(await cluster.findUnreachable(new Set(['worker.invalid:8083']))).toEqual(new Set());
  });

  it('where it is a proxy that refuses', async () => {
    const { port } = new URL(await urlWithoutServer());
    const proxy = { http: await urlWithoutServer(), except: '127.0.0.1' };
    const { cluster } = await clusterWith(`http://worker.example:${port}`, { options: { proxy } });
    expect(await cluster.findUnreachable(new Set([`worker.example:${port}`]))).toEqual(new Set());
  });

  it('once the cluster is closed', async () => {
    const dead = await urlWithoutServer();
    const { cluster } = await clusterWith(dead);
    await cluster.close();
    expect(await cluster.findUnreachable(new Set([idOf(dead)]))).toEqual(new Set());
  });
});
