import { type LoadedSnapshots, pluginSetOf } from '../../desired/load-snapshots.ts';
import type { UpdateChange } from '../../model/change.ts';
import { versionKey } from '../../model/plugin-choice-keys.ts';
import type { PluginClasses } from '../../model/plugin-classes.ts';
import type { PluginSet } from '../../model/plugin-snapshot.ts';
import type { PasswordKeys } from '../../model/redaction/password-keys.ts';
import { findSnapshot, type WantedPlugin } from '../../plugins/defined-keys.ts';
import { describeMove, findPluginMoves } from '../../plugins/plugin-moves.ts';
import { indexOf } from '../../plugins/snapshot-index.ts';
import { type TypeOfClass, typeByName } from './declared-connectors.ts';

/** What the plugin snapshots of a project tell about the connectors of a cluster, without its workers. */
export interface PluginsOfFiles {
  /** Undefined where the project does not know what is installed: then well-known names decide. */
  readonly classes: PluginClasses | undefined;
  readonly typeOf: TypeOfClass;
  readonly passwordKeys: PasswordKeys;
  /** What a change of a plugin's version means, in words. */
  readonly movesOf: (change: UpdateChange) => readonly string[];
}

/** Reads it from the snapshots. Without any, names of classes and keys decide. */
export function pluginsOfFiles(loaded: LoadedSnapshots, cluster: string | undefined): PluginsOfFiles {
  const set = pluginSetOf(loaded, cluster);
  return {
    classes: set.installed && indexOf(set).classes,
    typeOf: (className) => {
      const type = findSnapshot(set, { className })?.type;
      return type === 'source' || type === 'sink' ? type : typeByName(className);
    },
    passwordKeys: passwordKeysOf(set),
    movesOf: (change) => movesOf(change, set),
  };
}

/** Of all versions of a class together: either revision may use any of them. */
function passwordKeysOf({ snapshots }: PluginSet): PasswordKeys {
  const found = new Map<string, Set<string>>();
  for (const { className, keys } of snapshots) {
    const known = found.get(className) ?? new Set<string>();
    for (const { name, type } of keys) if (type === 'PASSWORD') known.add(name);
    found.set(className, known);
  }
  return found;
}

function movesOf({ live, target, desired }: UpdateChange, set: PluginSet): readonly string[] {
  return findPluginMoves(live.config, target)
    .filter(({ plugin }) => !desired.secretKeys.has(versionKey(plugin)))
    .map((move) => {
      const [before, after] = [move.before, move.after].map((version) =>
        keysOf(set, { className: move.plugin.className, version }),
      );
      return describeMove(move, target, { before, after });
    });
}

/** The keys of exactly this version; undefined if no snapshot describes it. */
function keysOf(set: PluginSet, wanted: WantedPlugin): ReadonlySet<string> | undefined {
  const snapshot = findSnapshot(set, wanted);
  if (!snapshot || (wanted.version !== undefined && snapshot.version !== wanted.version)) return undefined;
  return new Set(snapshot.keys.map(({ name }) => name));
}
