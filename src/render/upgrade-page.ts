import { count, grouped, withMore } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type {
  AffectedConnectorView,
  UncheckedView,
  UpgradeFindingView,
  UpgradeLevel,
  UpgradeView,
} from '../model/upgrade-view.ts';
import { upgradeLevels } from '../model/upgrade-view.ts';
import { type Colors, colorsFor } from './colors.ts';
import { alignColumns } from './table.ts';

/** A page shows so many names of one finding, and so many findings of one level; `-f json` has them all. */
const mostNames = 10;
const mostFindings = 30;

/** The rehearsal of an upgrade: findings, the worst first, then what was not checked, and notes about the workers. */
export function renderUpgradePage(view: UpgradeView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const sections = [
    [colors.bold(upgradeTitle(view)), upgradeSummary(view)],
    ...upgradeLevels.map((level) => levelLines(view, level, colors)),
    uncheckedLines(view.unchecked, colors),
    noteLines(view, colors),
    pluginLines(view, colors),
  ];
  return `${sections.flatMap((lines) => (lines.length > 0 ? [lines.join('\n')] : [])).join('\n\n')}\n`;
}

/** `prod (Kafka Connect 3.9.1) to next (4.4.0)`. */
function upgradeTitle({ from, to, direction }: UpgradeView): string {
  const kinds = { upgrade: 'upgrade', downgrade: 'downgrade', 'same-version': 'move', unknown: 'move' };
  const versionOf = (version: string | null) => version ?? 'version not known';
  return (
    `Rehearsal of the ${kinds[direction]} of ${toPrintableLine(from.name)} (Kafka Connect ${versionOf(from.kafkaConnect)}) ` +
    `to ${toPrintableLine(to.name)} (${versionOf(to.kafkaConnect)})`
  );
}

/** What the levels mean, as headings. */
export const levelHeadings: Readonly<Record<UpgradeLevel, string>> = {
  fails: 'Fails: does not run on the target',
  refused:
    'Refused: the target rejects the configuration; most such connectors fail there, none can be changed',
  changes: 'Changes: runs, and may behave differently',
  deprecated: 'Deprecated: runs as before',
};

/** `12 connectors: 2 fail, 1 refused, 9 fine`. */
export function upgradeSummary({ connectors, counts }: UpgradeView): string {
  const words = {
    fails: 'fail',
    refused: 'refused',
    changes: 'may behave differently',
    deprecated: 'use deprecated keys',
  };
  const parts = upgradeLevels.flatMap((level) =>
    counts[level] > 0 ? [`${grouped(counts[level])} ${words[level]}`] : [],
  );
  const fine = counts.fine > 0 || parts.length === 0 ? [`${grouped(counts.fine)} without findings`] : [];
  return `${count(connectors, 'connector')}: ${[...parts, ...fine].join(', ')}. Nothing was changed.`;
}

function levelLines({ findings }: UpgradeView, level: UpgradeLevel, colors: Colors): string[] {
  const found = findings.filter((finding) => finding.level === level);
  if (found.length === 0) return [];
  const more = found.length - mostFindings;
  return [
    paint(level, colors)(levelHeadings[level]),
    ...found.slice(0, mostFindings).flatMap((finding) => findingLines(finding, colors)),
    ...(more > 0 ? [`  … and ${count(more, 'more finding')}; -f json has them all`] : []),
  ];
}

function paint(level: UpgradeLevel, colors: Colors): (text: string) => string {
  if (level === 'fails') return colors.red;
  return level === 'deprecated' ? colors.dim : colors.yellow;
}

function findingLines(
  { message, hint, source, connectors }: UpgradeFindingView,
  colors: Colors,
): readonly string[] {
  return [
    `  ${toPrintableLine(message)}`,
    `    ${namesOf(connectors)}`,
    ...(hint === null ? [] : [`    next: ${toPrintableLine(hint)}`]),
    ...(source === null ? [] : [colors.dim(`    source: ${toPrintableLine(source)}`)]),
  ];
}

/** Of a value that a file declares and that does not run yet. */
export const pendingText = 'changed there and not applied';

/** `orders (connectors/orders.yaml:4), payments and 12 more`. */
function namesOf(connectors: readonly AffectedConnectorView[]): string {
  const shown = connectors.slice(0, mostNames).map(({ name, file, line, pending }) => {
    const place =
      file === null ? '' : ` (${toPrintableLine(file)}:${line}${pending ? `, ${pendingText}` : ''})`;
    return `${toPrintableLine(name)}${place}`;
  });
  return withMore(shown, connectors.length);
}

function uncheckedLines(unchecked: readonly UncheckedView[], colors: Colors): string[] {
  if (unchecked.length === 0) return [];
  return [
    colors.yellow('Not checked'),
    ...unchecked
      .slice(0, mostFindings)
      .flatMap(({ message, hint, connectors }) => [
        `  ${toPrintableLine(message)}`,
        ...(connectors.length > 0
          ? [`    ${withMore(connectors.slice(0, mostNames).map(toPrintableLine), connectors.length)}`]
          : []),
        ...(hint === null ? [] : [`    next: ${toPrintableLine(hint)}`]),
      ]),
    ...(unchecked.length > mostFindings
      ? [`  … and ${unchecked.length - mostFindings} more; -f json has them all`]
      : []),
  ];
}

function noteLines({ notes }: UpgradeView, colors: Colors): string[] {
  if (notes.length === 0) return [];
  return [
    colors.bold('What Kafka Connect changed between the two versions, for the workers'),
    ...notes.map(({ release, message, source }) => `  ${release}  ${message} ${colors.dim(`(${source})`)}`),
  ];
}

function pluginLines({ plugins }: UpgradeView, colors: Colors): string[] {
  if (plugins.length === 0) return [];
  const rows = plugins.map(({ class: className, from, to }) => [
    `  ${toPrintableLine(className)}`,
    `${toPrintableLine(from ?? '-')} -> ${toPrintableLine(to ?? '-')}`,
  ]);
  return [colors.bold('Plugins in use whose version differs'), ...alignColumns(rows)];
}
