import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type {
  InstalledDifferenceView,
  PulledFileView,
  PulledProblemView,
  PullView,
} from '../snapshots/pull-view.ts';
import { type Colors, colorsFor } from './colors.ts';
import { differenceLines } from './plugin-differences.ts';
import { type CommandWord, quoteForShell } from './shell.ts';

/** How the page of a pull looks. */
export interface PullPageOptions {
  readonly color: boolean;
  /** What a suggested command repeats of this run. */
  readonly repeated: readonly CommandWord[];
}

/** What a pull has written, or would write, and what it left as it was. */
export function renderPullPage(view: PullView, options: PullPageOptions): string {
  const colors = colorsFor(options);
  const { files, mode } = view;
  const changed = files.filter(({ change }) => change !== 'unchanged');
  const unchanged = files.length - changed.length;
  const clusters = view.clusters.flatMap((one) => (one.ok ? [clusterLine(one.value)] : []));
  if (clusters.length === 0) return '';
  const written = changed.filter(({ change }) => change !== 'kept').length;
  const where = `in ${toPrintableLine(view.folder)}`;
  const total =
    mode === 'write'
      ? `${count(written, 'file')} written ${where}, ${unchanged} unchanged.`
      : written === 0
        ? `Up to date: ${count(unchanged, 'file')} ${where}.`
        : `${count(written, 'file')} ${where} would change, ${unchanged} would not.`;
  const schemas = schemaLines(view);
  const next =
    mode === 'check' && (written > 0 || changedSchemas(view).length > 0)
      ? [`Next: ${['connect-sync', 'plugins', 'pull', ...options.repeated].map(quoteForShell).join(' ')}`]
      : [];
  const body = changed.flatMap((file) => fileLines(file, { view, colors }));
  return [...clusters, ...body, total, ...schemas, ...unusedLines(view, options), ...next, ''].join('\n');
}

function clusterLine({
  cluster,
  kafkaConnect,
  read,
}: {
  cluster: string;
  kafkaConnect: string;
  read: number;
}): string {
  return toPrintableLine(`${cluster}: Kafka Connect ${kafkaConnect}, ${count(read, 'plugin')} read`);
}

function fileLines(
  {
    file,
    change,
    entries,
    differences,
    installed,
    problem,
    contradictedBy,
    class: className,
  }: PulledFileView,
  { view, colors }: { readonly view: PullView; readonly colors: Colors },
): readonly string[] {
  const name = file.startsWith(`${view.folder}/`) ? file.slice(view.folder.length + 1) : file;
  const paint = { created: colors.green, changed: colors.yellow, kept: colors.red, unchanged: colors.dim }[
    change
  ];
  const what = change === 'created' ? `  (${count(entries, className === null ? 'plugin' : 'key')})` : '';
  return [
    `  ${paint(change.padEnd(7))}  ${toPrintableLine(name)}${what}`,
    ...(problem === null ? [] : [`             ${toPrintableLine(problem)}`]),
    ...installed.map((one) => `             ${installedText(one)}`),
    ...differenceLines(differences).map((line) => `             ${line}`),
    ...contradictedBy.map(
      (cluster) => `             ${toPrintableLine(cluster)} describes this version differently`,
    ),
  ];
}

/** `io.example.Source: 1.0 -> 2.0`. */
export function installedText({ class: className, before, after }: InstalledDifferenceView): string {
  const name = className === '' ? 'Kafka Connect' : className;
  const versions = (list: readonly string[] | null) =>
    list === null ? 'not installed' : list.join(', ') || 'installed';
  return toPrintableLine(`${name}: ${versions(before)} -> ${versions(after)}`);
}

function schemaLines(view: PullView): readonly string[] {
  const { schemas, mode } = view;
  const changed = changedSchemas(view);
  const kept = schemas.filter(({ change }) => change === 'kept');
  const what = mode === 'write' ? 'written' : 'would change';
  return [
    ...(changed.length === 0 ? [] : [`Schemas for editors: ${namesOf(changed)} ${what}.`]),
    ...(kept.length === 0 ? [] : [`Kept, because connect-sync did not write it: ${namesOf(kept)}`]),
  ];
}

function changedSchemas({ schemas }: PullView): PullView['schemas'] {
  return schemas.filter(({ change }) => change === 'created' || change === 'changed');
}

function namesOf(files: readonly { readonly file: string }[]): string {
  return files.map(({ file }) => toPrintableLine(file)).join(' and ');
}

function unusedLines(
  { unused, unusedDeleted, mode }: PullView,
  { repeated }: PullPageOptions,
): readonly string[] {
  if (unused.length === 0) return [];
  const names = unused.map((file) => `  ${toPrintableLine(file)}`);
  if (unusedDeleted) return ['Deleted, because no cluster has them installed any more:', ...names];
  const command = ['connect-sync', 'plugins', 'pull', '--prune', ...repeated].map(quoteForShell).join(' ');
  const how = mode === 'write' ? [`  To delete: ${command}`] : [];
  return ['No cluster has these installed any more; they are kept:', ...names, ...how];
}

/** Why a plugin could not be read, for people. */
export function problemText({ class: className, reason, read, workerMessage }: PulledProblemView): string {
  const what = read === 'keys' ? 'its allowed values could not be read' : 'not read';
  const quoted = workerMessage === null ? '' : `\n  the worker says: ${workerMessage}`;
  return `${className}: ${what}: ${reasons[reason]}${quoted}`;
}

const reasons: Readonly<Record<PulledProblemView['reason'], string>> = {
  'not-installed': 'it is not installed',
  refused: 'the credentials are refused',
  'not-loaded': 'the worker cannot load it',
  'not-described': 'this version of Kafka Connect does not describe converters',
  timeout: 'the worker did not answer in time; its validation may contact a database that is away',
  failed: 'the worker failed',
};
