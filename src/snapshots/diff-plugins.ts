import { compareText } from '../model/config.ts';
import type { PluginSet, PluginSnapshot } from '../model/plugin-snapshot.ts';
import { clusterPluginsDocument } from '../model/plugin-snapshot-document.ts';
import type { Ports } from '../model/ports.ts';
import { findSnapshot } from '../plugins/defined-keys.ts';
import { diffSnapshots } from '../plugins/diff-snapshots.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { type DiffSide, readSides } from './diff-sides.ts';
import { installedDifferences } from './installed-differences.ts';
import type { InstalledDifferenceView, PulledProblemView } from './pull-view.ts';
import { type KeyDifferenceView, viewDifference } from './view-difference.ts';

/** What to compare. */
export interface DiffInput {
  readonly project: ProjectInput;
  /** `CLASS@VERSION` of a snapshot, a cluster, a URL, a folder or a file. */
  readonly before: string;
  readonly after: string;
  /** Classes to compare; empty: all that both sides describe, of clusters those in use. */
  readonly classes: readonly string[];
}

/** The differences between what two sides say about plugins. */
export interface PluginsDiffView {
  readonly format: 'connect-sync/plugins-diff';
  readonly version: 1;
  readonly before: SideView;
  readonly after: SideView;
  /** Plugins that are installed in different versions; empty where one side does not say what is installed. */
  readonly installed: readonly InstalledDifferenceView[];
  /** The compared plugins, by class. */
  readonly plugins: readonly PluginDiffView[];
}

/** One side. */
export interface SideView {
  /** Such as `prod`, or `.connect-sync/plugins`. */
  readonly from: string;
  readonly kafkaConnect: string | null;
  /** Plugins of a cluster that could not be read. */
  readonly problems: readonly PulledProblemView[];
}

/** One plugin on both sides. */
export interface PluginDiffView {
  readonly class: string;
  readonly type: string;
  /** The version; null if it reports none, or the side does not describe the plugin. */
  readonly before: string | null;
  readonly after: string | null;
  /** `added`, `removed`: only one side describes it. */
  readonly change: 'added' | 'removed' | 'changed' | 'unchanged';
  readonly differences: readonly KeyDifferenceView[];
}

/**
 * Compares the keys of plugins in two versions, on two clusters, or in files.
 *
 * @throws ConnectSyncError if a side is neither, or cannot be read
 */
export async function diffPlugins(input: DiffInput, ports: Ports): Promise<PluginsDiffView> {
  const project = await loadProject(input.project);
  const [before, after] = await readSides(project, input, ports);
  return {
    format: 'connect-sync/plugins-diff',
    version: 1,
    before: viewSide(before),
    after: viewSide(after),
    installed: installedOf(before.set, after.set),
    plugins: pairs(before, after).map(viewPair),
  };
}

function viewSide({ set, problems }: DiffSide): SideView {
  return { from: set.from, kafkaConnect: set.kafkaConnect ?? null, problems };
}

function installedOf(before: PluginSet, after: PluginSet): readonly InstalledDifferenceView[] {
  if (!before.installed || !after.installed) return [];
  const document = ({ kafkaConnect = '', installed = [] }: PluginSet) =>
    clusterPluginsDocument(undefined, kafkaConnect, installed);
  return installedDifferences(document(before), document(after));
}

interface Pair {
  readonly className: string;
  readonly before: PluginSnapshot | undefined;
  readonly after: PluginSnapshot | undefined;
}

/** Each class once. One that a side was not asked for is no difference. */
function pairs(before: DiffSide, after: DiffSide): readonly Pair[] {
  const [only, otherOnly] = [before.only, after.only];
  if (only && otherOnly) return [{ className: otherOnly.className, before: only, after: otherOnly }];
  const classes = new Set(
    [before, after].flatMap(({ set }) => set.snapshots.map(({ className }) => className)),
  );
  return [...classes].sort(compareText).flatMap((className) => {
    const pair = { className, before: of(before, className), after: of(after, className) };
    return pair.before && pair.after ? [pair] : isKnownMissing(pair, before, after) ? [pair] : [];
  });
}

function of({ set, only }: DiffSide, className: string): PluginSnapshot | undefined {
  if (only) return only.className === className ? only : undefined;
  const version = className.startsWith('org.apache.kafka.connect.runtime.') ? set.kafkaConnect : undefined;
  return findSnapshot(set, { className, version });
}

/** Whether the side without a description says that the class is not installed. */
function isKnownMissing(pair: Pair, before: DiffSide, after: DiffSide): boolean {
  const { installed } = (pair.before ? after : before).set;
  return (
    installed !== undefined &&
    !installed.some(({ className }) => className === pair.className) &&
    !isCommon(pair)
  );
}

function isCommon({ before, after }: Pair): boolean {
  return (before ?? after)?.type === 'common';
}

function viewPair({ className, before, after }: Pair): PluginDiffView {
  const differences = before && after ? diffSnapshots(before, after).map(viewDifference) : [];
  const change = !before ? 'added' : !after ? 'removed' : differences.length > 0 ? 'changed' : 'unchanged';
  return {
    class: className,
    type: (after ?? before)?.type ?? 'source',
    before: before?.version ?? null,
    after: after?.version ?? null,
    change,
    differences,
  };
}
