import type { Ports } from '../model/ports.ts';
import { type Acting, act, type ManualOptions } from '../operations/manual-action.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import type { CommandRun } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import { errorLine } from './output/event-line-error.ts';
import { openApplyProgress } from './progress/apply-progress.ts';
import { clusterChoice, portsOf, projectInput } from './project-input.ts';
import { runCommand } from './run-command.ts';

/** One run of a command that acts on connectors by their names. */
export type ManualRun = CommandRun & { readonly ports: Ports };

/** Runs a command that acts on connectors by their names; `make` says what it does, once it is known where. */
export function runManualCommand(
  host: Host,
  options: ManualOptions,
  make: (run: ManualRun, clusters: readonly ClusterContext[]) => Promise<Acting | ExitCode>,
): Promise<ExitCode> {
  return runCommand(host, { ...options, errorDocument: errorLine(host) }, async () => {
    const progress = openApplyProgress(host, options);
    try {
      const project = await loadProject(projectInput(host, options));
      const clusters = await chooseClusters(project, clusterChoice(host, options));
      const run = { host: progress.host, options, ports: portsOf(progress.host, options) };
      const acting = await make(run, clusters);
      return typeof acting === 'number' ? acting : await act(run, clusters, { ...acting, progress });
    } finally {
      progress.close();
    }
  });
}
