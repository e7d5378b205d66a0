import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openSandbox } from './open-sandbox.ts';

const routes: readonly (readonly [string, string])[] = [
  ['GET', '/'],
  ['GET', '/connectors?expand=status'],
  ['PUT', '/connectors/a/config'],
  ['DELETE', '/connectors/a'],
  ['GET', '/connector-plugins'],
  ['GET', '/admin/loggers'],
  ['OPTIONS', '/connectors'],
  ['GET', '/health'],
  ['GET', '/nothing'],
  ['HEAD', '/connectors'],
];

describe('a request that a web page may have sent', () => {
  it.each(routes)('%s %s is refused for another host name, and nothing happens', async (method, path) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.send(method, path, { headers: { host: 'rebound.example:8083' } });
    expect(reply.status).toBe(403);
    if (method !== 'HEAD') expect(reply.message).toMatch(/not to "rebound\.example:8083".*DNS rebinding/);
    expect(sandbox.requests).toEqual([]);
  });

  it.each(routes)('%s %s is refused for another origin, without CORS headers', async (method, path) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.send(method, path, { headers: { origin: 'https://evil.example' } });
    expect(reply.status).toBe(403);
    if (method !== 'HEAD') expect(reply.message).toMatch(/web pages.*https:\/\/evil\.example/);
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(sandbox.requests).toEqual([]);
  });

  it.each([
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    'evil.example',
    'localhost@evil.example',
    'evil.example/localhost',
    '10.0.0.1',
    '0.0.0.0',
    'notlocalhost',
    '%',
  ])('is refused for the host %s', async (host) => {
    const sandbox = await openSandbox();
    expect((await sandbox.send('GET', '/', { headers: { host } })).status).toBe(403);
  });

  it.each(['localhost', 'LOCALHOST.', 'connect.localhost', '127.0.0.1', '127.1', '127.0.0.2', '[::1]', ''])(
    'is none for the host "%s", with and without a port',
    async (host) => {
      const sandbox = await openSandbox({ connectVersion: '3.9' });
      expect((await sandbox.send('GET', '/', { headers: { host } })).status).toBe(200);
      if (host !== '')
        expect((await sandbox.send('GET', '/', { headers: { host: `${host}:9` } })).status).toBe(200);
    },
  );

  it('is none for a host name that the user allows, in any case', async () => {
    const sandbox = await openSandbox({ allowedHosts: ['Host.docker.internal', 'connect'] });
    for (const host of ['host.docker.internal:8083', 'CONNECT:8083', 'connect']) {
      expect((await sandbox.send('GET', '/', { headers: { host } })).status).toBe(200);
    }
    const other = await sandbox.send('GET', '/', { headers: { host: 'x.connect' } });
    expect(other.status).toBe(403);
  });

  it.each(['null', 'http://localhost:1', 'http://127.0.0.1', 'file://', ''])(
    'is refused for the origin "%s"',
    async (origin) => {
      const sandbox = await openSandbox();
      const reply = await sandbox.send('GET', '/', { headers: { host: 'localhost', origin } });
      expect(reply.status).toBe(403);
    },
  );

  it('is refused where only the browser says that it is cross-site', async () => {
    const sandbox = await openSandbox();
    for (const site of ['cross-site', 'same-site']) {
      const reply = await sandbox.send('GET', '/connectors', { headers: { 'sec-fetch-site': site } });
      expect(reply).toMatchObject({ status: 403, message: expect.stringContaining(site) });
    }
  });

  it('is refused where it has two Host headers', async () => {
    const sandbox = await openSandbox();
    const { port } = new URL(sandbox.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*several Host headers/);
  });

  it('is none where the address was typed into a browser, or the origin is the sandbox itself', async () => {
    const sandbox = await openSandbox();
    const host = new URL(sandbox.url).host;
    const accepted = [
      { 'sec-fetch-site': 'none' },
      { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of accepted) {
      expect((await sandbox.send('GET', '/', { headers: { host, ...headers } })).status).toBe(200);
    }
  });
});
