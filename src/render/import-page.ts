import { count } from '../model/count.ts';
import type { ImportedConnectorView, ImportOutcome, ImportView, NotReadView } from '../model/import-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { importNeedsLines } from './import-needs.ts';
import { type CommandWord, quoteForShell } from './shell.ts';

/**
 * The result of an import as text: a line per connector, what was not read, shared defaults, secrets, and the summary.
 * `command`: the words that start another import with the same options.
 */
export function renderImportPage(view: ImportView, command: readonly CommandWord[]): string {
  const { connectors, files, notRead } = view;
  return [
    ...connectorLines(connectors),
    ...files.map(({ file, action }) => `${action === 'create' ? '+' : '~'} ${toPrintableLine(file)}`),
    ...(connectors.length + files.length > 0 ? [''] : []),
    ...(notRead.length > 0 ? ['Not read:', ...notRead.flatMap(notReadLines), ''] : []),
    ...view.defaults.map(defaultLine),
    ...placeholderLines(view),
    ...secretLines(view),
    ...importNeedsLines(view),
    ...summaryLines(view),
    ...recorderLines(notRead, command),
    '',
  ].join('\n');
}

const marks: Readonly<Record<ImportOutcome, string>> = {
  new: '+',
  updated: '~',
  unchanged: '=',
  differs: '!',
  skipped: '!',
};

function connectorLines(connectors: readonly ImportedConnectorView[]): readonly string[] {
  const names = connectors.map(({ name }) => toPrintableLine(name));
  const widths = [Math.max(0, ...names.map(({ length }) => length)), 'unchanged'.length] as const;
  return connectors.flatMap((one, index) => [
    `${marks[one.outcome]} ${(names[index] ?? '').padEnd(widths[0])}  ${one.outcome.padEnd(widths[1])}  ${whereIs(one)}${keysOf(one)}`.trimEnd(),
    ...(one.reason === null ? [] : [`    ${toPrintableLine(one.reason)}`]),
  ]);
}

/** The connector file; of a skipped connector, where it was found. */
function whereIs({ file, place }: ImportedConnectorView): string {
  if (file !== null) return toPrintableLine(file);
  return place === null ? '' : placeText(place);
}

function placeText({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${toPrintableLine(file)}:${line}`;
}

function keysOf({ keys }: ImportedConnectorView): string {
  if (keys.length === 0) return '';
  const shown = keys.slice(0, 4).map(toPrintableLine);
  return `  (${[...shown, ...(keys.length > 4 ? [`${keys.length - 4} more`] : [])].join(', ')})`;
}

function notReadLines(one: NotReadView): readonly string[] {
  const parts = [placeText(one), one.url ?? '', one.body === null ? '' : `body: ${one.body}`];
  const line = parts
    .filter((part) => part !== '')
    .map(toPrintableLine)
    .join('  ');
  return [`! ${line}`, `    ${toPrintableLine(one.reason)}`];
}

/** How many placeholders became references, and what they need a value from. */
function placeholderLines({
  placeholders: { replaced, kept, env, vars, unset },
}: ImportView): readonly string[] {
  const became = [
    ...(vars.length > 0
      ? [`${vars.length} of the project file (\${var.${vars[0]}}${vars.length > 1 ? ' …' : ''})`]
      : []),
    ...(env.length > 0
      ? [`${env.length} of the environment (\${env.${env[0]}}${env.length > 1 ? ' …' : ''})`]
      : []),
  ];
  return [
    ...(replaced > 0
      ? [
          `Placeholders: ${replaced} became ${count(vars.length + env.length, 'variable')}: ${became.join(', ')}.`,
        ]
      : []),
    ...(kept > 0 ? [`Placeholders: ${kept} stay unchanged, and reach the worker as they are.`] : []),
    ...(unset.length > 0
      ? [
          `Not set: ${unset.join(', ')}. Set ${unset.length === 1 ? 'it' : 'them'} in the environment, or write ${unset.length === 1 ? 'its value' : 'the values'} under  vars:  of the project file.`,
        ]
      : []),
  ];
}

/** The class `*` is the state of all connectors. */
function defaultLine({ class: name, keys, connectors }: ImportView['defaults'][number]): string {
  return name === '*'
    ? `Defaults: state: running, because ${count(connectors, 'connector')} run.`
    : `Defaults: ${count(keys.length, 'key')} shared by most of the ${connectors} ${toPrintableLine(name)} connectors.`;
}

function secretLines({ variables: all, secretsFile }: ImportView): readonly string[] {
  const variables = all.filter(({ from }) => from === 'secret');
  const [first] = variables;
  if (!first) return [];
  const names = `${count(variables.length, 'secret')} became ${variables.length === 1 ? `\${env.${first.name}}` : `variables such as \${env.${first.name}}`}`;
  const values = variables.length === 1 ? 'Its value is' : 'Their values are';
  return [
    secretsFile === null
      ? `Secrets: ${names}. No values are written; use --secrets FILE to save them.`
      : `Secrets: ${names}. ${values} in ${toPrintableLine(secretsFile)}, readable only by you.`,
  ];
}

const outcomes: readonly ImportOutcome[] = ['new', 'updated', 'unchanged', 'differs', 'skipped'];

function summaryLines({ counts, connectors, from, written, result }: ImportView): readonly string[] {
  const imported = counts.new + counts.updated + counts.unchanged;
  const isComplete = imported === connectors.length;
  const number = isComplete ? '' : `${imported} of `;
  const parts = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`);
  const list = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  if (connectors.length === 0)
    return [`Found no connectors in ${toPrintableLine(from)}.`, ...unreadLines(counts)];
  const what = `${number}${count(connectors.length, 'connector')} from ${toPrintableLine(from)}${list}`;
  const isPrevented =
    !written && (result === 'invalid-input' || result === 'nothing-imported') && imported > 0;
  return [
    written ? `Imported ${what}.` : `Would import ${what}. No files written.`,
    ...(isPrevented ? ['Nothing is imported: with --all-or-nothing, everything that is found must be.'] : []),
    ...unreadLines(counts),
  ];
}

function unreadLines({ notRead, invalidFiles, filesWithoutConnectors }: ImportView['counts']): string[] {
  const parts = [
    ...(notRead > 0
      ? [`${count(notRead, 'part')} that ${notRead === 1 ? 'mentions' : 'mention'} connectors`]
      : []),
    ...(invalidFiles > 0 ? [`${count(invalidFiles, 'file')} with errors`] : []),
  ];
  return [
    ...(parts.length > 0 ? [`Not read: ${parts.join(', ')}.`] : []),
    ...(filesWithoutConnectors > 0 ? [`Without connectors: ${count(filesWithoutConnectors, 'file')}.`] : []),
  ];
}

/** Calls of scripts can be recorded when they are sent. */
function recorderLines(notRead: readonly NotReadView[], command: readonly CommandWord[]): readonly string[] {
  const calls = notRead.filter(
    ({ file, url, body }) => (url !== null || body !== null) && !file.startsWith('<'),
  );
  if (calls.length === 0) return [];
  const commands = new Set(calls.map((call) => toRun(call).map(quoteForShell).join(' ')));
  return [
    'To import what a script sends, run it against a recording worker, which forwards nothing:',
    ...[...commands].map((run) => `  ${[...command, '--record', '--'].map(quoteForShell).join(' ')} ${run}`),
  ];
}

/** A script may not be executable. Another file, such as a Compose file, has a call that some command sends. */
function toRun({ file, reason }: NotReadView): readonly string[] {
  const shell = /\.(sh|bash|zsh|ksh)$/.exec(file)?.[1];
  if (shell !== undefined)
    return [shell === 'sh' ? 'bash' : shell, file.startsWith('-') ? `./${file}` : file];
  if (reason.startsWith('Ansible')) return ['ansible-playbook', file];
  if (/(?:^|\/)(?:GNU)?[Mm]akefile$/.test(file)) return ['make', '-f', file];
  return /(?:^|\/)[^./]+$/.test(file) ? [runnable(file)] : ['COMMAND'];
}

/** The shell looks for a command without a slash on the PATH. */
function runnable(file: string): string {
  return /^(?:\.{0,2}\/|[A-Za-z]:)/.test(file) ? file : `./${file}`;
}
