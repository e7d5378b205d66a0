import type { InspectInput } from '../inspect/read-clusters.ts';
import type { WarningPorts } from '../project/warnings.ts';
import type { NextCommands } from '../render/next-command.ts';
import type { CommandRun } from './command.ts';
import { clusterWords, projectArguments } from './next-command.ts';
import { showDiagnostics } from './output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from './project-input.ts';

/** The project and the clusters that the options name. */
export function inspectInput({ host, options }: CommandRun): InspectInput {
  return { project: projectInput(host, options), clusters: clusterChoice(host, options) };
}

/** The ports of a use case that reads clusters; it prints warnings on stderr. */
export function inspectPorts(run: CommandRun): WarningPorts {
  return {
    ...portsOf(run.host, run.options),
    onWarnings: ({ diagnostics, files }) => showDiagnostics(run, diagnostics, files),
  };
}

/** What commands that a page suggests repeat of this run. */
export function nextCommands({ host, options }: CommandRun): NextCommands {
  return { repeated: projectArguments(options), clusterWords: clusterWords(host, options) };
}
