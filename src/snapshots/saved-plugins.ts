import { loadSnapshots, pluginSetOf } from '../desired/load-snapshots.ts';
import { findPlugins, parseWanted } from '../inspect/find-plugins.ts';
import type {
  PluginKeyView,
  PluginPageView,
  PluginRowView,
  PluginSelection,
  PluginsView,
} from '../inspect/plugins.ts';
import { compareText } from '../model/config.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Plugin } from '../model/plugin.ts';
import type { PluginSet, SnapshotKey } from '../model/plugin-snapshot.ts';
import { findSnapshot } from '../plugins/defined-keys.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { checkedSnapshotFolder } from './pull-plugins.ts';

/** Which saved plugins to show. */
export interface SavedInput {
  readonly project: ProjectInput;
  readonly selection: PluginSelection;
}

/**
 * The plugins that `plugins pull` saved, or the keys of one, in the views of a live worker. Contacts no cluster.
 *
 * @throws ConnectSyncError where none are saved, or none is called so, with the nearest class
 */
export async function readSavedPlugins({
  project: input,
  selection,
}: SavedInput): Promise<PluginsView | PluginPageView> {
  const project = await loadProject({ ...input, connectorFiles: 'left-out' });
  const set = pluginSetOf(await loadSnapshots(input.directory, checkedSnapshotFolder(project)), undefined);
  const saved = set.snapshots.filter(({ type }) => type !== 'common');
  if (saved.length === 0) throw nothingSaved(set);
  const base = { version: 1, cluster: set.from, url: set.from } as const;
  const ofType = saved.filter(({ type }) => selection.type === undefined || type === selection.type);
  const wanted = selection.class === undefined ? undefined : parseWanted(selection.class);
  const found = wanted ? findPlugins(ofType, wanted, `among the plugins saved in ${set.from}`) : ofType;
  const [first] = found;
  const snapshot = first && findSnapshot(set, { className: first.className, version: wanted?.version });
  if (!wanted || /[*?]/.test(wanted.name) || !snapshot)
    return { format: 'connect-sync/plugins', ...base, plugins: [...found].sort(byClass).map(viewRow) };
  const others = saved.filter(({ className, version }) => {
    return className === snapshot.className && version !== snapshot.version;
  });
  return {
    format: 'connect-sync/plugin',
    ...base,
    plugin: viewRow(snapshot),
    otherVersions: others.flatMap(({ version }) => version ?? []),
    keys: snapshot.keys.map(viewKey),
  };
}

function nothingSaved({ from }: PluginSet): ConnectSyncError {
  return new ConnectSyncError({
    code: 'no-saved-plugins',
    message: `no plugins are saved in ${from}`,
    hint: 'save those of a cluster with  connect-sync plugins pull --cluster URL',
    category: 'failure',
  });
}

function byClass(one: Plugin, other: Plugin): number {
  return compareText(one.className, other.className) || compareText(one.version ?? '', other.version ?? '');
}

function viewRow({ className, type, version }: Plugin): PluginRowView {
  return { class: className, type, version: version ?? null };
}

function viewKey(key: SnapshotKey): PluginKeyView {
  const { name, type, required, importance, documentation } = key;
  return {
    name,
    type,
    group: key.group ?? null,
    importance,
    required,
    default: key.default ?? null,
    documentation,
  };
}
