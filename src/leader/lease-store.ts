import { type HttpClient, openHttpClient } from '../http/http-client.ts';
import { type Lease, leaseWith, parseLease, recordOf } from './lease-object.ts';
import { type LeaseRequest, refused, unanswered, unreadable } from './lease-problems.ts';
import type { LockRecord, LockStore, StoredLock } from './lock-record.ts';
import { readServiceAccount, type ServiceAccount } from './service-account.ts';

/** Where a pod finds its API server, and who it is there. */
export interface ClusterAccess {
  /** Such as `https://10.96.0.1:443`. */
  readonly server: string;
  /** The folder with `token`, `ca.crt` and `namespace`. */
  readonly account: string;
  /** The name of the Lease. */
  readonly name: string;
}

const requestMilliseconds = 5_000;
/** What etcd keeps in one object. */
const mostBytes = 2 * 1024 * 1024;

/** A Lease of Kubernetes (coordination.k8s.io/v1), in the namespace of the pod. */
export class LeaseStore implements LockStore {
  readonly kind = 'lease';
  readonly confirmMilliseconds = 0;
  readonly name: string;
  readonly #access: ClusterAccess;
  readonly #closing = new AbortController();
  #http: { readonly client: HttpClient; readonly ca: string } | undefined;

  constructor(access: ClusterAccess) {
    this.name = `the Lease ${access.name}`;
    this.#access = access;
  }

  async read(): Promise<StoredLock> {
    const { answer, request } = await this.#send('read', undefined);
    if (answer.status === 404) return { record: undefined, version: undefined };
    if (!isSuccess(answer.status)) throw refused(request, answer);
    const lease = parseLease(answer.text);
    if (typeof lease === 'string') throw unreadable(request, lease);
    return { record: recordOf(lease), version: lease };
  }

  async write(record: LockRecord, version: unknown): Promise<boolean> {
    const before = version as Lease | undefined;
    const { answer, request } = await this.#send(before ? 'update' : 'create', { record, before });
    // Another replica was faster, or the Lease was deleted meanwhile.
    if (answer.status === 409 || (answer.status === 404 && before)) return false;
    if (!isSuccess(answer.status)) throw refused(request, answer);
    const written = parseLease(answer.text);
    if (typeof written === 'string') throw unreadable(request, written);
    if (written.spec.holderIdentity !== record.holder || written.spec.renewTime !== record.renewed)
      throw unreadable(request, 'a Lease that is not the one it was sent');
    return true;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#http?.client.close();
  }

  async #send(
    verb: LeaseRequest['verb'],
    content: { readonly record: LockRecord; readonly before: Lease | undefined } | undefined,
  ) {
    const { server, account, name } = this.#access;
    const pod = await readServiceAccount(account);
    const place = { name, namespace: pod.namespace };
    const request = { verb, server, ...place };
    const leases = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(pod.namespace)}/leases`;
    const result = await (await this.#client(pod)).send({
      method: methods[verb],
      url: `${server}${verb === 'create' ? leases : `${leases}/${encodeURIComponent(name)}`}`,
      body: content && JSON.stringify(leaseWith(content.record, content.before, place)),
      timeoutMilliseconds: requestMilliseconds,
      mostBytes,
      headers: { authorization: `Bearer ${pod.token}` },
    });
    if (result.kind === 'no-answer') throw unanswered(request, result.why);
    return { answer: result, request };
  }

  async #client({ ca }: ServiceAccount): Promise<HttpClient> {
    if (this.#http?.ca !== ca) {
      await this.#http?.client.close();
      const headers = { accept: 'application/json' };
      this.#http = {
        client: openHttpClient({ proxy: undefined, headers, ca, signal: this.#closing.signal }),
        ca,
      };
    }
    return this.#http.client;
  }
}

const methods = { read: 'GET', create: 'POST', update: 'PUT' } as const;

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
