import type { LeadershipView } from '../model/controller-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import { Elector, type ElectorPorts } from './elector.ts';
import { LeaseStore, serviceAccountFolder } from './lease-store.ts';
import { LockFileStore } from './lock-file-store.ts';

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
  /** Waits until this replica is the active one; the signal aborts when it no longer is, or when `signal` does. */
  lead(signal: AbortSignal): Promise<AbortSignal>;
  /** Gives the lock back. */
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
  const name = environment.get('HOSTNAME') ?? 'connect-sync';
  const identity = `${name}_${Math.floor(ports.clock.random() * 2 ** 32).toString(16)}`;
  if (choice.kind === 'lock-file') {
    return new Elector(identity, new LockFileStore(choice.file, ports.clock), ports);
  }
  const access = {
    server: apiServer(environment),
    account: choice.account ?? serviceAccountFolder,
    name: choice.name,
  };
  return new Elector(identity, new LeaseStore(access), ports);
}

/** One replica, which needs nobody's leave. */
const alwaysActive: Leadership = {
  view: { kind: 'none', isActive: true, holder: null },
  lead: async (signal) => signal,
  close: async () => undefined,
};

function apiServer(environment: ReadonlyMap<string, string>): string {
  const host = environment.get('KUBERNETES_SERVICE_HOST');
  const port = environment.get('KUBERNETES_SERVICE_PORT') ?? '443';
  if (host !== undefined && host !== '') return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  throw new ConnectSyncError({
    code: 'no-api-server',
    message: '--leader-election lease needs a Kubernetes cluster, and KUBERNETES_SERVICE_HOST is not set',
    hint: 'run it in a pod, or use --leader-election FILE on a shared volume',
    category: 'usage',
  });
}
