import { describe, expect, it } from 'vitest';
import { openListener } from './open-listener.ts';

describe('the routes of a listener', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<p></p>'],
    ['/?cluster=prod&q=a%20b?', 'text/html; charset=utf-8', '<p>cluster=prod&q=a%20b?</p>'],
    ['/api/status', 'application/json', '{"format":"connect-sync/controller"}'],
    ['/metrics', 'text/plain; version=0.0.4', '# */*\n'],
    ['/healthz', 'text/plain; charset=utf-8', 'ok\n'],
    ['/readyz', 'text/plain; charset=utf-8', 'ok\n'],
  ])('answer GET %s, and HEAD without the body', async (path, type, body) => {
    const { send } = await openListener();
    const got = await send('GET', path, { accept: '*/*' });
    expect(got).toMatchObject({ status: 200, body, headers: { 'content-type': type } });
    const head = await send('HEAD', path, { accept: '*/*' });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe(got.headers['content-length']);
  });

  it.each([
    ['POST', '/', 'GET, HEAD'],
    ['PUT', '/api/status', 'GET, HEAD'],
    ['DELETE', '/metrics', 'GET, HEAD'],
    ['OPTIONS', '/healthz', 'GET, HEAD'],
    ['TRACE', '/readyz', 'GET, HEAD'],
    ['GET', '/-/reconcile', 'POST'],
    ['HEAD', '/-/reconcile', 'POST'],
  ])('do not include %s %s, and the answer says what is', async (method, path, allow) => {
    const { send, seen } = await openListener();
    expect(await send(method, path)).toMatchObject({ status: 405, headers: { allow } });
    expect(seen).toEqual([]);
  });

  it.each([
    '/nothing',
    '//',
    '/metrics/',
    '/../metrics',
    '/%2e',
    'http://127.0.0.1/metrics',
    '*',
    '/__proto__',
  ])('do not include %s', async (path) => {
    const { send } = await openListener();
    expect((await send('GET', path)).status).toBe(404);
  });

  it('give every reason why the controller is not ready a line', async () => {
    const { send } = await openListener(
      {},
      { readiness: () => ({ ready: false, reasons: ['the source is missing', 'prod was never read'] }) },
    );
    expect(await send('GET', '/readyz')).toMatchObject({
      status: 503,
      body: 'the source is missing\nprod was never read\n',
    });
    expect((await send('GET', '/healthz')).status).toBe(200);
  });

  it('hide an error from the client and report it', async () => {
    const broken = new Error('a bug that quotes hunter2');
    const { send, errors } = await openListener(
      {},
      {
        page: () => {
          throw broken;
        },
        metrics: () => Promise.reject(broken),
      },
    );
    for (const path of ['/', '/metrics']) {
      const { status, body } = await send('GET', path);
      expect([status, body.includes('hunter2')]).toEqual([500, false]);
    }
    expect(errors).toEqual([broken, broken]);
    expect((await send('GET', '/healthz')).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/nothing'],
    ['POST', '/'],
    ['POST', '/-/reconcile'],
  ])('to %s %s keeps browsers from running, framing, sniffing and keeping it', async (method, path) => {
    const { send } = await openListener();
    const { headers } = await send(method, path);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'.*script-src 'none'.*frame-ancestors 'none'$/,
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
