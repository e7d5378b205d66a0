import { desiredFromBackup } from '../desired/desired-from-backup.ts';
import type { LocatedBackup } from '../desired/read-backup.ts';
import { secretReferences } from '../desired/secret-references.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { type DesiredByName, readDesiredByName } from '../project/desired-by-name.ts';
import type { ClusterInspection } from '../project/inspect-clusters.ts';
import type { ClusterWork } from '../project/resolve-clusters.ts';

/** Backups as wishes for one cluster, with what the project's own files say about the same connectors. */
export interface Restoration extends ClusterWork {
  readonly backups: readonly LocatedBackup[];
  readonly files: DesiredByName;
}

/**
 * The work of bringing connectors back on one cluster.
 *
 * @throws InvalidInputError where `ownership.names` leaves one of them out
 */
export function restorationOn(look: ClusterInspection, backups: readonly LocatedBackup[]): Restoration {
  const { session, target, label, vars } = look;
  refuseForeign(look, backups);
  const offlineCluster = { name: target.name, vars: new Map([...vars, ...session.options.var]) };
  const files = readDesiredByName(look);
  const references = secretReferences(session.loaded, offlineCluster);
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
    session,
    target,
    label,
    resolved: { connectors, elsewhere: [], diagnostics: [], secrets: [] },
    warnings: [],
    backups,
    files,
  };
}

/** A restore is a write like any other: what is not owned here is not touched. */
function refuseForeign({ session }: ClusterInspection, backups: readonly LocatedBackup[]): void {
  const { names: owned } = session.loaded.project.ownership;
  if (!owned) return;
  const foreign: readonly Diagnostic[] = backups
    .filter(({ backup }) => !matchesAnyGlob(owned, backup.name))
    .map(({ backup, name: source }) => diagnose('not-owned', { name: backup.name, owned }, { source }));
  if (foreign.length > 0) throw new InvalidInputError(foreign, backups.length);
}
