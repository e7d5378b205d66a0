import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../worker/free-port.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

describe('the recording proxy', () => {
  let proxy: RecordingProxy;
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
    proxy = await startRecordingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
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
    const lonely = await startRecordingProxy(`http://127.0.0.1:${await freePort()}`);
    await expect(fetch(lonely.url)).rejects.toThrow();
    await lonely.close();
  });
});
