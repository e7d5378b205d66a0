import type { LeadershipView } from '../model/controller-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import { Elector } from './elector.ts';
import { LeaseStore } from './lease-store.ts';
import type { ElectorPorts } from './lock-client.ts';
import { LockFileStore } from './lock-file-store.ts';
import { serviceAccountFolder } from './service-account.ts';
import type { Term } from './term.ts';

/** How one of several replicas is chosen. */
export type LeadershipChoice =
  | { readonly kind: 'none' }
  /** `name`: of the Lease, in the namespace of the pod. */
  | { readonly kind: 'lease'; readonly name: string; readonly account?: string }
  /** `file`: absolute, on a volume that all replicas share. */
  | { readonly kind: 'lock-file'; readonly file: string };

/** Who is active of several replicas. */
export interface Leadership {
  readonly view: LeadershipView;
  /** Waits until this replica is the active one, or the signal aborts. The term before must have ended. */
  lead(signal: AbortSignal): Promise<Term>;
  /** Ends the use of the lock. The last term must have ended. */
  close(): Promise<void>;
}

/**
 * Opens the choice of the active replica; nothing is read or written yet.
 *
 * @throws ConnectSyncError (usage) for a Lease outside of a Kubernetes cluster
 */
export function openLeadership(
  choice: LeadershipChoice | undefined,
  environment: ReadonlyMap<string, string>,
  ports: ElectorPorts,
): Leadership {
  if (choice === undefined || choice.kind === 'none') return alwaysActive;
  const identity = makeIdentity(environment.get('HOSTNAME'), ports);
  if (choice.kind === 'lock-file') {
    return new Elector(identity, new LockFileStore(choice.file, identity), ports);
  }
  const access = {
    server: apiServer(environment),
    account: choice.account ?? serviceAccountFolder,
    name: choice.name,
  };
  return new Elector(identity, new LeaseStore(access), ports);
}

/** One replica, which needs no lock. */
const alwaysActive: Leadership = {
  view: { kind: 'none', isActive: true, holder: null },
  lead: async (signal) => ({ signal, mayWrite: () => true, end: async () => undefined }),
  close: async () => undefined,
};

/** The host says to people where the replica runs; the random part makes it different from every other one. */
function makeIdentity(host: string | undefined, { clock }: Pick<ElectorPorts, 'clock'>): string {
  const name = (host ?? '').replace(/[^\w.-]/g, '-').slice(0, longestName) || 'connect-sync';
  const half = () =>
    Math.floor(clock.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return `${name}_${half()}${half()}`;
}

/** Of a pod; it is a part of the name of a file, too. */
const longestName = 63;

function apiServer(environment: ReadonlyMap<string, string>): string {
  const host = environment.get('KUBERNETES_SERVICE_HOST');
  const port = environment.get('KUBERNETES_SERVICE_PORT') || '443';
  if (host !== undefined && host !== '') return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  throw new ConnectSyncError({
    code: 'no-api-server',
    message: '--leader-election lease needs a Kubernetes cluster, and KUBERNETES_SERVICE_HOST is not set',
    hint: 'run it in a pod, or use --leader-election FILE on a shared volume',
    category: 'usage',
  });
}
