import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/model/clock.ts';
import type { ControllerEvent } from '../../src/model/controller-event.ts';
import { openWebhook, type Webhook, type WebhookOptions } from '../../src/webhook/open-webhook.ts';
import { fastClock } from '../connect/fast-clock.ts';
import {
  hangUp,
  inTurn,
  type MisbehavingServer,
  type Reply,
  startServer,
} from '../connect/misbehaving-server.ts';
import { eventually } from '../support/eventually.ts';
import { realClock } from '../support/real-clock.ts';

const event = (id: string, overrides: Partial<ControllerEvent> = {}): ControllerEvent => ({
  ...{ id, kind: 'connector-failed', time: '2026-11-30T08:00:00.000Z', cluster: 'prod', connector: 'orders' },
  message: '1 of 1 tasks FAILED <!channel> & more',
  ...overrides,
});

const answer =
  (status: number, headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) => {
    response.writeHead(status, headers).end('{}');
  };

interface World {
  readonly server: MisbehavingServer;
  readonly webhook: Webhook;
  readonly problems: readonly string[];
  readonly ids: () => unknown[];
}

async function world(
  reply: Reply,
  options: Partial<WebhookOptions> = {},
  clock: Clock = realClock(100),
): Promise<World> {
  const server = await startServer(reply);
  const problems: string[] = [];
  const webhook = openWebhook(
    { url: `${server.url}/services/canary-token`, format: 'cloudevents', ...options },
    { clock, onProblem: (message) => problems.push(message) },
  );
  return {
    server,
    webhook,
    problems,
    ids: () => server.requests.map(({ headers }) => headers['webhook-id']),
  };
}

/** Closes it once everything is delivered or given up; the five seconds of `close` are short on this fast clock. */
async function closed(webhook: Webhook): Promise<void> {
  await eventually(async () => expect(webhook.counts().queued).toBe(0));
  await webhook.close();
}

describe('an event', () => {
  it('is posted as a CloudEvent, with a signature that the receiver can check', async () => {
    const secret = `whsec_${Buffer.from('a key of thirty-two bytes, or so').toString('base64')}`;
    const { server, webhook } = await world(answer(202), { secret });
    webhook.send([event('1')]);
    await eventually(async () => expect(server.requests).toHaveLength(1));
    const [request] = server.requests;
    expect(request?.headers['content-type']).toBe('application/cloudevents+json');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      specversion: '1.0',
      id: '1',
      source: '/connect-sync/clusters/prod',
      type: 'io.connect-sync.connector-failed',
      subject: 'prod/orders',
      time: '2026-11-30T08:00:00.000Z',
      datacontenttype: 'application/json',
      data: { kind: 'connector-failed', connector: 'orders' },
    });
    const signed = `1.${request?.headers['webhook-timestamp']}.${request?.body}`;
    const expected = createHmac('sha256', 'a key of thirty-two bytes, or so').update(signed).digest('base64');
    expect(request?.headers['webhook-signature']).toBe(`v1,${expected}`);
    await closed(webhook);
  });

  it('is a message of Slack that mentions nobody, or a card of Teams', async () => {
    const slack = await world(answer(200), { format: 'slack' });
    slack.webhook.send([event('1')]);
    await closed(slack.webhook);
    expect(JSON.parse(slack.server.requests[0]?.body ?? '')).toEqual({
      text: '🔴 prod / orders: connector-failed: 1 of 1 tasks FAILED &lt;!channel&gt; &amp; more',
    });
    const teams = await world(answer(200), { format: 'teams' });
    teams.webhook.send([event('1')]);
    await closed(teams.webhook);
    expect(JSON.parse(teams.server.requests[0]?.body ?? '')).toMatchObject({
      type: 'message',
      attachments: [{ content: { type: 'AdaptiveCard', body: [{ type: 'TextBlock' }] } }],
    });
  });
});

describe('a receiver that does not take an event', () => {
  it.each<[string, Reply]>([
    ['because it fails', answer(503)],
    ['because it is busy', answer(429, { 'retry-after': '1' })],
    ['because it closes the connection', hangUp],
  ])('%s gets it again, and all in their order', async (_, first) => {
    const { webhook, ids, problems } = await world(inTurn(first, first, answer(200)));
    webhook.send([event('1'), event('2')]);
    await eventually(async () => expect(ids()).toEqual(['1', '1', '1', '2']));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('; retrying');
    await closed(webhook);
  });

  it('because it refuses it does not get it again, and that is counted and reported', async () => {
    const { webhook, ids, problems } = await world(inTurn(answer(400), answer(200)));
    webhook.send([event('1'), event('2')]);
    await eventually(async () => expect(ids()).toEqual(['1', '2']));
    await closed(webhook);
    expect(problems).toEqual(['the webhook answered with 400; an event is dropped']);
    expect(webhook.counts()).toEqual({ queued: 0, dropped: 1 });
  });

  it('and redirects is not followed', async () => {
    const { server, webhook, problems } = await world(answer(302, { location: '/elsewhere' }));
    webhook.send([event('1')]);
    await closed(webhook);
    expect(problems).toEqual([
      'the webhook answered with 302, a redirect, which is not followed: use the URL that it leads to; an event is dropped',
    ]);
    expect(new Set(server.requests.map(({ path }) => path))).toEqual(new Set(['/services/canary-token']));
    expect(webhook.counts().dropped).toBe(1);
  });
});

describe('an outage', () => {
  it('of hours loses no event: all of them arrive in their order once the receiver is back', async () => {
    const { server, webhook, ids, problems } = await world(answer(503), {}, fastClock());
    webhook.send(['1', '2', '3'].map((id) => event(id)));
    await eventually(async () => expect(server.requests.length).toBeGreaterThan(40));
    expect(new Set(ids())).toEqual(new Set(['1']));
    server.requests.length = 0;
    server.reply = answer(200);
    await closed(webhook);
    expect(ids().slice(-3)).toEqual(['1', '2', '3']);
    expect(webhook.counts()).toEqual({ queued: 0, dropped: 0 });
    expect(problems).toEqual(['the webhook answered with 503; retrying']);
  });

  it('that the queue is too small for ends with an event that says how many were dropped', async () => {
    const { server, webhook, ids } = await world(answer(503), {}, fastClock());
    for (let index = 0; index < 1_010; index += 1) webhook.send([event(String(index))]);
    await eventually(async () => expect(server.requests.length).toBeGreaterThan(2));
    server.requests.length = 0;
    server.reply = answer(200);
    await closed(webhook);
    const last = server.requests.slice(-1_001);
    expect(last[0]?.headers['webhook-id']).toBe('0');
    expect(JSON.parse(last[1]?.body ?? '')).toMatchObject({
      type: 'io.connect-sync.events-dropped',
      data: {
        message:
          '10 events were dropped while this webhook took none; the log of the controller has them all',
      },
    });
    expect(ids().slice(-999)).toEqual(Array.from({ length: 999 }, (_, index) => String(index + 11)));
    expect(webhook.counts().dropped).toBe(10);
  });

  it('that only one event causes ends after an hour, and the receiver gets the others', async () => {
    const poisoned: Reply = (response, request) =>
      answer(request.body.includes('poison') ? 500 : 200)(response, request);
    const { server, webhook, problems } = await world(poisoned, {}, fastClock());
    webhook.send([event('1', { message: 'poison' }), event('2')]);
    await closed(webhook);
    expect(server.requests.length).toBeGreaterThan(40);
    expect(server.requests.slice(-2).map(({ body }) => JSON.parse(body).data.kind)).toEqual([
      'connector-failed',
      'events-dropped',
    ]);
    expect(problems).toEqual([
      'the webhook answered with 500; retrying',
      'the webhook answered with 500 for an hour; an event is dropped',
    ]);
    expect(webhook.counts()).toEqual({ queued: 0, dropped: 1 });
  });
});

describe('a receiver that asks for a pause', () => {
  const pauses = async (headers: Readonly<Record<string, string>>): Promise<readonly number[]> => {
    const clock = realClock(1_000_000);
    const server = await startServer(inTurn(answer(429, headers), answer(429, headers), answer(200)));
    const slept: number[] = [];
    const recording: Clock = {
      ...clock,
      sleep: (milliseconds, signal) => {
        slept.push(milliseconds);
        return clock.sleep(milliseconds, signal);
      },
    };
    const webhook = openWebhook(
      { url: server.url, format: 'slack' },
      { clock: recording, onProblem: () => undefined },
    );
    webhook.send([event('1')]);
    await eventually(async () => expect(webhook.counts().queued).toBe(0));
    const paused = [...slept];
    await webhook.close();
    return paused;
  };

  it('of no time gets growing ones nevertheless', async () => {
    const [first = 0, second = 0] = await pauses({ 'retry-after': '0' });
    expect(first).toBeGreaterThanOrEqual(500);
    expect(second).toBeGreaterThanOrEqual(1_000);
  });

  it('gets it, in seconds or until a date by its own clock, up to an hour', async () => {
    expect(await pauses({ 'retry-after': '90' })).toEqual([90_000, 90_000]);
    const until = { date: 'Tue, 01 Dec 2026 08:00:00 GMT', 'retry-after': 'Tue, 01 Dec 2026 08:02:00 GMT' };
    expect(await pauses(until)).toEqual([120_000, 120_000]);
    expect(await pauses({ 'retry-after': '99999999999' })).toEqual([3_600_000, 3_600_000]);
  });
});

describe('closing', () => {
  it('in a pause makes one more attempt', async () => {
    const { server, webhook, ids } = await world(
      inTurn(answer(503, { 'retry-after': '3600' }), answer(200)),
      {},
      realClock(),
    );
    webhook.send([event('1'), event('2')]);
    await eventually(async () => expect(server.requests).toHaveLength(1));
    await webhook.close();
    expect(ids()).toEqual(['1', '1', '2']);
    expect(webhook.counts()).toEqual({ queued: 0, dropped: 0 });
  });

  it('ends with the attempt that fails, and says what was lost', async () => {
    const { server, webhook, problems } = await world(
      answer(503, { 'retry-after': '3600' }),
      {},
      realClock(),
    );
    webhook.send([event('1'), event('2')]);
    await eventually(async () => expect(server.requests).toHaveLength(1));
    await webhook.close();
    expect(server.requests).toHaveLength(2);
    expect(problems.at(-1)).toBe('2 events were not delivered');
  });
});

describe('a user and a password in the URL', () => {
  it('are sent as basic authentication', async () => {
    const server = await startServer(answer(200));
    const url = server.url.replace('http://', 'http://user:p%40ss@');
    const webhook = openWebhook(
      { url, format: 'slack' },
      { clock: realClock(100), onProblem: () => undefined },
    );
    webhook.send([event('1')]);
    await closed(webhook);
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
  });
});

describe('the source of CloudEvents', () => {
  it.each<[string, string]>([
    ['/teams/data/', '/teams/data/clusters/prod%2Feu%201'],
    ['https://ops.example/connect', 'https://ops.example/connect/clusters/prod%2Feu%201'],
    ['urn:example:connect', 'urn:example:connect/clusters/prod%2Feu%201'],
  ])('%s identifies the controller, and the cluster stands behind it', async (source, expected) => {
    const { server, webhook } = await world(answer(200), { source });
    webhook.send([event('1', { cluster: 'prod/eu 1' }), event('2', { cluster: null, connector: null })]);
    await closed(webhook);
    const sources = server.requests.map(({ body }) => JSON.parse(body).source);
    expect(sources).toEqual([expected, source.replace(/\/$/, '')]);
  });

  it.each(['', '/', 'a b', '/x?y', '/x#y', '/ü', '%zz'])('%j is refused', (source) => {
    const open = () =>
      openWebhook(
        { url: 'http://127.0.0.1:1', format: 'cloudevents', source },
        { clock: realClock(), onProblem: () => undefined },
      );
    expect(open).toThrow(/--webhook-source expects a URI/);
  });
});

describe('a receiver that hangs', () => {
  it('holds nobody up, and is left behind at the end with what was lost', async () => {
    const { webhook, problems } = await world(() => undefined);
    webhook.send([event('1'), event('2'), event('3')]);
    expect(webhook.counts()).toEqual({ queued: 3, dropped: 0 });
    await webhook.close();
    expect(webhook.counts().dropped).toBe(3);
    expect(problems.at(-1)).toBe('3 events were not delivered');
    // The URL may be a secret.
    expect(problems.join()).not.toContain('canary');
  });

  it('does not fill the memory: the oldest events are dropped, and that is reported once', async () => {
    const { webhook, problems } = await world(() => undefined);
    for (let index = 0; index < 1_200; index += 1) webhook.send([event(String(index))]);
    expect(webhook.counts()).toEqual({ queued: 1_000, dropped: 200 });
    expect(problems).toEqual([
      'the webhook does not keep up: the oldest events that wait for it are dropped',
    ]);
    await webhook.close();
  });
});

describe('many events at once', () => {
  it('are the first twenty and one that says how many more there are', async () => {
    const { server, webhook } = await world(answer(200));
    webhook.send(Array.from({ length: 500 }, (_, index) => event(String(index))));
    await closed(webhook);
    expect(server.requests).toHaveLength(21);
    expect(server.requests.at(-1)?.body).toContain('and 480 more events at the same time');
  });
});

describe('text of a worker', () => {
  it('is neither a link nor an image of Teams, and turns no text around', async () => {
    const { server, webhook } = await world(answer(200), { format: 'teams' });
    webhook.send([event('1', { message: '[click](https://canary.example) ![x](y) \u202egnp' })]);
    await closed(webhook);
    const { text } = JSON.parse(server.requests[0]?.body ?? '').attachments[0].content.body[0];
    expect(text).not.toMatch(/[^\\]\[|\u202e/);
    expect(text).toContain('\\[click\\]\\(https');
  });
});

describe('an answer that never ends', () => {
  it('is taken for what its status says', async () => {
    const { webhook } = await world((response) => {
      response.writeHead(200);
      const more = () => response.write('x'.repeat(65_536), () => setImmediate(more));
      more();
    });
    webhook.send([event('1')]);
    await closed(webhook);
    expect(webhook.counts()).toEqual({ queued: 0, dropped: 0 });
  });
});

describe('many events at once of which most are good', () => {
  it('do not hide what is bad', async () => {
    const { server, webhook } = await world(answer(200));
    const good = Array.from({ length: 25 }, (_, index) => event(String(index), { kind: 'drift-ended' }));
    webhook.send([...good, event('bad')]);
    await closed(webhook);
    expect(server.requests[0]?.headers['webhook-id']).toBe('bad');
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toMatchObject({
      data: { cluster: null, connector: null },
    });
  });
});

describe('a secret that would sign nothing', () => {
  it.each(['', 'whsec_', 'whsec_!!!!', 'whsec_YQ==', 'short'])('%j is refused', (secret) => {
    const open = () =>
      openWebhook(
        { url: 'http://127.0.0.1:1', format: 'slack', secret },
        { clock: realClock(), onProblem: () => undefined },
      );
    expect(open).toThrow(/is empty|must be a key of at least 16 bytes/);
  });
});

describe('a URL that is none', () => {
  it.each(['canary', 'ftp://canary.example', 'https://%zz:canary@canary.example', ''])(
    '%j is refused, and not repeated',
    (url) => {
      const open = () =>
        openWebhook({ url, format: 'slack' }, { clock: realClock(), onProblem: () => undefined });
      expect(open).toThrow(/expects a URL with http|has a % that encodes nothing/);
      expect(open).not.toThrow(/canary/);
    },
  );
});
