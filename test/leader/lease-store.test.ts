import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LeaseStore } from '../../src/leader/lease-store.ts';
import { LockProblem } from '../../src/leader/lock-record.ts';
import { openLeadership } from '../../src/leader/open-leadership.ts';
import {
  type CertificateAuthority,
  makeCertificateAuthority,
} from '../../src/record/certificate-authority.ts';
import { realClock } from '../support/real-clock.ts';

let authority: CertificateAuthority;

beforeAll(async () => {
  authority = await makeCertificateAuthority(realClock());
});

interface StoredLease {
  metadata: { name: string; resourceVersion: string; annotations?: Readonly<Record<string, string>> };
  spec: Readonly<Record<string, unknown>>;
}

/** An API server that knows one Lease, compares versions as Kubernetes does, and accepts one token. */
interface ApiServer {
  readonly url: string;
  /** The service account of a pod. */
  readonly account: string;
  lease: StoredLease | undefined;
  readonly seen: string[];
  /** This in place of every answer; undefined: none. */
  refuse: Refusal | undefined;
  token: string;
}

interface Refusal {
  readonly status: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function apiServer(): Promise<ApiServer> {
  const account = mkdtempSync(path.join(tmpdir(), 'connect-sync-account-'));
  const server = createServer(
    authority.issue('127.0.0.1'),
    (request, response) => void answer(api, request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(account, { recursive: true });
  });
  const api: ApiServer = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ account, lease: undefined, seen: [], refuse: undefined, token: 'first' },
  };
  writeFileSync(path.join(account, 'namespace'), 'connect\n');
  writeFileSync(path.join(account, 'ca.crt'), authority.certificate);
  writeFileSync(path.join(account, 'token'), 'first\n');
  return api;
}

async function answer(api: ApiServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  api.seen.push(`${request.method} ${request.url}`);
  if (api.refuse) {
    response.writeHead(api.refuse.status, api.refuse.headers).end(api.refuse.text ?? '');
    return;
  }
  const isKnown = request.headers.authorization === `Bearer ${api.token}`;
  const status = isKnown ? execute(api, request.method, Buffer.concat(chunks).toString()) : 401;
  const body = status < 300 ? { kind: 'Lease', ...api.lease } : { kind: 'Status' };
  response.writeHead(status).end(JSON.stringify(body));
}

/** The status of the answer to a request for the Lease. */
function execute(api: ApiServer, method: string | undefined, body: string): number {
  if (method === 'GET') return api.lease ? 200 : 404;
  const written = JSON.parse(body) as StoredLease;
  const version = api.lease?.metadata.resourceVersion;
  if (method === 'PUT' && version === undefined) return 404;
  const isStale = method === 'POST' ? version !== undefined : written.metadata.resourceVersion !== version;
  if (isStale) return 409;
  api.lease = {
    ...written,
    metadata: { ...written.metadata, resourceVersion: `${Number(version ?? 0) + 1}` },
  };
  return method === 'POST' ? 201 : 200;
}

function storeOf({ url, account }: ApiServer): LeaseStore {
  const store = new LeaseStore({ server: url, account, name: 'connect-sync' });
  onTestFinished(() => store.close());
  return store;
}

const one = { holder: 'one', renewed: '2026-01-01T00:00:00.000001Z' };
const two = { holder: 'two', renewed: '2026-01-01T00:00:01.000001Z' };

/** A Lease as somebody else wrote it. */
const stored = (spec: StoredLease['spec']): StoredLease => ({
  metadata: { name: 'connect-sync', resourceVersion: '7' },
  spec,
});

/** The error of a call, which is about the store and not a bug. */
async function problemOf(call: Promise<unknown>): Promise<LockProblem> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LockProblem) return error;
  throw new Error('there is no problem', { cause: error });
}

describe('a Lease', () => {
  it('is created in the namespace of the pod, and updated with its version', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    expect(await store.read()).toEqual({ record: undefined, version: undefined });
    expect(await store.write(one, undefined)).toBe(true);
    const read = await store.read();
    expect(read.record).toEqual(one);
    expect(await store.write(two, read.version)).toBe(true);
    expect(api.lease?.spec).toMatchObject({
      holderIdentity: 'two',
      leaseTransitions: 1,
      leaseDurationSeconds: 15,
    });
    const leases = '/apis/coordination.k8s.io/v1/namespaces/connect/leases';
    expect(api.seen.slice(0, 2)).toEqual([`GET ${leases}/connect-sync`, `POST ${leases}`]);
    expect(api.seen.at(-1)).toBe(`PUT ${leases}/connect-sync`);
  });

  it('that has changed meanwhile, or was deleted, is not written', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    await store.write(one, undefined);
    const { version } = await store.read();
    await store.write(two, version);
    expect(await store.write(one, version)).toBe(false);
    expect(await store.write(one, undefined)).toBe(false);
    expect(api.lease?.spec['holderIdentity']).toBe('two');
    api.lease = undefined;
    expect(await store.write(one, version)).toBe(false);
    expect(api.lease).toBeUndefined();
  });

  it('keeps what others wrote into it', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    api.lease = stored({ holderIdentity: 'one', leaseTransitions: 4, preferredHolder: 'x', renewTime: null });
    api.lease.metadata.annotations = { team: 'data' };
    await store.write(two, (await store.read()).version);
    expect(api.lease).toMatchObject({
      metadata: { name: 'connect-sync', namespace: 'connect', annotations: { team: 'data' } },
      spec: { holderIdentity: 'two', leaseTransitions: 5, preferredHolder: 'x', renewTime: two.renewed },
    });
  });

  it('has no holder if that was removed by hand, which is not the same as given back', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    await store.write(one, undefined);
    const { version } = await store.read();
    await store.write({ holder: '', renewed: two.renewed }, version);
    expect((await store.read()).record).toEqual({ holder: '', renewed: two.renewed });
    for (const spec of [{ holderIdentity: null, leaseDurationSeconds: 15 }, { holderIdentity: '' }, {}]) {
      api.lease = stored(spec);
      expect(await store.read()).toMatchObject({ record: undefined, version: { spec } });
    }
  });

  it.each([
    ['a text that is not JSON', '<html><body>Sign in</body></html>'],
    ['an empty text', ''],
    ['a text that is not JSON', '{"kind":"Lease","metadata":{"resourceVersion":"1"'],
    ['JSON that is not a Lease', '[]'],
    ['JSON that is not a Lease', 'null'],
    ['JSON that is not a Lease', '{"kind":"Pod","metadata":{"resourceVersion":"1"}}'],
    ['a Lease without metadata.resourceVersion', '{"kind":"Lease","metadata":{}}'],
    ['a Lease without metadata.resourceVersion', '{"kind":"Lease","metadata":{"resourceVersion":""}}'],
    ['a Lease whose spec is not an object', '{"kind":"Lease","metadata":{"resourceVersion":"1"},"spec":[]}'],
    [
      'a Lease whose spec.holderIdentity is not a string',
      '{"kind":"Lease","metadata":{"resourceVersion":"1"},"spec":{"holderIdentity":{}}}',
    ],
    [
      'a Lease whose spec.leaseTransitions is not a number',
      '{"kind":"Lease","metadata":{"resourceVersion":"1"},"spec":{"leaseTransitions":"many"}}',
    ],
    ['more than a Lease can have', 'x'.repeat(3 * 1024 * 1024)],
  ])('answered with %s is a problem in plain words', async (what, text) => {
    const api = await apiServer();
    api.refuse = { status: 200, text };
    const problem = await problemOf(storeOf(api).read());
    expect(problem.message).toBe(
      `cannot read the Lease connect/connect-sync: the API server ${api.url} answered with ${what}; check that this is the API server, and no proxy`,
    );
    await problemOf(storeOf(api).write(one, undefined));
  });

  it('counts as written only if the answer shows the record', async () => {
    const api = await apiServer();
    const other = { kind: 'Lease', ...stored({ holderIdentity: 'other' }) };
    api.refuse = { status: 201, text: JSON.stringify(other) };
    const problem = await problemOf(storeOf(api).write(one, undefined));
    expect(problem.message).toMatch(/cannot create .* a Lease that is not the one it was sent;/);
  });

  it.each([
    [{ status: 401 }, /answered 401; check the token of the service account/],
    [{ status: 403 }, /answered 403; .* needs a Role .*deploy\/kubernetes\/base/],
    [{ status: 410 }, /answered 410; check the Lease/],
    [{ status: 500, text: '<html>' }, /answered 500; it is asked again until it answers/],
    [
      { status: 302, headers: { location: 'https://elsewhere/' } },
      /answered 302; redirects are not followed/,
    ],
    [
      { status: 503, text: '{"kind":"Status","message":"etcd\\u001b[31m is\\naway"}' },
      /answered 503: etcd\\x1b\[31m is\\naway; it is asked again/,
    ],
  ])('that is refused with %j says why and what to do', async (refusal, text) => {
    const api = await apiServer();
    api.refuse = refusal;
    expect((await problemOf(storeOf(api).read())).message).toMatch(text);
  });

  it('in a namespace that does not exist says so', async () => {
    const api = await apiServer();
    api.refuse = { status: 404, text: '{"kind":"Status","message":"namespaces \\"connect\\" not found"}' };
    const store = storeOf(api);
    expect((await store.read()).record).toBeUndefined();
    expect((await problemOf(store.write(one, undefined))).message).toMatch(
      /cannot create .*: namespaces "connect" not found; check that the namespace connect exists/,
    );
  });

  it('is asked for later if the API server wants that', async () => {
    const api = await apiServer();
    api.refuse = { status: 429, headers: { 'retry-after': '3' } };
    expect(await problemOf(storeOf(api).read())).toMatchObject({
      retryAfterMilliseconds: 3_000,
      message: expect.stringContaining('answered 429'),
    });
    api.refuse = { status: 429, headers: { 'retry-after': 'soon' } };
    expect(await problemOf(storeOf(api).read())).toMatchObject({ retryAfterMilliseconds: 0 });
  });

  it('is read with the token and the certificates of the moment, which Kubernetes replaces', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    await store.read();
    api.token = 'second';
    expect((await problemOf(store.read())).message).toContain('answered 401');
    writeFileSync(path.join(api.account, 'token'), 'second');
    expect((await store.read()).record).toBeUndefined();
    const other = await makeCertificateAuthority(realClock());
    writeFileSync(path.join(api.account, 'ca.crt'), other.certificate);
    expect((await problemOf(store.read())).message).toMatch(/certificate that ca.crt .* does not vouch for/);
    writeFileSync(path.join(api.account, 'ca.crt'), `${other.certificate}\n${authority.certificate}`);
    expect((await store.read()).record).toBeUndefined();
  });

  it.each([
    ['token', undefined, 'it is missing'],
    ['token', ' \n', 'it is empty'],
    ['token', 'two\nlines', 'it is not a token'],
    ['namespace', undefined, 'it is missing'],
    ['namespace', '', 'it is empty'],
    ['ca.crt', undefined, 'it is missing'],
    ['ca.crt', 'garbage', 'it has no certificate in PEM'],
  ])('cannot be asked for where the %s of the service account is %j', async (name, text, why) => {
    const api = await apiServer();
    const file = path.join(api.account, name);
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
    expect((await problemOf(storeOf(api).read())).message).toBe(
      `the API server cannot be asked for the Lease: ${file}: ${why}; let Kubernetes mount the service account of the pod (automountServiceAccountToken: true)`,
    );
    expect(api.seen).toEqual([]);
  });

  it('of an API server that is away says what to check', async () => {
    const api = await apiServer();
    const store = new LeaseStore({
      server: 'https://127.0.0.1:1',
      account: api.account,
      name: 'connect-sync',
    });
    onTestFinished(() => store.close());
    expect((await problemOf(store.read())).message).toMatch(
      /https:\/\/127.0.0.1:1 refuses the connection \(ECONNREFUSED\); check the NetworkPolicy/,
    );
  });
});

describe('an election by Lease', () => {
  it('makes one of two replicas active, and the other one when it ends', async () => {
    const api = await apiServer();
    const { hostname, port } = new URL(api.url);
    const replica = (name: string) => {
      const environment = new Map([
        ['KUBERNETES_SERVICE_HOST', hostname],
        ['KUBERNETES_SERVICE_PORT', port],
        ['HOSTNAME', name],
      ]);
      const choice = { kind: 'lease' as const, name: 'connect-sync', account: api.account };
      return openLeadership(choice, environment, { clock: realClock(10), onProblem: () => undefined });
    };
    const [first, second] = [replica('pod-one'), replica('pod-two')];
    const ends = [new AbortController(), new AbortController()] as const;
    const term = await first.lead(ends[0].signal);
    const waiting = second.lead(ends[1].signal);
    expect(first.view.holder).toMatch(/^pod-one_[0-9a-f]{16}$/);
    expect(second.view.isActive).toBe(false);
    ends[0].abort('SIGTERM');
    await term.end();
    await first.close();
    const next = await waiting;
    expect(api.lease?.spec['holderIdentity']).toMatch(/^pod-two_/);
    ends[1].abort('SIGTERM');
    await next.end();
    await second.close();
    // Given back: the next replica need not wait.
    expect(api.lease?.spec['holderIdentity']).toBe('');
  });

  it.each([undefined, '', '../a/b'])('tells replicas on the host %j apart', async (host) => {
    const api = await apiServer();
    const { hostname, port } = new URL(api.url);
    const environment = new Map([
      ['KUBERNETES_SERVICE_HOST', hostname],
      ['KUBERNETES_SERVICE_PORT', port],
      ...(host === undefined ? [] : ([['HOSTNAME', host]] as const)),
    ]);
    const holders: unknown[] = [];
    for (let index = 0; index < 2; index += 1) {
      const choice = { kind: 'lease' as const, name: 'connect-sync', account: api.account };
      const opened = openLeadership(choice, environment, {
        clock: realClock(10),
        onProblem: () => undefined,
      });
      const term = await opened.lead(new AbortController().signal);
      holders.push(api.lease?.spec['holderIdentity']);
      await term.end();
      await opened.close();
    }
    const name = host ? /^\.\.-a-b_[0-9a-f]{16}$/ : /^connect-sync_[0-9a-f]{16}$/;
    expect(holders).toEqual([expect.stringMatching(name), expect.stringMatching(name)]);
    expect(holders[0]).not.toBe(holders[1]);
  });

  it('outside of a cluster is a mistake that says what to do', () => {
    const open = () =>
      openLeadership({ kind: 'lease', name: 'x' }, new Map(), {
        clock: realClock(),
        onProblem: () => undefined,
      });
    expect(open).toThrow(/KUBERNETES_SERVICE_HOST is not set/);
  });
});
