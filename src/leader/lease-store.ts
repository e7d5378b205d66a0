import { readText } from '../files/read-file.ts';
import { type HttpClient, type HttpResult, openHttpClient } from '../http/http-client.ts';
import { leaseMilliseconds } from './elector.ts';
import type { LockRecord, LockStore } from './lock-record.ts';

/** Where a pod finds its API server, and who it is there. */
export interface ClusterAccess {
  /** Such as `https://10.96.0.1:443`. */
  readonly server: string;
  /** The folder with `token`, `ca.crt` and `namespace`. */
  readonly account: string;
  /** The name of the Lease. */
  readonly name: string;
}

/** Where Kubernetes mounts the service account of a pod. */
export const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

const requestMilliseconds = 5_000;

/** A Lease as far as an election needs it. */
interface Lease {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly spec?: {
    readonly holderIdentity?: string | null;
    readonly renewTime?: string | null;
    readonly acquireTime?: string | null;
    readonly leaseTransitions?: number | null;
  };
}

/** A Lease of Kubernetes (coordination.k8s.io/v1), in the namespace of the pod. */
export class LeaseStore implements LockStore {
  readonly kind = 'lease';
  readonly #access: ClusterAccess;
  readonly #closing = new AbortController();
  #http: HttpClient | undefined;

  constructor(access: ClusterAccess) {
    this.#access = access;
  }

  async read() {
    const answer = await this.#send('GET', await this.#path(true));
    if (answer.status === 404) return undefined;
    const lease = leaseOf(this.#checked(answer, 'read'));
    const { holderIdentity, renewTime } = lease.spec ?? {};
    return { record: { holder: holderIdentity ?? '', renewed: renewTime ?? '' }, version: lease };
  }

  async write(record: LockRecord, version: unknown): Promise<boolean> {
    const before = version as Lease | undefined;
    const body = JSON.stringify(await this.#lease(record, before));
    const answer = before
      ? await this.#send('PUT', await this.#path(true), body)
      : await this.#send('POST', await this.#path(false), body);
    // Somebody else was faster.
    if (answer.status === 409) return false;
    this.#checked(answer, before ? 'update' : 'create');
    return true;
  }

  async #lease({ holder, renewed }: LockRecord, before: Lease | undefined) {
    const isSame = before?.spec?.holderIdentity === holder;
    const { leaseTransitions = 0, acquireTime } = before?.spec ?? {};
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...before?.metadata, name: this.#access.name, namespace: await this.#namespace() },
      spec: {
        holderIdentity: holder,
        leaseDurationSeconds: leaseMilliseconds / 1_000,
        renewTime: renewed,
        acquireTime: isSame ? acquireTime : renewed,
        leaseTransitions: (leaseTransitions ?? 0) + (isSame || !before ? 0 : 1),
      },
    };
  }

  async #path(withName: boolean): Promise<string> {
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(await this.#namespace())}/leases`;
    return withName ? `${leases}/${encodeURIComponent(this.#access.name)}` : leases;
  }

  async #namespace(): Promise<string> {
    return (await readText(`${this.#access.account}/namespace`)).trim();
  }

  /** The token is read anew each time: Kubernetes replaces it every hour. */
  async #send(method: 'GET' | 'PUT' | 'POST', path: string, body?: string) {
    this.#http ??= openHttpClient({
      proxy: undefined,
      headers: { accept: 'application/json' },
      ca: await readText(`${this.#access.account}/ca.crt`),
      signal: this.#closing.signal,
    });
    const token = (await readText(`${this.#access.account}/token`)).trim();
    const result = await this.#http.send({
      ...{ method, url: `${this.#access.server}${path}`, body, timeoutMilliseconds: requestMilliseconds },
      headers: { authorization: `Bearer ${token}` },
    });
    if (result.kind === 'answer') return result;
    throw new Error(
      `the Lease ${this.#access.name} cannot be reached: the API server did not answer (${result.why.reason})`,
    );
  }

  #checked(answer: Extract<HttpResult, { kind: 'answer' }>, verb: string): string {
    if (answer.status < 300) return answer.text;
    const { name } = this.#access;
    const next =
      answer.status === 403
        ? `: its service account needs a Role with get, update and create on leases (deploy/kubernetes/base)`
        : '';
    throw new Error(`cannot ${verb} the Lease ${name}: the API server answered with ${answer.status}${next}`);
  }
}

function leaseOf(text: string): Lease {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Lease') {
    return value as Lease;
  }
  throw new Error('the API server answered with something else than a Lease');
}
