import { describe, expect, it } from 'vitest';
import { connectorPath } from './rest-client.ts';
import { create, expectError, type Subject, sourceConfig, uniqueName } from './subject.ts';

/**
 * What all paths have in common: media types, methods, routes, bodies that are not a configuration. Connect REST contract 2 and
 * 3.
 */
export function describeTransport(subject: Subject): void {
  describe('an answer of the framework', () => {
    describeFrameworkErrors(subject);
  });
  describe('a route', () => {
    describeRoutes(subject);
  });
  describe('a body that is not a configuration', () => {
    describeBadBodies(subject);
  });
}

function describeFrameworkErrors(subject: Subject): void {
  const { rest } = subject;

  it('is JSON without a media type for an unknown path', async () => {
    const answer = await rest.get('/no/such/path');
    expectError(answer, 404, 'HTTP 404 Not Found');
    expect(answer.mediaType).toBeUndefined();
  });

  it('is JSON without a media type for a wrong method', async () => {
    const answer = await rest.delete('/connectors');
    expectError(answer, 405, 'HTTP 405 Method Not Allowed');
    expect(answer.mediaType).toBeUndefined();
  });

  it('is 406 where the client does not accept JSON', async () => {
    const answer = await rest.send('GET', '/connectors', { headers: { accept: 'text/html' } });
    expectError(answer, 406, 'HTTP 406 Not Acceptable');
  });

  for (const mediaType of ['text/plain', '']) {
    it(`is 415 where a body comes ${mediaType ? `as ${mediaType}` : 'without a media type'}`, async () => {
      const name = uniqueName('media-type');
      const answer = await rest.send('PUT', connectorPath(name, '/config'), {
        body: sourceConfig(subject, name),
        mediaType,
      });
      expectError(answer, 415, 'HTTP 415 Unsupported Media Type');
    });
  }

  it('needs no media type where there is no body', async () => {
    const name = uniqueName('no-body');
    await create(subject, name, sourceConfig(subject, name));
    expect((await rest.put(connectorPath(name, '/pause'))).status).toBe(202);
  });

  it('about a connector is JSON with its media type', async () => {
    const answer = await rest.get(connectorPath('nobody', '/status'));
    expect(answer.mediaType).toBe('application/json');
    expect(answer.json).toEqual({ error_code: 404, message: 'No status found for connector nobody' });
  });
}

function describeRoutes({ rest, rules }: Subject): void {
  const allowed = async (path: string) => {
    const answer = await rest.send('OPTIONS', path);
    const methods = answer.headers.get('allow')?.split(/,\s*/).sort() ?? [];
    return {
      status: answer.status,
      methods: methods.filter((method) => method !== 'OPTIONS' && method !== 'HEAD'),
    };
  };

  it('answers OPTIONS with its methods, for an unknown connector too', async () => {
    expect(await allowed('/connectors/nobody/config')).toEqual({
      status: 200,
      methods: rules.patch ? ['GET', 'PATCH', 'PUT'] : ['GET', 'PUT'],
    });
  });

  it('that does not exist is 404 to OPTIONS', async () => {
    expect((await allowed('/no/such/path')).status).toBe(404);
    expect((await allowed('/connectors/nobody/stop')).status).toBe(rules.stop ? 200 : 404);
    expect((await allowed('/connectors/nobody/tasks-config')).status).toBe(rules.tasksConfig ? 200 : 404);
  });

  it('for offsets shows by its methods what the version can do', async () => {
    const found = await allowed('/connectors/nobody/offsets');
    expect(found.status).toBe(rules.stop ? 200 : 404);
    if (rules.stop) expect(found.methods).toEqual(rules.offsetWrites ? ['DELETE', 'GET', 'PATCH'] : ['GET']);
  });

  it('is found with a trailing slash', async () => {
    expect((await rest.get('/connectors/')).status).toBe(200);
  });

  it('answers HEAD without a body', async () => {
    const answer = await rest.send('HEAD', '/connectors');
    expect(answer).toMatchObject({ status: 200, text: '' });
  });

  it('ignores unknown parameters', async () => {
    expect(Array.isArray((await rest.get('/connectors?limit=1&page=2')).json)).toBe(true);
  });
}

function describeBadBodies({ rest }: Subject): void {
  // The wording is Jackson's and changes with its version, so only the status is checked.
  const bodies = {
    'broken JSON': '{"connector.class": ',
    'an array': '["connector.class"]',
    'a nested value': '{"connector.class": {"a": "b"}}',
    'a list as a value': '{"connector.class": ["a"]}',
    null: 'null',
    empty: '',
  };
  for (const [title, raw] of Object.entries(bodies)) {
    it(`is a 500 of the worker, not a 400: ${title}`, async () => {
      const name = uniqueName('bad-body');
      const answer = await rest.send('PUT', connectorPath(name, '/config'), { raw });
      expectError(answer, 500, /./);
      expect((await rest.get('/connectors')).json).not.toContain(name);
    });
  }
}
