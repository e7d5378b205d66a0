import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LeaseStore } from '../../src/leader/lease-store.ts';
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
  metadata: { name: string; resourceVersion: string };
  spec: { holderIdentity: string; renewTime: string; leaseTransitions: number; leaseDurationSeconds: number };
}

/** An API server that knows one Lease, compares versions as Kubernetes does, and accepts one token. */
interface ApiServer {
  readonly url: string;
  /** The service account of a pod. */
  readonly account: string;
  lease: StoredLease | undefined;
  readonly seen: string[];
  /** This status in place of every answer; undefined: none. */
  refuse: number | undefined;
  token: string;
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
  const isKnown = request.headers.authorization === `Bearer ${api.token}`;
  const status =
    api.refuse ?? (isKnown ? execute(api, request.method, Buffer.concat(chunks).toString()) : 401);
  const body = status < 300 ? { kind: 'Lease', ...api.lease } : { kind: 'Status' };
  response.writeHead(status).end(JSON.stringify(body));
}

/** The status of the answer to a request for the Lease. */
function execute(api: ApiServer, method: string | undefined, body: string): number {
  if (method === 'GET') return api.lease ? 200 : 404;
  const written = JSON.parse(body) as StoredLease;
  const version = api.lease?.metadata.resourceVersion;
  const isStale = method === 'POST' ? version !== undefined : written.metadata.resourceVersion !== version;
  if (isStale) return 409;
  api.lease = {
    ...written,
    metadata: { ...written.metadata, resourceVersion: `${Number(version ?? 0) + 1}` },
  };
  return method === 'POST' ? 201 : 200;
}

const storeOf = ({ url, account }: ApiServer) =>
  new LeaseStore({ server: url, account, name: 'connect-sync' });

describe('a Lease', () => {
  it('is created in the namespace of the pod, and updated with its version', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    expect(await store.read()).toBeUndefined();
    expect(await store.write({ holder: 'one', renewed: '2026-01-01T00:00:00.000001Z' }, undefined)).toBe(
      true,
    );
    const read = await store.read();
    expect(read?.record).toEqual({ holder: 'one', renewed: '2026-01-01T00:00:00.000001Z' });
    expect(await store.write({ holder: 'two', renewed: '2026-01-01T00:00:01.000001Z' }, read?.version)).toBe(
      true,
    );
    expect(api.lease?.spec).toMatchObject({
      holderIdentity: 'two',
      leaseTransitions: 1,
      leaseDurationSeconds: 15,
    });
    const leases = '/apis/coordination.k8s.io/v1/namespaces/connect/leases';
    expect(api.seen.slice(0, 2)).toEqual([`GET ${leases}/connect-sync`, `POST ${leases}`]);
    expect(api.seen.at(-1)).toBe(`PUT ${leases}/connect-sync`);
  });

  it('that somebody else has written meanwhile is not written', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    await store.write({ holder: 'one', renewed: '1' }, undefined);
    const read = await store.read();
    await store.write({ holder: 'two', renewed: '2' }, read?.version);
    expect(await store.write({ holder: 'one', renewed: '3' }, read?.version)).toBe(false);
    expect(await store.write({ holder: 'three', renewed: '4' }, undefined)).toBe(false);
    expect(api.lease?.spec.holderIdentity).toBe('two');
  });

  it('is read with the token of the moment, which Kubernetes replaces', async () => {
    const api = await apiServer();
    const store = storeOf(api);
    await store.read();
    api.token = 'second';
    await expect(store.read()).rejects.toThrow('answered with 401');
    writeFileSync(path.join(api.account, 'token'), 'second');
    expect(await store.read()).toBeUndefined();
  });

  it('that the service account may not use is a problem that names the Role', async () => {
    const api = await apiServer();
    api.refuse = 403;
    await expect(storeOf(api).read()).rejects.toThrow(/cannot read the Lease connect-sync: .*403.*Role/);
  });

  it('on a server with another certificate is refused', async () => {
    const api = await apiServer();
    const other = await makeCertificateAuthority(realClock());
    writeFileSync(path.join(api.account, 'ca.crt'), other.certificate);
    await expect(storeOf(api).read()).rejects.toThrow('cannot be reached');
    expect(api.seen).toEqual([]);
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
    const [one, two] = [replica('pod-one'), replica('pod-two')];
    const ends = [new AbortController(), new AbortController()] as const;
    await one.lead(ends[0].signal);
    const waiting = two.lead(ends[1].signal);
    expect(one.view.holder).toMatch(/^pod-one_[0-9a-f]+$/);
    expect(two.view.isActive).toBe(false);
    ends[0].abort('SIGTERM');
    await one.close();
    await waiting;
    expect(api.lease?.spec.holderIdentity).toMatch(/^pod-two_/);
    ends[1].abort('SIGTERM');
    await two.close();
    // Given back: the next replica need not wait.
    expect(api.lease?.spec.holderIdentity).toBe('');
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
