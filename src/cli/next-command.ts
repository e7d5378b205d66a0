import { type CommonOptions, defaultRestarts, type PlanningOptions } from './options/project-options.ts';

/** The options and files to repeat in the `apply` that carries a plan out, so that it makes the same plan. */
export function applyArguments(
  options: CommonOptions & Partial<PlanningOptions>,
  files: readonly string[],
): readonly string[] {
  return [
    ...projectArguments(options),
    ...[...options.var].flatMap(([name, value]) => ['--var', `${name}=${value}`]),
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

/** The options to repeat in a command that only looks at the same cluster. */
export function projectArguments({ directory, project, envFile }: CommonOptions): readonly string[] {
  return [
    ...option('-C', directory),
    ...option('--project', project),
    ...envFile.flatMap((file) => ['--env-file', file]),
  ];
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}
