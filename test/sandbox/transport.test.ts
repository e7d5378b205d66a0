import { Agent, get, type IncomingHttpHeaders } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileSource, openSandbox } from './open-sandbox.ts';

const json = { 'content-type': 'application/json' };

describe('errors of the REST framework', () => {
  it.each([
    ['GET', '/nope', 404, 'HTTP 404 Not Found'],
    ['GET', '/CONNECTORS', 404, 'HTTP 404 Not Found'],
    ['GET', '/connectors/k/nope', 404, 'HTTP 404 Not Found'],
    ['DELETE', '/connectors', 405, 'HTTP 405 Method Not Allowed'],
    ['PUT', '/connectors/k', 405, 'HTTP 405 Method Not Allowed'],
  ])('%s %s is a %i without Content-Type', async (method, path, status, message) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call(method, path);
    expect(reply).toMatchObject({ status, type: undefined, json: { error_code: status, message } });
  });

  it.each([
    ['text/html', 406],
    ['application/json;q=0', 200],
    ['application/json;q=x', 400],
    [',', 400],
    ['text/html, application/json;q=0.5', 200],
    ['application/*', 200],
    ['*/*', 200],
  ])('Accept: %s gives %i', async (accept, status) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.send('GET', '/connectors', { headers: { accept } });
    expect(reply.status).toBe(status);
    expect(reply.type).toBe(status === 200 ? 'application/json' : undefined);
  });

  it('415 for another Content-Type, also on a pause without body', async () => {
    const sandbox = await openSandbox();
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    for (const [method, path, body] of [
      ['POST', '/connectors', '{}'],
      ['PUT', '/connectors/k/config', '{}'],
      ['PUT', '/connectors/k/pause', ''],
      ['PUT', '/connector-plugins/FileStreamSource/config/validate', '{}'],
    ] as const) {
      const reply = await sandbox.send(method, path, { body, headers });
      expect(reply).toMatchObject({
        status: 415,
        type: undefined,
        message: 'HTTP 415 Unsupported Media Type',
      });
    }
  });

  it('415 for a body without Content-Type, which then has one itself', async () => {
    const sandbox = await openSandbox();
    const reply = await sandbox.send('POST', '/connectors', { body: '{}' });
    expect(reply).toMatchObject({ status: 415, type: 'application/json' });
  });

  it('accept a charset beside application/json, and no Content-Type without a body', async () => {
    const sandbox = await openSandbox();
    const headers = { 'content-type': 'application/json; charset=UTF-8' };
    const body = JSON.stringify(fileSource());
    expect((await sandbox.send('PUT', '/connectors/k/config', { body, headers })).status).toBe(201);
    expect((await sandbox.send('PUT', '/connectors/k/pause')).status).toBe(202);
  });
});

describe('a connection', () => {
  it('is kept for the next request, without a word about it', async () => {
    const sandbox = await openSandbox();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const [first, second] = [await getThrough(agent, sandbox.url), await getThrough(agent, sandbox.url)];
    expect(first.headers['keep-alive']).toBeUndefined();
    expect(first.headers.connection).toBeUndefined();
    expect(second.port).toBe(first.port);
  });
});

describe('every path', () => {
  it.each([
    ['2.8', '/connectors/k/config', 'GET, HEAD, OPTIONS, PUT'],
    ['3.9', '/connectors/k/config', 'GET, HEAD, OPTIONS, PATCH, PUT'],
    ['4.3', '/connectors/k/offsets', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['4.3', '/connectors/k/stop', 'OPTIONS, PUT'],
    ['4.3', '/connectors/k/tasks', 'GET, HEAD, OPTIONS, POST'],
  ] as const)('lists its methods: OPTIONS on %s %s', async (connectVersion, path, methods) => {
    const sandbox = await openSandbox({ connectVersion });
    const reply = await sandbox.call('OPTIONS', path);
    expect(reply).toMatchObject({ status: 200, type: 'text/plain' });
    expect(sortedList(reply.headers['allow'])).toBe(methods);
    expect(sortedList(reply.text)).toBe(methods);
  });

  it.each([
    ['2.8', '/connectors/k/stop'],
    ['3.4', '/connectors/k/offsets'],
    ['2.8', '/connector-plugins/FileStreamSource/config'],
    ['3.4', '/health'],
    ['4.3', '/connectors/k/tasks-config'],
  ] as const)('that %s has not is a 404 to OPTIONS too: %s', async (connectVersion, path) => {
    const sandbox = await openSandbox({ connectVersion });
    expect((await sandbox.call('OPTIONS', path)).status).toBe(404);
    expect((await sandbox.call('GET', path)).message).toBe('HTTP 404 Not Found');
  });

  it('answers HEAD without a body, and works with a slash at its end', async () => {
    const sandbox = await openSandbox();
    expect(await sandbox.call('HEAD', '/connectors')).toMatchObject({ status: 200, text: '' });
    expect((await sandbox.call('HEAD', '/connectors/k')).status).toBe(404);
    expect((await sandbox.call('GET', '/connectors/')).json).toEqual([]);
  });
});

describe('a URL', () => {
  it.each([
    ['/connectors/a%2Fb', 'Connector a/b not found'],
    ['/connectors/a%25b', 'Connector a%b not found'],
    ['/connectors/a%5Cb', 'Connector a\\b not found'],
    ['/connectors/..', 'Connector .. not found'],
    ['/connectors/a;b', 'Connector a not found'],
    ['/connectors/a%3Bb', 'Connector a;b not found'],
    ['/connectors/a+b', 'Connector a+b not found'],
    ['/connectors/a%C3%A9', 'Connector aé not found'],
    ['/connectors//status', 'HTTP 404 Not Found'],
    ['/connectors/../connectors', 'HTTP 404 Not Found'],
  ])('%s is taken by Jetty 9: %s', async (target, message) => {
    const sandbox = await openSandbox({ connectVersion: '3.9' });
    expect(await sandbox.send('GET', target)).toMatchObject({ status: 404, message });
  });

  it.each([
    ['/connectors/a%2Fb', 'Ambiguous URI path separator'],
    ['/connectors/a%25b', 'Ambiguous URI path encoding'],
    ['/connectors/a%5Cb', 'Suspicious Path Character'],
    ['/connectors/%2E%2E', 'Ambiguous URI path segment'],
    ['/connectors/a%09', 'Suspicious Path Character'],
    ['/connectors//status', 'Ambiguous URI empty segment'],
    ['//connectors', 'Ambiguous URI empty segment'],
    ['/connectors/a|b', 'Illegal Path Character'],
    ['/connectors/a%C3', 'Bad UTF-8 encoding'],
  ])('%s is refused by Jetty 12: %s', async (target, reason) => {
    const sandbox = await openSandbox();
    const get = await sandbox.send('GET', target);
    expect(get).toMatchObject({ status: 400, type: 'text/html;charset=iso-8859-1' });
    expect(get.text).toContain(`<title>Error 400 ${reason}</title>`);
    expect(await sandbox.send('DELETE', target)).toMatchObject({ status: 400, type: undefined, text: '' });
  });

  it.each([
    ['/connectors/a%3Bb', 'Connector a;b not found'],
    ['/connectors/%7Bb%7D', 'Connector {b} not found'],
    ['/connectors/%20a', 'Connector  a not found'],
    ['/connectors/%5Ba%5D', 'Connector [a] not found'],
    ['/connectors/..', 'Connector .. not found'],
  ])('%s is taken by Jetty 12 too: %s', async (target, message) => {
    const sandbox = await openSandbox();
    expect(await sandbox.send('GET', target)).toMatchObject({ status: 404, message });
  });

  it('with a bad escape in its query is taken', async () => {
    const sandbox = await openSandbox();
    expect((await sandbox.send('GET', '/connectors?expand=%zz')).json).toEqual({});
  });
});

describe('a connector', () => {
  it.each(['a/b', 'a%b', 'a\\b'])(
    'named %s can be made on 4.3, but not be reached any more',
    async (name) => {
      const sandbox = await openSandbox();
      const created = await sandbox.send('POST', '/connectors', {
        body: JSON.stringify({ name, config: fileSource() }),
        headers: json,
      });
      expect(created.status).toBe(201);
      expect((await sandbox.call('GET', '/connectors')).json).toEqual([name]);
      expect((await sandbox.send('DELETE', `/connectors/${encodeURIComponent(name)}`)).status).toBe(400);
    },
  );

  it('with braces in its name is made although the answer is an error', async () => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call('POST', '/connectors', { name: 'a{b}', config: fileSource() });
    expect(reply).toMatchObject({ status: 500, message: "The template variable 'b' has no value" });
    expect((await sandbox.call('GET', '/connectors')).json).toEqual(['a{b}']);
  });
});

function getThrough(agent: Agent, url: string) {
  return new Promise<{ readonly headers: IncomingHttpHeaders; readonly port: number | undefined }>(
    (resolve, reject) => {
      const request = get(url, { agent }, (response) => {
        const port = response.socket.localPort;
        response.resume().on('end', () => resolve({ headers: response.headers, port }));
      });
      request.on('error', reject);
    },
  );
}

function sortedList(text: unknown): string {
  return String(text).split(', ').sort().join(', ');
}
