import { describe, expect, it } from 'vitest';
import { knownAnswers } from '../../src/sandbox/known-answers.ts';
import { fileSource, longEnough, openSandbox } from './open-sandbox.ts';

describe('an injected fault', () => {
  it('answers once in place of the worker', async () => {
    const sandbox = await openSandbox();
    const fault = sandbox.worker.inject({
      method: 'PUT',
      path: '/connectors/k/config',
      effect: { kind: 'answer', answer: knownAnswers.requestTimedOut },
    });
    const reply = await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect(reply).toMatchObject({ status: 500, type: 'application/json' });
    expect(sandbox.worker.config('k')).toBeUndefined();
    expect(fault.hits).toBe(1);
    expect((await sandbox.call('PUT', '/connectors/k/config', fileSource())).status).toBe(201);
  });

  it('applies to the requests that it is for, after those that pass first', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({
      path: /^\/connectors\?expand=/,
      skip: 1,
      times: 2,
      effect: { kind: 'answer', answer: knownAnswers.unavailable },
    });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      statuses.push((await sandbox.call('GET', '/connectors?expand=info')).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    expect((await sandbox.call('GET', '/connectors')).status).toBe(200);
  });

  it('has no effect once it is removed', async () => {
    const sandbox = await openSandbox();
    const answer = { kind: 'answer', answer: knownAnswers.badGateway } as const;
    const fault = sandbox.worker.inject({ times: Number.POSITIVE_INFINITY, effect: answer });
    expect((await sandbox.call('GET', '/')).status).toBe(502);
    fault.remove();
    expect((await sandbox.call('GET', '/')).status).toBe(200);
    sandbox.worker.inject({ effect: answer });
    sandbox.worker.clearFaults();
    expect((await sandbox.call('GET', '/')).status).toBe(200);
  });

  it('answers although the request was executed', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({
      method: 'PUT',
      effect: { kind: 'answer-after', answer: knownAnswers.gatewayTimeout },
    });
    const reply = await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect(reply.status).toBe(504);
    expect(sandbox.worker.config('k')).toBeDefined();
  });

  it('answers a time-out, and the request is executed later', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({ method: 'PUT', effect: { kind: 'late-success', milliseconds: 8_000 } });
    const reply = await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect(reply).toMatchObject({ status: 500, message: 'Request timed out' });
    await sandbox.clock.advance(7_999);
    expect(sandbox.worker.config('k')).toBeUndefined();
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it('delays a request', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({ effect: { kind: 'delay', milliseconds: 3_000 } });
    const reply = sandbox.call('GET', '/');
    while (sandbox.clock.sleepers === 0) await sandbox.clock.advance(0);
    await sandbox.clock.advance(3_000);
    expect((await reply).status).toBe(200);
  });

  it.each([
    ['reset-before', false],
    ['reset-after', true],
  ] as const)('%s cuts the connection; the request is carried out: %s', async (kind, isCarriedOut) => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({ method: 'PUT', effect: { kind } });
    await expect(sandbox.call('PUT', '/connectors/k/config', fileSource())).rejects.toThrow(
      /ECONNRESET|hang up/,
    );
    expect(sandbox.worker.config('k') !== undefined).toBe(isCarriedOut);
    expect(sandbox.requests).toEqual([{ method: 'PUT', path: '/connectors/k/config', status: undefined }]);
  });

  it('truncates a body', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({ effect: { kind: 'truncate' } });
    await expect(sandbox.call('GET', '/')).rejects.toThrow(/aborted|ECONNRESET/);
  });

  it.each([
    ['stall', false],
    ['stall-after', true],
  ] as const)(
    '%s never answers, until the sandbox closes; the request is carried out: %s',
    async (kind, isCarriedOut) => {
      const sandbox = await openSandbox();
      sandbox.worker.inject({ method: 'PUT', effect: { kind } });
      const reply = sandbox.call('PUT', '/connectors/k/config', fileSource());
      const failure = reply.catch((error: unknown) => String(error));
      // A second request on another connection shows that the first one has been handled.
      await expect.poll(() => sandbox.requests.length).toBe(1);
      await sandbox.call('GET', '/');
      expect(sandbox.worker.config('k') !== undefined).toBe(isCarriedOut);
      await sandbox.close();
      expect(await failure).toMatch(/hang up|ECONNRESET/);
    },
  );

  it.each(Object.entries(knownAnswers))('sends the known answer %s unchanged', async (_name, answer) => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({ effect: { kind: 'answer', answer } });
    const reply = await sandbox.call('GET', '/connectors');
    expect(reply.status).toBe(answer.status);
    expect(reply.text).toBe('body' in answer ? answer.body : '');
  });
});

describe('the requests', () => {
  it('are listed with method, path, query and status, until they are cleared', async () => {
    const sandbox = await openSandbox();
    await sandbox.call('GET', '/connectors?expand=info');
    await sandbox.call('GET', '/nope');
    expect(sandbox.requests).toEqual([
      { method: 'GET', path: '/connectors?expand=info', status: 200 },
      { method: 'GET', path: '/nope', status: 404 },
    ]);
    sandbox.clearRequests();
    expect(sandbox.requests).toEqual([]);
  });
});
