import { desiredFromBackup } from '../desired/desired-from-backup.ts';
import type { ParsedBackup } from '../desired/read-backup.ts';
import { secretReferences } from '../desired/secret-references.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { type DesiredByName, readDesiredByName } from '../project/desired-by-name.ts';
import type { ClusterContext, DesiredCluster } from '../project/resolve-clusters.ts';

/** Backups as wishes for one cluster, with what the project's own files say about the same connectors. */
export interface Restoration extends DesiredCluster {
  readonly backups: readonly ParsedBackup[];
  readonly files: DesiredByName;
}

/**
 * The work of bringing connectors back on one cluster.
 *
 * @throws InvalidInputError where `ownership.names` leaves one of them out
 */
export function restorationOn(look: ClusterContext, backups: readonly ParsedBackup[]): Restoration {
  const { project, target, label, vars } = look;
  refuseForeign(look, backups);
  const files = readDesiredByName(look);
  const references = secretReferences(project.files, { name: target.name, vars });
  const connectors = backups.map((located) => {
    const { name } = located.backup;
    const inFile = files.byName.get(name);
    const { ignoreKeys, changeWhile } = inFile?.kind === 'present' ? inFile : {};
    return desiredFromBackup(located, {
      secretKeys: references.get(name) ?? new Set(),
      ...(ignoreKeys && { ignoreKeys }),
      ...(changeWhile && { changeWhile }),
    });
  });
  return {
    project,
    target,
    label,
    vars,
    desired: { connectors, elsewhere: [], diagnostics: [], secrets: [] },
    warnings: [],
    backups,
    files,
  };
}

/** A restore is a write like any other: what is not owned here is not touched. */
function refuseForeign({ project }: ClusterContext, backups: readonly ParsedBackup[]): void {
  const { names: owned } = project.files.project.ownership;
  if (!owned) return;
  const foreign: readonly Diagnostic[] = backups
    .filter(({ backup }) => !matchesAnyGlob(owned, backup.name))
    .map(({ backup, name: source }) => diagnose('not-owned', { name: backup.name, owned }, { source }));
  if (foreign.length > 0) throw new InvalidInputError(foreign, backups.length);
}
