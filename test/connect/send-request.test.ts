import { describe, expect, it } from 'vitest';
import type { Wait } from '../../src/model/ports.ts';
import { serve } from '../support/serve.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { fastClock } from './fast-clock.ts';
import {
  cutInTheMiddle,
  error,
  hangUp,
  html,
  huge,
  inTurn,
  json,
  never,
  nothing,
  type Reply,
  startServer,
  text,
  urlWithoutServer,
} from './misbehaving-server.ts';
import { failureOf, openTestCluster, seen } from './open-test-cluster.ts';

const worker = json({ version: '3.9.1', commit: 'f745', kafka_cluster_id: 'hVB3' });
const list = json(['orders']);

describe('the first contact', () => {
  it('fails at once where nothing listens at any URL, and names each', async () => {
    const [one, other] = [await urlWithoutServer(), await urlWithoutServer()];
    const clock = fastClock();
    const failure = await failureOf(openTestCluster([one, other], { options: { clock } }).readWorker());
    expect(failure).toMatchObject({ verdict: 'not-sent', method: 'GET', url: `${one}/`, status: undefined });
    expect(failure.message).toBe(
      `cannot read the worker: ${one} refuses the connection; ${other} refuses the connection. ` +
        'Is a Kafka Connect worker running there? Check the URL and its port.',
    );
    expect(clock.sleeps).toEqual([]);
  });

  it('fails at once where the host is not known', async () => {
    const clock = fastClock();
    const cluster = openTestCluster(['http://worker.invalid:8083'], { options: { clock } });
    const failure = await failureOf(cluster.readWorker());
    expect(failure.verdict).toBe('not-sent');
    expect(failure.message).toContain('http://worker.invalid:8083 has a host name that is not known here');
    expect(clock.sleeps).toEqual([]);
  });

  it.each<[string, Reply]>([
    ['a page', html(404)],
    ['nothing', nothing(404)],
    ['503', text(503, 'no healthy upstream')],
    ['a closed connection', hangUp],
  ])('waits for a worker that is starting: %s', async (_what, booting) => {
    const server = await startServer(inTurn(booting, booting, worker));
    const waits: Wait[] = [];
    const cluster = openTestCluster([server.url], { options: { onWait: (wait) => waits.push(wait) } });
    expect((await cluster.readWorker()).versionText).toBe('3.9.1');
    expect(seen(server)).toEqual(['GET /', 'GET /', 'GET /']);
    expect(waits.map(({ milliseconds }) => milliseconds)).toEqual([500, 1000]);
    expect(waits[0]?.reason).toMatch(new RegExp(`^${server.url} (answers|closed)`));
  });

  it('gives a worker that is starting 15 seconds', async () => {
    const server = await startServer(html(404));
    const clock = fastClock();
    const failure = await failureOf(openTestCluster([server.url], { options: { clock } }).readWorker());
    expect(failure).toMatchObject({ verdict: 'busy', status: 404, workerMessage: 'Error 404 Not Found' });
    expect(failure.message).toContain(
      "answers 404 without an error of Kafka Connect's, as a worker does while it starts; tried for 15 s. " +
        'If none is starting there, check the URL and its path.',
    );
    expect(clock.slept()).toBe(15_000);
  });

  it('fails where a server accepts and never answers', async () => {
    const server = await startServer(never);
    const cluster = openTestCluster([server.url], { options: { timeoutMilliseconds: 100 } });
    const failure = await failureOf(cluster.readWorker());
    expect(failure).toMatchObject({ verdict: 'busy', status: undefined });
    expect(failure.message).toContain('accepted the request and did not answer within 0.1 s');
  });

  it('leaves the other URLs their share of the time where the first one never answers', async () => {
    const [silent, good] = [await startServer(never), await startServer(worker)];
    const cluster = openTestCluster([silent.url, good.url], { options: { timeoutMilliseconds: 1_000 } });
    expect((await cluster.readWorker()).kafkaClusterId).toBe('hVB3');
    expect(cluster.url).toBe(good.url);
  });
});

describe('what is no Kafka Connect worker is refused, at once and with a sentence', () => {
  it.each<[string, Reply, RegExp]>([
    ['a login page', text(200, '<!DOCTYPE html><title>Sign in</title>'), /answers 200 with a login page \(/],
    ['a page under a JSON type', text(200, '<html>', { 'content-type': 'application/json' }), /HTML page/],
    [
      'a redirect to a login',
      text(302, '', { location: 'https://login.example/?return=secret-canary' }),
      /redirects to https:\/\/login\.example \(302\)\. Redirects are not followed/,
    ],
    [
      'a redirect on the same host',
      text(301, '', { location: '/elsewhere' }),
      /redirects to http:\/\/127\.0\.0\.1:\d+ \(301\)/,
    ],
    ['a redirect to nowhere', text(307, ''), /redirects elsewhere \(307\)/],
    ['plain text', text(200, 'It works!'), /answers 200 with plain text/],
    ['an empty body', nothing(200), /answers 200 with an empty body/],
    ['no content', nothing(204), /answers 204 with an empty body/],
    ['half of the JSON', text(200, '["orders", "pay'), /answers 200 with JSON that breaks off/],
    [
      'JSON of another service',
      json({ status: 'ok' }),
      /JSON that is not Kafka Connect's: the list of connectors is not a list/,
    ],
    [
      'an unknown route of another service',
      json({ message: 'no Route matched' }, 404),
      /answers 404 with JSON that is not Kafka Connect's/,
    ],
    ["another service's 404", text(404, '404 page not found'), /answers 404 with plain text/],
  ])('%s', async (_what, reply, sentence) => {
    const server = await startServer(reply);
    const failure = await failureOf(openTestCluster([server.url]).listNames());
    expect(failure.verdict).toBe('not-connect');
    expect(failure.message).toMatch(sentence);
    expect(failure.message).toContain(server.url);
    expect(failure.message).not.toContain('canary');
    expect(server.requests).toHaveLength(1);
  });

  it('a worker that is too old to be read', async () => {
    const server = await startServer(list);
    const failure = await failureOf(openTestCluster([server.url]).readConnectors());
    expect(failure.verdict).toBe('unsupported');
    expect(failure.message).toBe(
      `cannot read the connectors: ${server.url} answers "expand=info" with names alone: its worker is older than Kafka Connect 2.3. Workers that old are not supported.`,
    );
  });

  it('a body without an end: the rest of it is not read', async () => {
    const server = await startServer(huge(80 * 1024 * 1024));
    const failure = await failureOf(openTestCluster([server.url]).listNames());
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toContain('sends a larger answer than connect-sync reads');
    expect(server.requests).toHaveLength(1);
  });

  it('something that does not speak HTTP', async () => {
    const server = await startServer((response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'));
    const failure = await failureOf(openTestCluster([server.url]).listNames());
    expect(failure.verdict).toBe('not-connect');
    expect(failure.message).toContain('does not answer in HTTP');
  });

  it.each([
    ['https://api.confluent.cloud/connect/v1/environments/env-1/clusters/lkc-1', /Confluent Cloud's API/],
    ['https://proxy.example/connect/v1/environments/env-1/clusters/lkc-1', /Confluent Cloud's API/],
    ['ftp://worker:21', /is not an http or https URL/],
    ['worker:8083', /is not an http or https URL/],
    ['not a URL: canary', /^cannot read the worker: the URL of the cluster is not a URL/],
    ['http://worker:8083/?token=canary', /has a query/],
  ])('a URL that cannot be one: %s', async (url, sentence) => {
    const failure = await failureOf(openTestCluster([url]).readWorker());
    expect(failure.verdict).toBe('not-connect');
    expect(failure.message).toMatch(sentence);
    expect(failure.message + failure.url).not.toContain('canary');
  });

  it.each([
    [
      'the credentials',
      { auth: { kind: 'bearer', token: 'canary\n' } as const },
      /the credentials hold a line break/,
    ],
    [
      'a header',
      { headers: new Map([['x-key', 'canary\r\nx: y']]) },
      /the header "x-key" holds a line break/,
    ],
    ['the name of a header', { headers: new Map([['x key', 'canary']]) }, /a header without a valid name/],
  ])('%s with what HTTP cannot carry', async (_what, target, sentence) => {
    const server = await startServer(list);
    const failure = await failureOf(openTestCluster([server.url], { target }).listNames());
    expect(failure.message).toMatch(sentence);
    expect(failure.message).not.toContain('canary');
    expect(server.requests).toEqual([]);
  });
});

describe('credentials', () => {
  const auth = { kind: 'basic', username: 'ci', password: 'canary-password' } as const;

  it('that are missing are named', async () => {
    const server = await startServer(text(401, 'User cannot access the resource.'));
    const failure = await failureOf(openTestCluster([server.url]).readWorker());
    expect(failure).toMatchObject({
      verdict: 'unauthorised',
      status: 401,
      workerMessage: 'User cannot access the resource.',
    });
    expect(failure.message).toContain('asks for credentials and none are given (401)');
    expect(server.requests).toHaveLength(1);
  });

  it('that are refused are refused once, and never shown', async () => {
    const server = await startServer(text(401, 'User cannot access the resource.'));
    const failure = await failureOf(openTestCluster([server.url], { target: { auth } }).readWorker());
    expect(failure.message).toContain('refuses the credentials (401)');
    const shown = JSON.stringify({
      ...failure,
      message: failure.message,
      stack: failure.stack,
      cause: failure.cause,
    });
    expect(shown).not.toContain('canary');
    expect(shown).not.toContain(Buffer.from('ci:canary-password').toString('base64'));
    expect(server.requests).toHaveLength(1);
  });

  it('are not sent after a redirect', async () => {
    const elsewhere = await startServer(list);
    const server = await startServer(text(307, '', { location: `${elsewhere.url}/connectors` }));
    await failureOf(openTestCluster([server.url], { target: { auth } }).listNames());
    expect(elsewhere.requests).toEqual([]);
  });

  it('in the URL are never shown', async () => {
    const url = (await urlWithoutServer()).replace('//', '//ci:canary@');
    const cluster = openTestCluster([url]);
    const failure = await failureOf(cluster.readWorker());
    expect(failure.message + failure.url + cluster.url).not.toContain('canary');
  });
});

describe('a cluster with several URLs', () => {
  it.each<[string, Reply]>([
    ['starts', html(404)],
    ['closes the connection', hangUp],
    ['breaks off', cutInTheMiddle],
    ['leaves', error(500, 'Worker is shutting down')],
    ['is behind a gateway that fails', text(502, '<html>')],
  ])('is read from the next one where a worker %s, and stays there', async (_what, reply) => {
    const [bad, good] = [await startServer(reply), await startServer(list)];
    const clock = fastClock();
    const cluster = openTestCluster([bad.url, good.url], { options: { clock } });
    expect(cluster.url).toBe(bad.url);
    expect(await cluster.listNames()).toEqual(['orders']);
    expect(cluster.url).toBe(good.url);
    expect(await cluster.listNames()).toEqual(['orders']);
    expect([bad.requests.length, good.requests.length]).toEqual([1, 2]);
    expect(clock.sleeps).toEqual([]);
  });

  it('is read from the next one where nothing listens', async () => {
    const good = await startServer(list);
    const cluster = openTestCluster([await urlWithoutServer(), good.url]);
    expect(await cluster.listNames()).toEqual(['orders']);
  });

  it('comes back to the first one when the second one goes', async () => {
    const [one, other] = [
      await startServer(inTurn(html(404), list)),
      await startServer(inTurn(list, html(404))),
    ];
    const cluster = openTestCluster([one.url, other.url]);
    await cluster.listNames();
    await cluster.listNames();
    expect(cluster.url).toBe(one.url);
  });

  it('does not go on to the next URL if one refuses the credentials, or is not a worker', async () => {
    const [first, second] = [await startServer(text(401, 'no')), await startServer(list)];
    expect((await failureOf(openTestCluster([first.url, second.url]).listNames())).verdict).toBe(
      'unauthorised',
    );
    first.reply = text(200, '<html>');
    expect((await failureOf(openTestCluster([first.url, second.url]).listNames())).verdict).toBe(
      'not-connect',
    );
    expect(second.requests).toEqual([]);
  });

  it('reports the worker that answered rather than the one that is down', async () => {
    const down = await urlWithoutServer();
    const starting = await startServer(html(404));
    const cluster = openTestCluster([down, starting.url]);
    const failure = await failureOf(cluster.listNames());
    expect(failure).toMatchObject({ verdict: 'busy', status: 404, url: `${starting.url}/connectors` });
    expect(failure.message).toContain(`${down} refuses the connection`);
  });
});

describe('a cluster that has answered before', () => {
  it('is waited for, longer each time, until it is back', async () => {
    const busy = error(500, 'Request cannot be completed because a rebalance is expected');
    const server = await startServer(inTurn(list, ...Array.from({ length: 8 }, () => busy), list));
    const clock = fastClock(0.999);
    const cluster = openTestCluster([server.url], { options: { clock } });
    await cluster.listNames();
    await cluster.listNames();
    expect(clock.sleeps.map((sleep) => Math.round(sleep / 1000))).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('is waited for while it is started again', async () => {
    const server = await startServer(list);
    let restarted = false;
    const clock = fastClock();
    const cluster = openTestCluster([server.url], {
      options: {
        clock: {
          ...clock,
          sleep: async (milliseconds) => {
            await clock.sleep(milliseconds);
            if (clock.sleeps.length === 3) {
              await startServer(list, server.port);
              restarted = true;
            }
          },
        },
      },
    });
    await cluster.listNames();
    await server.stop();
    expect(await cluster.listNames()).toEqual(['orders']);
    expect(restarted).toBe(true);
  });

  it('fails after five minutes, or after --timeout, or after the budget of the caller', async () => {
    const waited = async (
      timeoutMilliseconds: number | undefined,
      budgetMilliseconds: number | undefined,
    ) => {
      const server = await startServer(
        inTurn(list, error(409, 'Cannot complete request because of a conflicting operation')),
      );
      const clock = fastClock();
      const cluster = openTestCluster([server.url], { options: { clock, timeoutMilliseconds } });
      await cluster.listNames();
      const failure = await failureOf(cluster.listNames({ budgetMilliseconds }));
      expect(failure.verdict).toBe('busy');
      return clock.slept() / 1000;
    };
    expect(await waited(undefined, undefined)).toBe(300);
    expect(await waited(20_000, undefined)).toBe(20);
    expect(await waited(20_000, 5_000)).toBe(5);
  });

  it('has ten seconds for its only attempt if the caller retries', async () => {
    const clock = new VirtualClock({ quietTurns: 12 });
    let silence = 0;
    const url = await serve((_request, response) => {
      void clock.sleep(silence).then(() => response.end('["orders"]'));
    });
    const cluster = openTestCluster([url], { options: { clock } });
    await cluster.listNames();
    silence = 9_000;
    expect(await cluster.listNames({ budgetMilliseconds: 0 })).toEqual(['orders']);
    silence = 60_000;
    const failure = await failureOf(cluster.listNames({ budgetMilliseconds: 0 }));
    expect(failure.message).toContain('did not answer within 10 s');
  });

  it('waits at least a little each time, whatever chance says', async () => {
    const server = await startServer(inTurn(list, hangUp));
    const clock = fastClock(0);
    const cluster = openTestCluster([server.url], { options: { clock } });
    await cluster.listNames();
    await failureOf(cluster.listNames({ budgetMilliseconds: 2_000 }));
    expect(server.requests.length).toBeLessThan(60);
  });

  it('is sent again at once if a pooled connection turns out to be closed', async () => {
    const server = await startServer(inTurn(list, hangUp, list));
    const clock = fastClock();
    const cluster = openTestCluster([server.url], { options: { clock } });
    await cluster.listNames();
    expect(await cluster.listNames()).toEqual(['orders']);
    expect(clock.sleeps).toEqual([]);
  });

  it('fails at once for good where another try cannot help', async () => {
    const server = await startServer(inTurn(list, error(500, 'Something broke')));
    const cluster = openTestCluster([server.url]);
    await cluster.listNames();
    const failure = await failureOf(cluster.listNames());
    expect(failure).toMatchObject({ verdict: 'permanent', status: 500, workerMessage: 'Something broke' });
    expect(failure.message).not.toContain('Something broke');
    expect(server.requests).toHaveLength(2);
  });
});

describe('a read that is interrupted', () => {
  it('ends while it waits for an answer', async () => {
    const server = await startServer(never);
    const abort = new AbortController();
    const cluster = openTestCluster([server.url], { options: { signal: abort.signal } });
    const reading = failureOf(cluster.listNames());
    await expect.poll(() => server.requests.length).toBe(1);
    abort.abort();
    const failure = await reading;
    expect(failure.verdict).toBe('permanent');
    expect(failure.message).toContain('was not waited for: the run was ended');
  });

  it('ends while it waits to try again', async () => {
    const server = await startServer(html(404));
    const abort = new AbortController();
    const clock = { ...fastClock(), sleep: async () => abort.abort() };
    const cluster = openTestCluster([server.url], { options: { signal: abort.signal, clock } });
    await failureOf(cluster.listNames());
    expect(server.requests).toHaveLength(1);
  });

  it('does not begin once the run has ended, or the cluster is closed', async () => {
    const server = await startServer(list);
    const ended = openTestCluster([server.url], { options: { signal: AbortSignal.abort() } });
    expect((await failureOf(ended.listNames())).verdict).toBe('permanent');
    const closed = openTestCluster([server.url]);
    await closed.close();
    expect((await failureOf(closed.listNames())).verdict).toBe('permanent');
    expect(server.requests).toEqual([]);
  });

  it('ends when the cluster is closed', async () => {
    const server = await startServer(never);
    const cluster = openTestCluster([server.url]);
    const reading = failureOf(cluster.listNames());
    await expect.poll(() => server.requests.length).toBe(1);
    await cluster.close();
    expect((await reading).verdict).toBe('permanent');
  });
});
