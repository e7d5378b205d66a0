import type { LocatedBackup } from '../../desired/read-backup.ts';
import { resolveConnectors } from '../../desired/resolve-connectors.ts';
import { secretReferences } from '../../desired/secret-references.ts';
import { wishOfBackup } from '../../desired/wish-of-backup.ts';
import type { DesiredConnector } from '../../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { matchesAnyGlob } from '../../model/name-glob.ts';
import { InvalidInput } from '../invalid-input.ts';
import type { ClusterLook } from '../look-at-clusters.ts';
import type { ClusterWork } from '../resolve-clusters.ts';

/** Backups as wishes for one cluster, with what the project's own files say about the same connectors. */
export interface Restoration extends ClusterWork {
  readonly backups: readonly LocatedBackup[];
  readonly files: FileWishes;
}

/** What the connector files wish on one cluster. They are read leniently: a broken one must not stop a restore. */
export interface FileWishes {
  readonly byName: ReadonlyMap<string, DesiredConnector>;
  /** Names that files limit to other clusters. */
  readonly elsewhere: ReadonlySet<string>;
  /** False where a file has an error: then nobody knows what no file describes. */
  readonly isComplete: boolean;
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
  const found = resolveConnectors(session.loaded, perspective, { unsetEnvironment: 'warning' });
  for (const secret of found.secrets) session.known.learn(secret);
  const references = secretReferences(session.loaded, perspective);
  const byName = new Map<string, DesiredConnector>(found.connectors.map((wish) => [wish.name, wish]));
  const connectors = backups.map((located) => {
    const { name } = located.backup;
    const inFile = byName.get(name);
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
    files: {
      byName,
      elsewhere: new Set(found.elsewhere.map(({ name }) => name)),
      isComplete: session.loaded.brokenFiles === 0,
    },
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
