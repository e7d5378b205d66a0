import type { LoadRequest } from '../../src/desired/read-project.ts';
import { type ResolvedConnectors, resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import type { PresentConnector } from '../../src/model/desired-connector.ts';
import { printProblems } from './print-problems.ts';
import { projectFolder } from './project-folder.ts';

/** The desired connectors of a project with these files on a cluster, and all problems as short lines. */
export async function desiredOf(
  files: Readonly<Record<string, string>>,
  options: Partial<LoadRequest> & {
    readonly cluster?: string;
    readonly vars?: Readonly<Record<string, string>>;
    readonly unsetEnvironment?: 'error' | 'warning';
  } = {},
): Promise<ResolvedConnectors & { readonly problems: readonly string[] }> {
  const { cluster: name, vars = {}, unsetEnvironment = 'error', ...request } = options;
  const loaded = await projectFolder(files).load(request);
  const resolved = resolveConnectors(
    loaded,
    { name, vars: new Map(Object.entries(vars)) },
    { unsetEnvironment },
  );
  return { ...resolved, problems: printProblems([...loaded.diagnostics, ...resolved.diagnostics]) };
}

/** The only connector that the files declare. @throws Error with the problems, if there are any */
export async function theConnectorOf(
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof desiredOf>[1] = {},
): Promise<PresentConnector> {
  const { connectors, problems } = await desiredOf(files, options);
  const [connector] = connectors;
  if (connector?.kind !== 'present' || problems.length > 0) {
    throw new Error(
      `expected one connector and no problem, got ${connectors.length}: ${problems.join('; ')}`,
    );
  }
  return connector;
}

/** The config of the connector in a file, as a plain object. */
export async function configOf(
  text: string,
  options: Parameters<typeof desiredOf>[1] & { readonly file?: string } = {},
): Promise<Record<string, string>> {
  const { file = 'connectors/a.yaml', ...others } = options;
  return Object.fromEntries((await theConnectorOf({ [file]: text }, others)).config);
}
