import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, Server as SecureServer } from 'node:https';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ClusterTls } from '../../src/model/project.ts';
import { startServer, text } from './misbehaving-server.ts';
import { failureOf, openTestCluster, orders } from './open-test-cluster.ts';
import { startProxy } from './proxy-server.ts';

const noTls: ClusterTls = {
  ca: undefined,
  certificate: undefined,
  key: undefined,
  keyPassword: undefined,
  serverName: undefined,
};
const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-tls-'));
const file = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(file(name), 'utf8');
const openssl = (...command: string[]) => execFileSync('openssl', command, { cwd: folder, stdio: 'pipe' });
const hasCertificates = works(makeCertificates);

if (!hasCertificates)
  console.log('skipped: TLS against a real server, for want of an openssl command of version 3');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasCertificates)('over TLS', () => {
  it('a worker is read whose authority is given', async () => {
    const url = await startSecure();
    const cluster = openTestCluster([url], {
      target: { tls: { ...noTls, ca: read('ca.pem'), serverName: 'worker.test' } },
    });
    expect(await cluster.listNames()).toEqual(['orders']);
  });

  it.each([
    ['plain', 'client.key', undefined],
    ['encrypted', 'client.encrypted.key', 'canary-password'],
  ])(
    'a worker is read, and written to, that wants a client certificate: %s key',
    async (_what, key, keyPassword) => {
      const url = await startSecure({ requestCert: true, rejectUnauthorized: true });
      const tls = {
        ca: read('ca.pem'),
        certificate: read('client.pem'),
        key: read(key),
        keyPassword,
        serverName: 'worker.test',
      };
      const cluster = openTestCluster([url], { target: { tls } });
      expect(await cluster.listNames()).toEqual(['orders']);
      expect((await failureOf(cluster.readWorker())).verdict).toBe('not-connect');
    },
  );

  it('a worker behind a proxy gets the client certificate through the tunnel', async () => {
    const url = await startSecure({ requestCert: true, rejectUnauthorized: true });
    const tls = {
      ca: read('ca.pem'),
      certificate: read('client.pem'),
      key: read('client.key'),
      keyPassword: undefined,
      serverName: 'worker.test',
    };
    const proxy = await startProxy();
    const cluster = openTestCluster([url], { target: { tls }, options: { proxy: { https: proxy.url } } });
    expect(await cluster.listNames()).toEqual(['orders']);
    expect(proxy.seen).toEqual([`CONNECT ${url.replace('https://', '')}`]);
  });

  it('a worker with an untrusted certificate is not contacted', async () => {
    const url = await startSecure();
    const failure = await failureOf(openTestCluster([url]).listNames());
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toMatch(
      /has a certificate that is not trusted here \(\w+\)\. Give the certificate of its authority as tls\.ca/,
    );
  });

  it('a worker is not spoken to that has a certificate for another name', async () => {
    const url = await startSecure();
    const failure = await failureOf(
      openTestCluster([url], { target: { tls: { ...noTls, ca: read('ca.pem') } } }).listNames(),
    );
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toContain('has a certificate for another host name');
  });

  it('a missing client certificate is guessed at', async () => {
    const url = await startSecure({ requestCert: true, rejectUnauthorized: true });
    const tls = { ...noTls, ca: read('ca.pem'), serverName: 'worker.test' };
    const failure = await failureOf(openTestCluster([url], { target: { tls } }).readWorker());
    expect(failure.message).toMatch(/client certificate/);
  });

  it.each([
    ['a key that wants another password', { key: 'client.encrypted.key', keyPassword: 'wrong' }],
    ['a key of another certificate', { key: 'ca.key', keyPassword: undefined }],
  ])('%s is named, and never shown', async (_what, { key, keyPassword }) => {
    const url = await startSecure();
    const tls = {
      ...noTls,
      ca: read('ca.pem'),
      certificate: read('client.pem'),
      key: read(key),
      keyPassword,
    };
    const failure = await failureOf(openTestCluster([url], { target: { tls } }).listNames());
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toContain('cannot be spoken to with the certificate or key given');
    expect(JSON.stringify([failure.message, failure.cause])).not.toMatch(/PRIVATE KEY|wrong"/);
  });

  it('another URL is tried where one has a certificate that is not trusted', async () => {
    const bad = await startSecure();
    const good = await startServer(text(200, '["orders"]'));
    const cluster = openTestCluster([bad, good.url]);
    expect(await cluster.listNames()).toEqual(['orders']);
  });
});

describe.skipIf(!hasCertificates)('a write that waits for its connection when its time is over', () => {
  it('was not sent, and does not leave later', async () => {
    let requests = 0;
    const secure = await startSecure({}, () => {
      requests += 1;
    });
    const line = await startSlowLine(Number(new URL(secure).port), 300);
    const cluster = openTestCluster([line.url], {
      target: { tls: { ...noTls, ca: read('ca.pem'), serverName: 'worker.test' } },
      options: { timeoutMilliseconds: 100 },
    });
    expect((await failureOf(cluster.putConfig(orders, new Map()))).verdict).toBe('not-sent');
    // The connection comes about all the same, and is closed again without a request.
    await line.closed;
    expect(requests).toBe(0);
  });
});

describe('the wrong scheme', () => {
  it('https to a worker without TLS is named', async () => {
    const plain = await startServer(text(200, '[]'));
    const cluster = openTestCluster([plain.url.replace('http:', 'https:')]);
    const failure = await failureOf(cluster.listNames());
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toMatch(
      /does not speak TLS \(\w+\)\. Check the port, and whether the URL must begin with http\./,
    );
  });

  it.skipIf(!hasCertificates)('http to a worker with TLS is held possible', async () => {
    const url = await startSecure();
    const failure = await failureOf(openTestCluster([url.replace('https:', 'http:')]).listNames());
    expect(failure.message).toContain('https');
  });
});

async function startSecure(options: object = {}, onRequest: () => void = () => undefined): Promise<string> {
  const server = createServer(
    { key: read('worker.key'), cert: read('worker.pem'), ca: read('ca.pem'), ...options },
    (_request, response) => {
      onRequest();
      response.end('["orders"]');
    },
  );
  return `https://127.0.0.1:${await listen(server)}`;
}

/** A line to a server that passes on the first bytes late; `closed` when the connection over it has ended. */
async function startSlowLine(port: number, milliseconds: number) {
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const line = createTcpServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    setTimeout(() => client.pipe(upstream), milliseconds);
    upstream.pipe(client);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => {
      upstream.destroy();
      close();
    });
  });
  return { url: `https://127.0.0.1:${await listen(line)}`, closed };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    if (server instanceof SecureServer) server.closeAllConnections();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** An authority, a worker by the name of `worker.test`, and a client with its key in clear and encrypted. */
function makeCertificates(): void {
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=ca.test',
    '-days',
    '2',
  );
  const signed = (name: string) => {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}.test`,
      '-addext',
      `subjectAltName=DNS:${name}.test`,
      '-addext',
      'basicConstraints=critical,CA:FALSE',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-days',
      '2',
    );
  };
  signed('worker');
  signed('client');
  openssl(
    'ec',
    '-in',
    'client.key',
    '-out',
    'client.encrypted.key',
    '-aes256',
    '-passout',
    'pass:canary-password',
  );
}

function works(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
