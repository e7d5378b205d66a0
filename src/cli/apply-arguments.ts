import type { CommonOptions, PlanningOptions } from './options.ts';

/** The options and files to repeat in the `apply` that carries a plan out, so that it makes the same plan. */
export function applyArguments(
  options: CommonOptions & Partial<PlanningOptions>,
  files: readonly string[],
): readonly string[] {
  return [
    ...option('-C', options.directory),
    ...option('--project', options.project),
    ...options.envFile.flatMap((file) => ['--env-file', file]),
    ...[...options.var].flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    ...(options.strict ? ['--strict'] : []),
    ...(options.prune ? ['--prune'] : []),
    ...option('--allow-deletes', options.allowDeletes?.toString()),
    ...(options.allowEmpty ? ['--allow-empty'] : []),
    ...(options.adopt ?? []).flatMap((pattern) => ['--adopt', pattern]),
    ...(options.only ?? []).flatMap((pattern) => ['--only', pattern]),
    ...(options.restart === 'none' ? ['--restart', 'none'] : []),
    ...files,
  ];
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}
