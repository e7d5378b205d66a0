import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../worker/free-port.ts';
import {
  actingBefore,
  answering,
  failing,
  type Gateway,
  hiding,
  masking,
  notForwarding,
  startGateway,
} from './gateway.ts';
import { tryout } from './tryout.ts';

describe('the gateway', () => {
  let proxy: Gateway;
  let server: http.Server;

  beforeEach(async () => {
    server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (request.url === '/cut') response.destroy();
        else if (request.method === 'DELETE') response.writeHead(204).end();
        else response.writeHead(201, { 'x-answer': 'yes' }).end(`${request.method} ${request.url} ${body}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await startGateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });

  afterEach(async () => {
    await proxy.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('passes requests and answers on, bodies, headers and odd paths included', async () => {
    const answer = await fetch(`${proxy.url}/connectors/a%2Fb?x=%20`, { method: 'PUT', body: '{"a":"b"}' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-answer')).toBe('yes');
    expect(await answer.text()).toBe('PUT /connectors/a%2Fb?x=%20 {"a":"b"}');
  });

  it('notes method, path and status, and counts by method', async () => {
    await fetch(`${proxy.url}/one`);
    await fetch(`${proxy.url}/two`);
    await fetch(`${proxy.url}/two`, { method: 'DELETE' });
    expect(proxy.requests()).toEqual([
      { method: 'GET', path: '/one', status: 201 },
      { method: 'GET', path: '/two', status: 201 },
      { method: 'DELETE', path: '/two', status: 204 },
    ]);
    expect(proxy.countByMethod()).toEqual({ GET: 2, DELETE: 1 });
    proxy.forget();
    expect(proxy.countByMethod()).toEqual({});
  });

  it('cuts the connection where the worker does', async () => {
    await expect(fetch(`${proxy.url}/cut`)).rejects.toThrow();
    expect(proxy.requests()).toEqual([{ method: 'GET', path: '/cut', status: undefined }]);
  });

  it('cuts the connection where there is no worker', async () => {
    const lonely = await startGateway(`http://127.0.0.1:${await freePort()}`);
    await expect(fetch(lonely.url)).rejects.toThrow();
    await lonely.close();
  });
});

describe('a gateway in front of a worker', () => {
  const config = {
    'connector.class': 'FileStreamSource',
    file: '/tmp/in',
    topic: 't',
    'database.password': 'secret',
  };

  async function open() {
    const { sandbox } = await tryout({ files: {} });
    const gateway = await startGateway(sandbox.url);
    const send = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${gateway.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
    };
    for (const name of ['a', 'b']) await send('PUT', `/connectors/${name}/config`, config);
    return { sandbox, gateway, send };
  }

  it('forbids routes by method, path and connector, so many times', async () => {
    const { gateway, send } = await open();
    gateway.follow(
      failing({ methods: ['PUT'], connector: /^a$/ }, 403, 'User denied'),
      answering(
        { methods: ['GET'], path: /^\/connectors\/b\/config/, times: 1 },
        { status: 502, body: '""' },
      ),
      notForwarding({ methods: ['DELETE'] }, 'java.net.UnknownHostException: connect-0'),
    );
    expect(await send('PUT', '/connectors/a/config', config)).toEqual({
      status: 403,
      json: { error_code: 403, message: 'User denied' },
    });
    expect((await send('PUT', '/connectors/b/config', config)).status).toBe(200);
    expect((await send('GET', '/connectors/b/config')).status).toBe(502);
    expect((await send('GET', '/connectors/b/config')).status).toBe(200);
    expect((await send('DELETE', '/connectors/b')).json.message).toBe(
      'IO Error trying to forward REST request: java.net.UnknownHostException: connect-0',
    );
    await gateway.close();
  });

  it('hides connectors in lists, and masks values', async () => {
    const { gateway, send } = await open();
    gateway.follow(hiding(/^a$/), masking(/password/));
    expect((await send('GET', '/connectors')).json).toEqual(['b']);
    const { json } = await send('GET', '/connectors?expand=info');
    expect(Object.keys(json)).toEqual(['b']);
    expect(json.b.info.config['database.password']).toBe('********');
    expect((await send('GET', '/connectors/a')).json.config['database.password']).toBe('********');
    await gateway.close();
  });

  it.each(['cut', 'kept'] as const)('leads elsewhere from one request on, connections %s', async (how) => {
    const { gateway, send } = await open();
    const other = await tryout({ files: {} });
    gateway.follow(actingBefore({ path: /\?now/, times: 1 }, () => gateway.switchTo(other.sandbox.url, how)));
    expect((await send('GET', '/connectors')).json).toEqual(['a', 'b']);
    expect((await send('GET', '/connectors?now')).json).toEqual([]);
    expect((await send('GET', '/connectors')).json).toEqual([]);
    await gateway.close();
  });
});
