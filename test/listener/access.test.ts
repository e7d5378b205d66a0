import { describe, expect, it } from 'vitest';
import { openListener } from './open-listener.ts';

const paths = ['/', '/api/status', '/metrics', '/healthz', '/readyz', '/nothing'];

describe('a request that a web page may have sent', () => {
  it.each(paths)('is refused at %s', async (path) => {
    const { send } = await openListener();
    for (const headers of [
      { host: 'rebound.example:9464' },
      { host: '10.0.0.1' },
      { host: '0.0.0.0' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:3000' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect([headers, (await send('GET', path, headers as Record<string, string>)).status]).toEqual([
        headers,
        403,
      ]);
  });

  it('is refused with two Host headers', async () => {
    const { exchange } = await openListener();
    const answer = await exchange(
      'GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('is answered where somebody follows a link to the page, also under the name of the same origin', async () => {
    const { send, listener } = await openListener();
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await send('GET', '/', link)).status).toBe(200);
    expect((await send('GET', '/', { ...link, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
    expect((await send('GET', '/', { ...link, host: 'rebound.example' })).status).toBe(403);
    const own = `127.0.0.1:${listener.port}`;
    const same = { host: own, origin: `http://${own}`, 'sec-fetch-site': 'same-origin' };
    expect((await send('GET', '/api/status', same)).status).toBe(200);
  });
});

describe('the name of a listener', () => {
  it.each(['localhost', '127.0.0.1', '[::1]', 'Connect-Sync.Internal', 'connect-sync.internal:9464'])(
    'may be %s',
    async (host) => {
      const { send } = await openListener({ allowedHosts: ['connect-sync.INTERNAL'] });
      expect((await send('GET', '/metrics', { host })).status).toBe(200);
    },
  );

  it('may be the address that a probe reached it by, where it listens on all', async () => {
    const { exchange } = await openListener({ host: '::', allowedHosts: [] });
    // Through ::ffff:127.0.0.1, as an IPv4 connection to `::` arrives.
    const answer = await exchange('GET /healthz HTTP/1.0\r\nHost: 127.0.0.1:9464\r\n\r\n');
    expect(answer).toContain('200 OK');
    expect(await exchange('GET /healthz HTTP/1.0\r\nHost: 192.0.2.1\r\n\r\n')).toContain('403 Forbidden');
  });
});

describe('POST /-/reconcile', () => {
  it('starts a run for a client on the same machine', async () => {
    const { send, seen } = await openListener();
    expect((await send('POST', '/-/reconcile')).status).toBe(202);
    expect(seen).toEqual(['trigger']);
  });

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'is refused without a token where a proxy passes it on (%s)',
    async (name) => {
      const { send, seen } = await openListener();
      const { status, body } = await send('POST', '/-/reconcile', { [name]: '127.0.0.1' });
      expect([status, body]).toEqual([403, expect.stringContaining('CONNECT_SYNC_RECONCILE_TOKEN')]);
      expect(seen).toEqual([]);
    },
  );

  it.each([
    ['', 401],
    ['Bearer', 401],
    ['Bearer ', 401],
    ['Bearer correct-hors', 401],
    ['Bearer correct-horse-', 401],
    ['Basic correct-horse', 401],
    ['Bearer correct-horse', 202],
    ['bearer correct-horse', 202],
  ])('with a token requires it of everybody: "%s"', async (authorization, status) => {
    const { send, seen } = await openListener({ token: 'correct-horse' });
    const answer = await send('POST', '/-/reconcile', authorization === '' ? {} : { authorization });
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('correct-horse');
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(seen).toEqual(status === 202 ? ['trigger'] : []);
  });

  it.each([
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    { host: 'evil.example' },
  ])('is refused from a page of another origin even with the token', async (headers) => {
    const { send, seen } = await openListener({ token: 't' });
    const given = { authorization: 'Bearer t', ...headers } as Record<string, string>;
    expect((await send('POST', '/-/reconcile', given)).status).toBe(403);
    expect(seen).toEqual([]);
  });
});
