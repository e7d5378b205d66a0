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
  if (!(error instanceof ForgeFailure)) throw new Error(`no refusal, but ${String(error)}`);
  return error;
}

const posting = /^POST .*\/(comments|notes)$/;
const listing = /^GET .*\/(comments|notes)$/;

describe('GitHub', () => {
  it.each([
    [
      'fork-token',
      'forge-permission',
      'GitHub does not let this token comment on pull request 7 of acme/connectors (403: Resource not accessible by integration)',
    ],
    [
      'stranger-token',
      'forge-permission',
      'GitHub does not let this token comment on pull request 7 of acme/connectors (404: Not Found)',
    ],
    ['no-such-token', 'forge-token-refused', 'GitHub refuses the token (401: Bad credentials)'],
  ])('refuses what %s may not', async (token, code, message) => {
    const { forge } = await openTestForge('github', { token });
    const failure = await failureOf(forge.post('hello'));
    expect(failure).toMatchObject({ code, message, exitCode: 1 });
    if (code === 'forge-permission') expect(failure.hint).toContain('pull-requests: write');
  });

  it('says that a conversation is locked', async () => {
    const { fake, forge } = await openTestForge('github');
    fake.lock();
    expect((await failureOf(forge.post('hello'))).message).toBe(
      'the conversation of pull request 7 of acme/connectors is locked (403: Unable to create comment because issue is locked.)',
    );
  });

  it('says what is wrong with a comment that it does not take', async () => {
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
      'GitLab does not let this token comment on merge request 7 of project 3 (403: insufficient_scope',
    ],
    [
      'stranger-token',
      'GitLab does not let this token comment on merge request 7 of project 3 (404: 404 Not found)',
    ],
    ['no-such-token', 'GitLab refuses the token (401: 401 Unauthorized)'],
  ])('refuses what %s may not', async (token, message) => {
    const { forge } = await openTestForge('gitlab', { token });
    const failure = await failureOf(forge.post('hello'));
    expect(failure.message).toContain(message);
    expect(failure.hint).toMatch(/scope {2}api|CI_JOB_TOKEN/);
  });
});

describe.each(forgeKinds)('the patience with %s', (kind) => {
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
      '403 with words alone',
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
  ])('waits as long as %s says, and sends a comment again: it was not taken', async (_, instead, digit) => {
    const { fake, forge, told } = await openTestForge(kind);
    fake.trouble({ on: posting, instead });
    expect(await forge.post('hello')).toMatchObject({ body: 'hello' });
    expect(told[0]).toMatch(new RegExp(`limits the rate of requests \\(\\d+\\); trying again in ${digit}`));
    expect(fake.comments()).toHaveLength(1);
  });

  it('ends where the wait is longer than the time left', async () => {
    const { fake, forge } = await openTestForge(kind);
    fake.trouble({ on: listing, instead: { status: 429, headers: { 'retry-after': '3600' }, body: '' } });
    const failure = await failureOf(forge.list());
    expect(failure.code).toBe('forge-rate-limit');
    expect(failure.message).toContain('wants us to wait 60 min 0 s: longer than the time left');
    expect(fake.requests).toHaveLength(1);
  });

  it.each([[{ status: 500, body: '' }], [{ status: 502, body: '<html>' }], ['cut']] as const)(
    'outlasts %o where that passes',
    async (instead) => {
      const { fake, forge } = await openTestForge(kind);
      for (let round = 0; round < 3; round += 1) fake.trouble({ on: listing, instead });
      expect(await forge.list()).toEqual([]);
      expect(fake.requests).toHaveLength(4);
    },
  );

  it('is bounded: a forge that stays down is given up', async () => {
    const clock = realClock(2_000);
    const { fake, forge } = await openTestForge(kind, { clock, timeoutMilliseconds: 60_000 });
    for (let round = 0; round < 100; round += 1)
      fake.trouble({ on: listing, instead: { status: 503, body: '' } });
    const started = clock.now();
    expect((await failureOf(forge.list())).message).toMatch(/^Git(Hub|Lab) answers 503$/);
    expect(clock.now() - started).toBeLessThan(90_000);
  });
});

describe('the token', () => {
  it('is sent to no other server: redirects and links are not followed', async () => {
    const seen: string[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.url ?? '');
      response.end('[]');
    });
    const { fake, forge } = await openTestForge('github');
    fake.trouble({
      on: listing,
      instead: { status: 200, body: [], headers: { link: `<${elsewhere}/page2>; rel="next"` } },
    });
    expect(await forge.list()).toEqual([]);
    expect(fake.requests).toHaveLength(2);
    fake.trouble({
      on: listing,
      instead: { status: 301, headers: { location: `${elsewhere}/moved` }, body: '' },
    });
    expect((await failureOf(forge.list())).message).toBe(
      'GitHub sends us elsewhere (301): the repository was renamed, or the URL of the API is another',
    );
    expect(seen).toEqual([]);
  });

  it('is scrubbed from what the forge says, and never told of a request', async () => {
    const told: string[] = [];
    const { fake, forge } = await openTestForge('github', {
      onRequest: (line) => told.push(line),
    });
    fake.trouble({
      on: posting,
      instead: { status: 400, body: { message: 'bad header: Bearer job-token' } },
    });
    const failure = await failureOf(forge.post('hello'));
    expect(failure.message).toContain('bad header: Bearer (sensitive)');
    expect(told[0]).toMatch(/^POST \/repos\/acme\/connectors\/issues\/7\/comments 400 \d+ ms$/);
  });

  it('that HTTP cannot carry is refused without repeating it', async () => {
    const { forge } = await openTestForge('github', { token: 'can\nary' });
    const failure = await failureOf(forge.list());
    expect(failure.message).toContain('cannot be sent this request');
    expect(failure.message + failure.hint).not.toContain('ary');
  });
});

describe('an answer that is none of the forge', () => {
  it.each([
    ['a login page', '<html><title>Sign in</title></html>'],
    ['an object for a list', { items: [] }],
    ['comments without a number', [{ body: 'hello' }]],
    ['a list of nothing', [null]],
  ])('is an error, never an empty conversation: %s', async (_, body) => {
    const { fake, forge } = await openTestForge('github');
    fake.trouble({ on: listing, instead: { status: 200, body } });
    expect((await failureOf(forge.list())).message).toBe('GitHub answers what its API never does');
  });

  it.each([
    ['http://127.0.0.1:1', 'refuses the connection (ECONNREFUSED)'],
    ['https://forge.invalid', 'has a host name that is not known here'],
  ])('is missing at %s', async (url, said) => {
    const { fake } = await openTestForge('github');
    const forge: Forge = clientOf('github', { ...fake, url }, { timeoutMilliseconds: 3_000 });
    const failure = await failureOf(forge.list());
    expect(failure.message).toContain(said);
    expect(failure.code).toBe('forge-unreachable');
  });
});

describe('a proxy', () => {
  it('that the environment names is used for a forge', async () => {
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
