import type { LocatedBackup } from '../../desired/read-backup.ts';
import { secretReferences } from '../../desired/secret-references.ts';
import { wishOfBackup } from '../../desired/wish-of-backup.ts';
import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { matchesAnyGlob } from '../../model/name-glob.ts';
import { type FileWishes, readFileWishes } from '../file-wishes.ts';
import { InvalidInput } from '../invalid-input.ts';
import type { ClusterLook } from '../look-at-clusters.ts';
import type { ClusterWork } from '../resolve-clusters.ts';

/** Backups as wishes for one cluster, with what the project's own files say about the same connectors. */
export interface Restoration extends ClusterWork {
  readonly backups: readonly LocatedBackup[];
  readonly files: FileWishes;
}

/**
 * The work of bringing connectors back on one cluster.
 *
 * @throws InvalidInput where `ownership.names` leaves one of them out
 */
export function restorationOn(look: ClusterLook, backups: readonly LocatedBackup[]): Restoration {
  const { session, target, label, vars } = look;
  refuseForeign(look, backups);
  const perspective = { name: target.name, vars: new Map([...vars, ...session.options.var]) };
  const files = readFileWishes(look);
  const references = secretReferences(session.loaded, perspective);
  const connectors = backups.map((located) => {
    const { name } = located.backup;
    const inFile = files.byName.get(name);
    const { ignoreKeys, changeWhile } = inFile?.kind === 'present' ? inFile : {};
    return wishOfBackup(located, {
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
function refuseForeign({ session }: ClusterLook, backups: readonly LocatedBackup[]): void {
  const { names: owned } = session.loaded.project.ownership;
  if (!owned) return;
  const foreign: readonly Diagnostic[] = backups
    .filter(({ backup }) => !matchesAnyGlob(owned, backup.name))
    .map(({ backup, name: source }) => diagnose('not-owned', { name: backup.name, owned }, { source }));
  if (foreign.length > 0) throw new InvalidInput(foreign, backups.length);
}
