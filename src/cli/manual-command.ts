import { type Acting, act, type ManualOptions } from '../operations/manual-action.ts';
import { type ClusterInspection, inspectClusters } from '../project/inspect-clusters.ts';
import { openSession, type Session } from '../project/load-project.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import { errorLine } from './output/event-line-error.ts';
import { openApplyProgress } from './progress/apply-progress.ts';
import { runCommand } from './run-command.ts';

/** Runs a command that acts on connectors by their names; `make` says what it does, once it is known where. */
export function runManualCommand(
  host: Host,
  options: ManualOptions,
  make: (session: Session, looks: readonly ClusterInspection[]) => Promise<Acting | ExitCode>,
): Promise<ExitCode> {
  return runCommand(host, { ...options, errorDocument: errorLine(host) }, async () => {
    const progress = openApplyProgress(host, options);
    try {
      const session = await openSession(progress.host, options);
      const looks = await inspectClusters(session);
      const acting = await make(session, looks);
      return typeof acting === 'number' ? acting : await act(session, looks, { ...acting, progress });
    } finally {
      progress.close();
    }
  });
}
