import type { ChangeView, PlanView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { changeSigns } from './change-block.ts';
import { clusterIdentity } from './cluster-identity.ts';
import { type Colors, colorsFor } from './colors.ts';
import { leftAloneLines } from './left-alone-lines.ts';
import { packLines } from './pack-lines.ts';
import { refusalLines } from './text-format.ts';

/**
 * The plan of a manual action: the current state of each selected connector, and the effect of the action. `nothing`: the
 * sentence to print where no connector is selected.
 */
export function renderManualActionPage(
  view: PlanView,
  options: { readonly color: boolean; readonly nothing?: string | undefined },
): string {
  const colors = colorsFor(options);
  const width = Math.max(0, ...view.changes.map(({ name }) => Math.min(name.length, widestName)));
  const sections = [
    refusalLines(view.refusals, colors),
    groupByEffect(view.changes).flatMap((changes) => changeLines(changes, width, colors)),
    view.unchanged.map((name) => `  ${toPrintableLine(name)}   nothing to do`),
    leftAloneLines(view.leftAlone, { title: 'Left alone' }, colors),
    options.nothing !== undefined && view.changes.length + view.unchanged.length === 0
      ? [options.nothing]
      : [],
  ].filter((lines) => lines.length > 0);
  const lines = [
    colors.bold(clusterIdentity(view.cluster)),
    ...sections.flatMap((part) => ['', ...part]),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** Longer names do not widen the column. */
const widestName = 60;

/** Groups consecutive changes with the same effects, which are printed once below the group. */
function groupByEffect(changes: readonly ChangeView[]): readonly (readonly [ChangeView, ...ChangeView[]])[] {
  const groups: [ChangeView, ...ChangeView[]][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last && textOf(last[0]) === textOf(change)) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

function textOf({ kind, rootCause, effects }: ChangeView): string {
  return JSON.stringify([kind, rootCause, effects]);
}

function changeLines(
  changes: readonly [ChangeView, ...ChangeView[]],
  width: number,
  colors: Colors,
): string[] {
  const [{ rootCause, effects }] = changes;
  const [first = '', ...rest] = effects;
  const clauses = changes.length > 1 ? [`each: ${first}`, ...rest] : effects;
  const details = [
    ...(rootCause === null ? [] : [rootCause]),
    ...packLines(clauses, { separator: '; ', width: 110 }),
  ];
  return [
    ...changes.map((change) => headline(change, width, colors)),
    ...details.map((line) => `    ${toPrintableLine(line)}`),
  ];
}

function headline(change: ChangeView, width: number, colors: Colors): string {
  const { kind, name, reason } = change;
  const color = kind === 'delete' ? colors.red : kind === 'restart' ? colors.cyan : colors.yellow;
  const now = kind === 'delete' ? describe(change) : reason;
  const head = `${changeSigns[kind]} ${toPrintableLine(name).padEnd(width)}   ${verbOf(change).padEnd(7)}`;
  return `${color(head)}  ${toPrintableLine(now ?? '')}`.trimEnd();
}

const stateVerbs: Readonly<Record<string, string>> = { running: 'resume', paused: 'pause', stopped: 'stop' };

function verbOf({ kind, state }: ChangeView): string {
  return (state && stateVerbs[state.after]) ?? kind;
}

/** State, class and topics, so that the reader recognizes what a deletion removes. */
function describe({ before }: ChangeView): string {
  if (!before) return '';
  const { config, state } = before;
  return [state, config['connector.class'], ...topicsOf(config)].filter(Boolean).join('  ');
}

function topicsOf(config: Readonly<Record<string, string | null>>): string[] {
  const key = ['topics', 'topics.regex', 'topic'].find((name) => config[name]);
  return key ? [`${key} ${config[key]}`] : [];
}
