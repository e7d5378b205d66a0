import { isMap, isScalar, isSeq, type Pair, parseDocument } from 'yaml';
import type { DesiredState } from '../../../model/desired-connector.ts';
import type { EditedFile } from './edit-connector.ts';
import { inFileOrder } from './key-groups.ts';
import { aliasesOf } from './print-connector.ts';
import { printComments, printEntry, unset } from './print-entry.ts';
import type { ClassDefaults } from './shared-defaults.ts';

/** A default for the connectors of a class, or the state of all connectors. */
export type NewDefault = ClassDefaults | { readonly state: DesiredState };

/**
 * Adds defaults at the end of the list in the project file, which gives them the highest precedence among defaults.
 * `before` is undefined if there is no project file. Nothing else in it changes.
 */
export function addDefaults(
  before: string | undefined,
  defaults: readonly NewDefault[],
  cluster: string | undefined,
): EditedFile {
  if (before === undefined) {
    return { kind: 'edited', text: `version: 1\ndefaults:\n${print(defaults, cluster, 2)}` };
  }
  const document = parseDocument(before, { schema: 'failsafe', prettyErrors: false });
  if (!isMap(document.contents)) return { kind: 'rejected', reason: 'the project file is not a mapping' };
  if (document.contents.flow === true)
    return { kind: 'rejected', reason: 'the project file uses flow style (braces)' };
  const pair = document.contents.items.find(({ key }) => isScalar(key) && key.value === 'defaults');
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  if (!pair) return { kind: 'edited', text: `${start}defaults:\n${print(defaults, cluster, 2)}` };
  const list = pair.value;
  if (!isSeq(list) || list.flow === true || list.items.length === 0)
    return {
      kind: 'rejected',
      reason: 'defaults: in the project file is not a block list (lines that begin with  - )',
    };
  const at = endOfList(start, list.items.at(-1));
  const dash = start.lastIndexOf('-', (list.items[0] as { range?: readonly number[] }).range?.[0]);
  const indent = dash - (start.lastIndexOf('\n', dash) + 1);
  return { kind: 'edited', text: start.slice(0, at) + print(defaults, cluster, indent) + start.slice(at) };
}

function print(defaults: readonly NewDefault[], cluster: string | undefined, indent: number): string {
  const shift = ' '.repeat(indent);
  const entry = (key: string, text: string) => printEntry(key, [{ kind: 'text', text }], indent + 4);
  const where = cluster === undefined ? '' : entry('cluster', cluster);
  return defaults
    .map((one) => {
      if ('state' in one)
        return where === ''
          ? `${shift}- state: ${one.state}\n`
          : `${shift}- match:\n${where}${shift}  state: ${one.state}\n`;
      const { className, config, comments } = one;
      const keys = inFileOrder(config.keys(), aliasesOf(config));
      const entries = keys.map(
        (key) =>
          printComments(comments.get(key), indent + 4) +
          printEntry(key, config.get(key) ?? unset, indent + 4),
      );
      return `${shift}- match:\n${entry('class', className)}${where}${shift}  config:\n${entries.join('')}`;
    })
    .join('');
}

function endOfList(text: string, last: unknown): number {
  const range = (last as Pair['value'] as { range?: readonly number[] }).range;
  let end = range?.[1] ?? text.length;
  while (end > 0 && /\s/.test(text[end - 1] ?? '')) end -= 1;
  const lineBreak = text.indexOf('\n', end);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}
