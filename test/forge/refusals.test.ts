import { describe, expect, it } from 'vitest';
import type { Forge } from '../../src/forge/forge.ts';
import { ForgeFailure } from '../../src/forge/forge-failure.ts';
import { clientOf, forgeKinds, openTestForge } from '../support/forge/open-test-forge.ts';
import { realClock } from '../support/real-clock.ts';
import { serve } from '../support/serve.ts';

async function failureOf(call: Promise<unknown>): Promise<ForgeFailure> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ForgeFailure)) throw new Error(`expected a ForgeFailure, got ${String(error)}`);
  return error;
}

const posting = /^POST .*\/(comments|notes)$/;
const listing = /^GET .*\/(comments|notes)$/;

describe('GitHub', () => {
  it.each([
    [
      'fork-token',
      'forge-permission',
      'GitHub does not allow this token to comment on pull request 7 of acme/connectors (403: Resource not accessible by integration)',
    ],
    [
      'stranger-token',
      'forge-permission',
      'GitHub does not allow this token to comment on pull request 7 of acme/connectors (404: Not Found)',
    ],
    ['no-such-token', 'forge-token-refused', 'GitHub refuses the token (401: Bad credentials)'],
  ])('explains an error with %s', async (token, code, message) => {
    const { forge } = await openTestForge('github', { token });
    const failure = await failureOf(forge.post('hello'));
    expect(failure).toMatchObject({ code, message, category: 'failure' });
    if (code === 'forge-permission') expect(failure.hint).toContain('pull-requests: write');
  });

  it('reports a locked conversation', async () => {
    const { fake, forge } = await openTestForge('github');
    fake.lock();
    expect((await failureOf(forge.post('hello'))).message).toBe(
      'the conversation of pull request 7 of acme/connectors is locked (403: Unable to create comment because issue is locked.)',
    );
  });

  it('reports why a comment is rejected', async () => {
    const { forge } = await openTestForge('github');
    expect((await failureOf(forge.post('x'.repeat(65_537)))).message).toBe(
      'GitHub refuses the comment on pull request 7 of acme/connectors (422: Validation Failed; Body is too long (maximum is 65536 characters))',
    );
  });
});

describe('GitLab', () => {
  it.each([
    [
      'fork-token',
      'GitLab does not allow this token to comment on merge request 7 of project 3 (403: insufficient_scope',
    ],
    [
      'stranger-token',
      'GitLab does not allow this token to comment on merge request 7 of project 3 (404: 404 Not found)',
    ],
    ['no-such-token', 'GitLab refuses the token (401: 401 Unauthorized)'],
  ])('explains an error with %s', async (token, message) => {
    const { forge } = await openTestForge('gitlab', { token });
    const failure = await failureOf(forge.post('hello'));
    expect(failure.message).toContain(message);
    expect(failure.hint).toMatch(/scope {2}api|CI_JOB_TOKEN/);
  });
});

describe.each(forgeKinds)('retries on %s', (kind) => {
  it.each([
    ['429 with retry-after', { status: 429, headers: { 'retry-after': '7' }, body: 'Retry later' }, '7'],
    [
      '403 and nothing remaining',
      {
        status: 403,
        headers: {
          date: 'Thu, 01 Jan 2026 00:00:00 GMT',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Date.UTC(2026, 0, 1, 0, 0, 9) / 1000),
        },
        body: { message: 'API rate limit exceeded for installation ID 1.' },
      },
      '9',
    ],
    [
      '403 with a message alone',
      {
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' },
      },
      '6',
    ],
    [
      '503 with a date',
      {
        status: 503,
        headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:00:08 GMT' },
        body: '',
      },
      '8',
    ],
  ])(
    'wait as long as %s asks and send the comment again, which was not processed',
    async (_, instead, digit) => {
      const { fake, forge, waits } = await openTestForge(kind);
      fake.inject({ on: posting, instead });
      expect(await forge.post('hello')).toMatchObject({ body: 'hello' });
      expect(waits[0]).toMatch(new RegExp(`limits the rate of requests \\(\\d+\\); retrying in ${digit}`));
      expect(fake.comments()).toHaveLength(1);
    },
  );

  it('stop if the wait is longer than the time left', async () => {
    const { fake, forge } = await openTestForge(kind);
    fake.inject({ on: listing, instead: { status: 429, headers: { 'retry-after': '3600' }, body: '' } });
    const failure = await failureOf(forge.list());
    expect(failure.code).toBe('forge-rate-limit');
    expect(failure.message).toContain('asks to wait 60 min 0 s, which is longer than the time left');
    expect(fake.requests).toHaveLength(1);
  });

  it.each([[{ status: 500, body: '' }], [{ status: 502, body: '<html>' }], ['cut']] as const)(
    'outlast a transient %o',
    async (instead) => {
      const { fake, forge } = await openTestForge(kind);
      for (let round = 0; round < 3; round += 1) fake.inject({ on: listing, instead });
      expect(await forge.list()).toEqual([]);
      expect(fake.requests).toHaveLength(4);
    },
  );

  it('end at the timeout', async () => {
    const clock = realClock(300);
    const { fake, forge } = await openTestForge(kind, { clock, timeoutMilliseconds: 60_000 });
    for (let round = 0; round < 100; round += 1)
      fake.inject({ on: listing, instead: { status: 503, body: '' } });
    const started = clock.now();
    expect((await failureOf(forge.list())).message).toMatch(/^Git(Hub|Lab) responded with 503$/);
    expect(clock.now() - started).toBeLessThan(90_000);
  });
});

describe('the token', () => {
  it('is sent to no other server: neither redirects nor links are followed', async () => {
    const seen: string[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.url ?? '');
      response.end('[]');
    });
    const { fake, forge } = await openTestForge('github');
    fake.inject({
      on: listing,
      instead: { status: 200, body: [], headers: { link: `<${elsewhere}/page2>; rel="next"` } },
    });
    expect(await forge.list()).toEqual([]);
    expect(fake.requests).toHaveLength(2);
    fake.inject({
      on: listing,
      instead: { status: 301, headers: { location: `${elsewhere}/moved` }, body: '' },
    });
    expect((await failureOf(forge.list())).message).toBe(
      'GitHub redirects elsewhere (301): the repository was renamed, or the API has another URL',
    );
    expect(seen).toEqual([]);
  });

  it('is removed from messages of the forge and is not in the log of requests', async () => {
    const requests: string[] = [];
    const { fake, forge } = await openTestForge('github', {
      onRequest: (line) => requests.push(line),
    });
    fake.inject({
      on: posting,
      instead: { status: 400, body: { message: 'bad header: Bearer job-token' } },
    });
    const failure = await failureOf(forge.post('hello'));
    expect(failure.message).toContain('bad header: Bearer (sensitive)');
    expect(requests[0]).toMatch(/^POST \/repos\/acme\/connectors\/issues\/7\/comments 400 \d+ ms$/);
  });

  it('is not repeated if HTTP does not allow its characters', async () => {
    const { forge } = await openTestForge('github', { token: 'can\nary' });
    const failure = await failureOf(forge.list());
    expect(failure.message).toContain('cannot be sent this request');
    expect(failure.message + failure.hint).not.toContain('ary');
  });
});

describe('an unexpected response', () => {
  it.each([
    ['a login page', '<html><title>Sign in</title></html>'],
    ['an object for a list', { items: [] }],
    ['comments without a number', [{ body: 'hello' }]],
    ['a list of nothing', [null]],
  ])('is an error, never an empty conversation: %s', async (_, body) => {
    const { fake, forge } = await openTestForge('github');
    fake.inject({ on: listing, instead: { status: 200, body } });
    expect((await failureOf(forge.list())).message).toBe(
      'GitHub sent a response that its API does not define',
    );
  });

  it.each([
    ['http://127.0.0.1:1', 'refuses the connection (ECONNREFUSED)'],
    ['https://forge.invalid', 'has an unknown host name'],
  ])('or none is reported for %s', async (url, reason) => {
    const { fake } = await openTestForge('github');
    const forge: Forge = clientOf('github', { ...fake, url }, { timeoutMilliseconds: 3_000 });
    const failure = await failureOf(forge.list());
    expect(failure.message).toContain(reason);
    expect(failure.code).toBe('forge-unreachable');
  });
});

describe('a proxy', () => {
  it('is used for requests to a forge', async () => {
    const seen: string[] = [];
    const proxy = await serve((request, response) => {
      seen.push(request.url ?? '');
      response.end('[]');
    });
    const { fake } = await openTestForge('github');
    const forge = clientOf('github', { ...fake, url: 'http://forge.example' }, { proxy: { http: proxy } });
    expect(await forge.list()).toEqual([]);
    expect(seen).toEqual([
      'http://forge.example/repos/acme/connectors/issues/7/comments?per_page=100&page=1',
    ]);
  });
});
