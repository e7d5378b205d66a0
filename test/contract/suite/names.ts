import http from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Answer, answerOf, connectorPath } from './rest-client.ts';
import type { Subject } from './subject.ts';
import { create, expectError, readConnector, settled, sourceConfig, uniqueName } from './subject.ts';

/** Which names are valid, and how they work in paths: Connect REST contract 9. */
export function describeNames(subject: Subject): void {
  describe('a name', () => {
    describeReachable(subject);
    describeUnreachable(subject);
    describeDots(subject);
  });
}

function describeReachable(subject: Subject): void {
  const { rest } = subject;

  for (const part of [
    'with space',
    'größe',
    '日本',
    'a+b',
    'a&b=c',
    'a:b',
    'a?b',
    'a#b',
    'a[b]',
    'a|b',
    'a;b',
  ]) {
    it(`may contain what a path encodes: ${part}`, async () => {
      const name = `${part}-${uniqueName('name')}`;
      await create(subject, name, sourceConfig(subject, 'odd-name'));
      expect(await readConnector(subject, name)).toMatchObject({ name, config: { name } });
      expect((await rest.get('/connectors')).json).toContain(name);
      expect((await rest.delete(connectorPath(name))).status).toBe(204);
    });
  }

  it('is case-sensitive', async () => {
    const name = uniqueName('case');
    await create(subject, name, sourceConfig(subject, name));
    await create(subject, name.toUpperCase(), sourceConfig(subject, name));
  });

  it('keeps a leading space when it is PUT', async () => {
    const name = ` ${uniqueName('space')}`;
    await create(subject, name, sourceConfig(subject, 'odd-name'));
    expect((await rest.get('/connectors')).json).toContain(name);
  });

  it('contains no control character', async () => {
    const body = sourceConfig(subject, 'odd-name');
    // 4.4.0 closes the connection after this answer without saying so: the next request must not reuse it.
    const headers = { connection: 'close' };
    const answer = await rest.send('PUT', connectorPath('a\tb', '/config'), { body, headers });
    expect(answer.status).toBe(400);
    expect((await rest.get('/connectors')).json).not.toContain('a\tb');
  });

  it('with braces is created, although the answer is a 500', async () => {
    const name = `{b}-${uniqueName('name')}`;
    const answer = await rest.put(connectorPath(name, '/config'), sourceConfig(subject, 'odd-name'));
    expectError(answer, 500, /^The template variable 'b' has no value$/);
    expect((await rest.get('/connectors')).json).toContain(name);
  });
}

function describeUnreachable(subject: Subject): void {
  const { rest, rules } = subject;

  for (const character of ['/', '%', '\\']) {
    const name = `a${character}b-${uniqueName('name')}`;
    if (!rules.jetty12) {
      it(`with ${character} can be reached`, async () => {
        await create(subject, name, sourceConfig(subject, 'odd-name'));
        expect(await readConnector(subject, name)).toMatchObject({ name });
        expect((await rest.delete(connectorPath(name))).status).toBe(204);
      });
    } else {
      it(`with ${character} is accepted by POST and unreachable afterwards: 400 without JSON`, async () => {
        const made = await rest.post('/connectors', { name, config: sourceConfig(subject, 'odd-name') });
        expect(made.status, made.text).toBe(201);
        const read = await rest.get(connectorPath(name));
        expect(read).toMatchObject({ status: 400, json: undefined, mediaType: 'text/html' });
        const deleted = await rest.delete(connectorPath(name));
        expect(deleted).toMatchObject({ status: 400, json: undefined });
        expect((await rest.get('/connectors')).json).toContain(name);
      });
    }
  }
}

function describeDots(subject: Subject): void {
  it('of two dots is removed by URL parsers: the request has another meaning', async () => {
    expect(new URL(`${subject.worker().url}/connectors/../config`).pathname).toBe('/config');
  });

  it('of two dots that are sent unchanged is not the list', async () => {
    const answer = await settled(subject, () => rawGet(subject.worker().url, '/connectors/..'));
    expect([200, 400, 404]).toContain(answer.status);
  });
}

/** A GET whose path is sent unchanged: fetch would remove the dots. */
function rawGet(url: string, path: string): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.get({ hostname, port, path }, async (response) => {
      const text = (await response.toArray()).join('');
      resolve(answerOf(new Response(text, { status: response.statusCode ?? 0 }), text));
    });
    request.once('error', reject);
  });
}
