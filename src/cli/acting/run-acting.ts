import type { ExitCode } from '../../model/error.ts';
import { errorLine } from '../error-line.ts';
import type { Host } from '../host.ts';
import { type ClusterLook, lookAtClusters } from '../look-at-clusters.ts';
import { openApplyProgress } from '../progress/apply-progress.ts';
import { runCommand } from '../run-command.ts';
import { openSession, type Session } from '../session.ts';
import { type Acting, type ActingOptions, act } from './act.ts';

/** Runs a command that acts on connectors by their names; `make` says what it does, once it is known where. */
export function runActing(
  host: Host,
  options: ActingOptions,
  make: (session: Session, looks: readonly ClusterLook[]) => Promise<Acting | ExitCode>,
): Promise<ExitCode> {
  return runCommand(host, { ...options, errorDocument: errorLine(host) }, async () => {
    const progress = openApplyProgress(host, options);
    try {
      const session = await openSession(progress.host, options);
      const looks = await lookAtClusters(session);
      const acting = await make(session, looks);
      return typeof acting === 'number' ? acting : await act(session, looks, { ...acting, progress });
    } finally {
      progress.close();
    }
  });
}
