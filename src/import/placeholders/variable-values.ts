import { variablesOn } from '../../desired/cluster-lookup.ts';
import type { ImportRequest } from '../import-request.ts';

/**
 * The values of the variables in connector files, as every other command resolves them: those of the environment by
 * name, those of the project as `var.NAME`. `added`: variables of the environment that the import adds.
 */
export function variableValues(
  { project: { files }, source }: Pick<ImportRequest, 'project' | 'source'>,
  added: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const ofEnvironment = [...files.environment].filter(([, value]) => value !== '');
  const ofProject = [...variablesOn(files, source.cluster, source.vars)];
  return new Map([
    ...ofEnvironment,
    ...added,
    ...ofProject.map(([name, value]) => [`var.${name}`, value] as const),
  ]);
}
