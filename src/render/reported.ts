import { count } from '../model/count.ts';
import { differingChanges } from '../model/differing-changes.ts';
import type { ChangeView, LeftAloneView, PlanView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { nextCommand, type SuggestedCommand } from './next-command.ts';
import { clusterName, type PlanFormatOptions } from './plan-format.ts';

/** The part of a plan that a command reports. */
export interface Reported {
  readonly changes: readonly ChangeView[];
  readonly leftAlone: readonly LeftAloneView[];
  /** The number of connectors that match their files. */
  readonly unchanged: number;
}

/**
 * `plan` and `apply` report everything. `drift` reports differences from the files: not FAILED connectors, which are a
 * matter of health, and not connectors that are managed elsewhere. Owned connectors without a file are listed.
 */
export function reportedIn(view: PlanView, { command }: Pick<PlanFormatOptions, 'command'>): Reported {
  const { changes, leftAlone, unchanged } = view;
  if (command !== 'drift') return { changes, leftAlone, unchanged: unchanged.length };
  const differing = differingChanges(changes);
  const broken = leftAlone.filter((left) => left.reason.startsWith('restart-'));
  return {
    changes: differing,
    leftAlone: leftAlone.filter((left) => partOfDrift[left.reason]),
    unchanged: unchanged.length + (changes.length - differing.length) + broken.length,
  };
}

const partOfDrift = {
  unpruned: true,
  protected: true,
  'not-selected': true,
  'cannot-compare': true,
  'other-repository': true,
  suspended: true,
  'in-no-file': false,
  'not-owned': false,
  'other-cluster': false,
  'unmanageable-name': false,
  'restart-off': false,
  'restart-limit': false,
  'restart-useless': false,
  // These come from saved plans, which drift does not use.
  stale: false,
  'not-in-plan': false,
} as const satisfies Record<LeftAloneView['reason'], boolean>;

/** How the connectors that are left alone are reported: one by one, and those in no file in a sentence each for all. */
export interface LeftAloneReport {
  readonly listed: readonly LeftAloneView[];
  readonly sentences: readonly Sentence[];
}

/** A sentence, and the command at its end. */
export interface Sentence {
  readonly text: string;
  readonly command: string | undefined;
}

/** On a shared cluster most connectors are in no file, so that a line for each would hide the rest. */
export function reportLeftAlone(
  leftAlone: readonly LeftAloneView[],
  view: PlanView,
  options: PlanFormatOptions,
): LeftAloneReport {
  const isCounted = (left: LeftAloneView) =>
    isUnmanaged(left) && left.deleted === undefined && options.verbose !== true;
  const undeclared = leftAlone.filter((left) => left.reason !== 'not-owned' && mayBeImported(left));
  const notOwned = leftAlone.filter((left) => left.reason === 'not-owned' && left.detail === null);
  return {
    listed: leftAlone.filter((left) => !isCounted(left)),
    sentences: [
      ...importSentence(undeclared, view, options),
      ...(notOwned.length > 0
        ? [
            {
              text: `${areInNoFile(notOwned.length)} and not owned (-v lists ${notOwned.length === 1 ? 'it' : 'them'})`,
              command: undefined,
            },
          ]
        : []),
    ],
  };
}

function isUnmanaged({ reason, detail }: LeftAloneView): boolean {
  return (reason === 'in-no-file' || reason === 'not-owned') && detail === null;
}

/** A connector whose file was deleted is not to be imported again. */
function mayBeImported({ reason, deleted }: LeftAloneView): boolean {
  return (reason === 'in-no-file' || reason === 'unpruned') && deleted === undefined;
}

function importSentence(
  undeclared: readonly LeftAloneView[],
  view: PlanView,
  options: PlanFormatOptions,
): Sentence[] {
  const names = undeclared.map(({ name }) => name);
  const text = areInNoFile(names.length);
  // Connectors that are owned are listed anyway.
  if (!isImportable(view, options))
    return undeclared.some(({ reason }) => reason === 'in-no-file') ? [{ text, command: undefined }] : [];
  if (names.length === 0) return [];
  // All of a cluster also updates the files of others, so it is suggested only where all others match.
  const isAll =
    view.changes.length === 0 &&
    view.leftAlone.every((left) => left.reason === 'in-no-file' && !left.deleted);
  const isShort = !isAll && names.length <= namesAtMost;
  const words = isAll || isShort ? ['import'] : ['import', '--new'];
  return [{ text, command: commandAbout(view, options, { words, names: isShort ? names : [] }) }];
}

function areInNoFile(number: number): string {
  return `${count(number, 'connector')} ${number === 1 ? 'is' : 'are'} in no file`;
}

/** With more names the command would be too long to read. */
export const namesAtMost = 8;

/** Whether `import` takes connectors of this cluster in this run. */
export function isImportable(view: PlanView, { importable }: PlanFormatOptions): boolean {
  return importable?.has(clusterName(view)) === true;
}

/** The sentence about a deleted file; the command deletes its connector. */
export function describeDeletion(
  { name, deleted }: LeftAloneView,
  view: PlanView,
  options: PlanFormatOptions,
): Sentence | undefined {
  if (!deleted) return undefined;
  const when = deleted.commit === null ? '(not committed yet)' : `in ${deleted.commit}`;
  const text = `its file ${deleted.file} was deleted ${when}`;
  if (options.repeated === undefined) return { text, command: undefined };
  const command = commandAbout(view, options, { words: ['delete'], names: [name] });
  return { text: `${text}; to delete the connector`, command };
}

/** A command about the cluster of a plan, ready to be pasted. */
export function commandAbout(
  view: PlanView,
  { repeated = [], clusterWords }: PlanFormatOptions,
  command: SuggestedCommand,
): string {
  return nextCommand(command, clusterName(view), { repeated, clusterWords });
}

/** A sentence with its command, printable. */
export function inOneLine({ text, command }: Sentence): string {
  return command === undefined ? toPrintableLine(text) : `${toPrintableLine(text)}: ${command}`;
}
