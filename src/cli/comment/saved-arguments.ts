import type { SavedOptions } from '../../model/saved-plan.ts';

/** The options to repeat in the `apply` that makes the plan again. The values of `--var` are not known any more. */
export function savedArguments(options: SavedOptions): readonly string[] {
  return [
    ...options.vars.flatMap((name) => ['--var', `${name}=…`]),
    ...(options.strict ? ['--strict'] : []),
    ...(options.prune ? ['--prune'] : []),
    ...(options.allowDeletes === null ? [] : ['--allow-deletes', String(options.allowDeletes)]),
    ...(options.allowEmpty ? ['--allow-empty'] : []),
    ...options.adopt.flatMap((pattern) => ['--adopt', pattern]),
    ...options.only.flatMap((pattern) => ['--only', pattern]),
    ...(options.restart === 'none' ? ['--restart', 'none'] : []),
  ];
}
