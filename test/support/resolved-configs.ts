import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import { sortedByKey } from './corpus.ts';
import type { ProjectFolder } from './project-folder.ts';

/** The desired configs of a project by name, resolved with its environment files. */
export async function resolvedConfigs(
  folder: ProjectFolder,
  envFiles: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const loaded = await folder.load({ envFiles });
  const { connectors } = resolveConnectors(
    loaded,
    { name: undefined, vars: new Map() },
    { unsetEnvironment: 'warning' },
  );
  return new Map(
    connectors.flatMap((one) =>
      one.kind === 'present' ? [[one.name, sortedByKey(Object.fromEntries(one.config))] as const] : [],
    ),
  );
}
