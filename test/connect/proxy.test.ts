import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fastClock } from './fast-clock.ts';
import { json, startServer, text } from './misbehaving-server.ts';
import { failureOf, openTestCluster } from './open-test-cluster.ts';
import { startProxy } from './proxy-server.ts';

const list = json(['orders']);

describe('a proxy that the environment names', () => {
  it('passes on plain requests for the worker, credentials and all', async () => {
    const [worker, proxy] = [await startServer(list), await startProxy()];
    const cluster = openTestCluster([worker.url], {
      target: { auth: { kind: 'bearer', token: 'abc' } },
      options: { proxy: { http: proxy.url } },
    });
    expect(await cluster.listNames()).toEqual(['orders']);
    expect(proxy.seen).toEqual([`GET ${worker.url}/connectors`]);
    expect(worker.requests[0]?.headers.authorization).toBe('Bearer abc');
  });

  it('may be named without a scheme, with credentials of its own', async () => {
    const [worker, proxy] = [await startServer(list), await startProxy()];
    const named = proxy.url.replace('http://', 'user:p%40ss@');
    const cluster = openTestCluster([worker.url], { options: { proxy: { http: named } } });
    expect(await cluster.listNames()).toEqual(['orders']);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
  });

  it.each(['127.0.0.1', '*', 'other.example, 127.0.0.1', '127.0.0.0/8'])(
    'is not used for hosts it is not meant for: %s',
    async (except) => {
      const [worker, proxy] = [await startServer(list), await startProxy()];
      const cluster = openTestCluster([worker.url], { options: { proxy: { http: proxy.url, except } } });
      expect(await cluster.listNames()).toEqual(['orders']);
      expect(proxy.seen).toEqual([]);
    },
  );

  it('comes from the options alone: the variables of this process do not count', async () => {
    const [worker, proxy] = [await startServer(list), await startProxy()];
    setVariables({ http_proxy: proxy.url, no_proxy: '*' });
    const without = openTestCluster([worker.url]);
    expect(await without.listNames()).toEqual(['orders']);
    const withOther = openTestCluster([worker.url], { options: { proxy: { https: proxy.url } } });
    expect(await withOther.listNames()).toEqual(['orders']);
    expect(proxy.seen).toEqual([]);
    const withThis = openTestCluster([worker.url], { options: { proxy: { http: proxy.url } } });
    expect(await withThis.listNames()).toEqual(['orders']);
    expect(proxy.seen).toHaveLength(1);
  });

  it('makes a tunnel for https', async () => {
    const proxy = await startProxy();
    const worker = await startServer(list);
    const cluster = openTestCluster([worker.url.replace('http:', 'https:')], {
      options: { proxy: { https: proxy.url }, clock: fastClock() },
    });
    const failure = await failureOf(cluster.listNames());
    expect(proxy.seen).toEqual([`CONNECT ${worker.url.replace('http://', '')}`]);
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toContain('does not speak TLS');
  });

  it('that wants credentials is named, and nothing was sent', async () => {
    const proxy = await startServer(text(407, 'Proxy Authentication Required'));
    const plain = openTestCluster(['http://worker.example:8083'], {
      options: { proxy: { http: proxy.url } },
    });
    const failure = await failureOf(plain.listNames());
    expect(failure.verdict).toBe('not-sent');
    expect(failure.message).toContain(
      'cannot be reached through the proxy that the environment names: it answers 407. Check the proxy variables',
    );
  });

  it('that refuses the tunnel is named', async () => {
    const proxy = await startProxy({ tunnel: 'HTTP/1.1 403 Forbidden\r\n\r\n' });
    const cluster = openTestCluster(['https://worker.example:8443'], {
      options: { proxy: { https: proxy.url } },
    });
    const failure = await failureOf(cluster.listNames());
    expect(failure.verdict).toBe('not-sent');
    expect(failure.message).toContain('through the proxy that the environment names: it answers 403');
  });

  it('that hangs up while the tunnel is made is not stormed with connections', async () => {
    let connections = 0;
    const proxy = createTcpServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const cluster = openTestCluster(['https://worker.example:8443'], {
      options: { proxy: { https: `http://127.0.0.1:${port}` }, timeoutMilliseconds: 300 },
    });
    expect((await failureOf(cluster.listNames())).verdict).toBe('not-sent');
    expect(connections).toBeLessThan(10);
  });

  it('that is not there is held possible in the sentence', async () => {
    const cluster = openTestCluster(['http://worker.example:8083'], {
      options: { proxy: { http: 'http://127.0.0.1:1' } },
    });
    expect((await failureOf(cluster.listNames())).message).toContain(
      'refuses the connection (or the proxy that the environment names does)',
    );
  });

  it('whose name is no URL is refused without repeating it', async () => {
    const cluster = openTestCluster(['http://worker.example:8083'], {
      options: { proxy: { http: 'http://user:canary@:99999' } },
    });
    const failure = await failureOf(cluster.listNames());
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toContain('Check the headers of the cluster and the proxy variables');
    expect(failure.message).not.toContain('canary');
  });
});

/** Sets environment variables of this process until the test ends. */
function setVariables(variables: Readonly<Record<string, string>>): void {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  Object.assign(process.env, variables);
  onTestFinished(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
