import { defaultRestarts } from '../model/restart-limit.ts';
import type { SavedOptions } from '../model/saved-plan.ts';
import type { PlanningOptions } from './options/planning.ts';
import type { CommonOptions } from './options/project-options.ts';

/** The options and files to repeat in the `apply` of a plan, so that it makes the same plan again. */
export function applyArguments(
  options: CommonOptions & Partial<PlanningOptions>,
  files: readonly string[],
): readonly string[] {
  return [
    ...projectArguments(options),
    ...(options.strict ? ['--strict'] : []),
    ...(options.prune ? ['--prune'] : []),
    ...option('--allow-deletes', options.allowDeletes?.toString()),
    ...(options.allowEmpty ? ['--allow-empty'] : []),
    ...(options.adopt ?? []).flatMap((pattern) => ['--adopt', pattern]),
    ...(options.only ?? []).flatMap((pattern) => ['--only', pattern]),
    ...(options.restart === 'none' ? ['--restart', 'none'] : []),
    ...(options.maxRestarts === undefined || options.maxRestarts === defaultRestarts
      ? []
      : ['--max-restarts', String(options.maxRestarts)]),
    ...files,
  ];
}

/** The same for a plan that is made again with the options of a saved one. */
export function savedPlanArguments(options: CommonOptions, saved: SavedOptions): readonly string[] {
  const { allowDeletes, ...rest } = saved;
  return applyArguments({ ...options, ...rest, ...(allowDeletes !== null && { allowDeletes }) }, []);
}

/** The options to repeat in a command that reads the same cluster. */
export function projectArguments({
  directory,
  project,
  envFile,
  var: vars,
}: Pick<CommonOptions, 'directory' | 'project' | 'envFile' | 'var'>): readonly string[] {
  return [
    ...option('-C', directory),
    ...option('--project', project),
    ...envFile.flatMap((file) => ['--env-file', file]),
    // The address of a cluster may contain a variable.
    ...[...vars].flatMap(([name, value]) => ['--var', `${name}=${value}`]),
  ];
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}
