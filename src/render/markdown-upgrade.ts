import { count, withMore } from '../model/count.ts';
import {
  type AffectedConnectorView,
  type UpgradeFindingView,
  type UpgradeLevel,
  type UpgradeView,
  upgradeLevels,
} from '../model/upgrade-view.ts';
import { codeSpan, inertSentence } from './markdown/inert-text.ts';
import { namesPart } from './markdown/names-part.ts';
import { firstThen, fixed, listed, type Part, stacked, wrapped } from './markdown/part.ts';
import { levelHeadings, pendingText, upgradeSummary } from './upgrade-page.ts';

const longestDocument = 60_000;
const mostNames = 20;

/** The rehearsal of an upgrade for the pull request that changes the image of the workers. */
export function renderUpgradeAsMarkdown(view: UpgradeView): string {
  const text = firstThen(
    fixed(`## ${title(view)}\n\n${inertSentence(upgradeSummary(view), codeSpan)}`),
    stacked([
      ...upgradeLevels.map((level) => levelPart(view, level)),
      uncheckedPart(view),
      fold('Plugins in use whose version differs', pluginItems(view)),
      fold('What Kafka Connect changed for the workers', noteItems(view)),
    ]),
  )(longestDocument - 1);
  return `${text}\n`;
}

function title({ from, to, direction }: UpgradeView): string {
  const kind = direction === 'downgrade' ? 'Downgrade' : 'Upgrade';
  const side = ({ name, kafkaConnect }: UpgradeView['from']) =>
    `${codeSpan(name)}${kafkaConnect === null ? '' : ` (Kafka Connect ${codeSpan(kafkaConnect)})`}`;
  return `${kind} of ${side(from)} to ${side(to)}, rehearsed`;
}

function levelPart({ findings }: UpgradeView, level: UpgradeLevel): Part {
  const found = findings.filter((finding) => finding.level === level).map(item);
  return wrapped(`### ${levelHeadings[level]}\n\n`, list(found));
}

function item({ message, hint, source, connectors }: UpgradeFindingView): string {
  return [
    `- Finding: ${inertSentence(message, codeSpan)}`,
    `  - ${names(connectors)}`,
    ...(hint === null ? [] : [`  - Next: ${inertSentence(hint, codeSpan)}`]),
    ...(source === null ? [] : [`  - Source: ${inertSentence(source, codeSpan)}`]),
  ].join('\n');
}

function names(connectors: readonly AffectedConnectorView[]): string {
  const shown = connectors.slice(0, mostNames).map(({ name, file, line, pending }) => {
    if (file === null) return codeSpan(name);
    return `${codeSpan(name)} (${codeSpan(`${file}:${line}`)}${pending ? `, ${pendingText}` : ''})`;
  });
  return `${count(connectors.length, 'connector')}: ${withMore(shown, connectors.length)}`;
}

function uncheckedPart({ unchecked }: UpgradeView): Part {
  const items = unchecked.map(({ message, hint, connectors }) =>
    [
      `- Not checked: ${inertSentence(message, codeSpan)}`,
      ...(connectors.length === 0 ? [] : [`  - connectors: ${namesPart(connectors)(roomForNames)}`]),
      ...(hint === null ? [] : [`  - Next: ${inertSentence(hint, codeSpan)}`]),
    ].join('\n'),
  );
  return wrapped('### Not checked\n\n', list(items));
}

const roomForNames = 600;

function pluginItems({ plugins }: UpgradeView): readonly string[] {
  return plugins.map(
    ({ class: className, from, to }) =>
      `- Plugin ${codeSpan(className)}: ${codeSpan(from ?? '-')} to ${codeSpan(to ?? '-')}`,
  );
}

function noteItems({ notes }: UpgradeView): readonly string[] {
  return notes.map(
    ({ release, message, source }) =>
      `- Since ${codeSpan(release)}: ${inertSentence(message, codeSpan)} (${inertSentence(source, codeSpan)})`,
  );
}

function fold(summary: string, items: readonly string[]): Part {
  return wrapped(`<details><summary>${summary}</summary>\n\n`, list(items), '\n\n</details>');
}

function list(items: readonly string[]): Part {
  if (items.length === 0) return fixed('');
  return listed(items, {
    separator: '\n',
    rest: (leftOut) => `- omitted for length: ${leftOut.length} more`,
  });
}
