import type { ChangeView, PlanView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { changeSigns } from './change-block.ts';
import { clusterIdentity } from './cluster-identity.ts';
import { type Colors, colorsFor } from './colors.ts';
import { leftAloneLines } from './left-alone-lines.ts';
import { packLines } from './pack-lines.ts';
import { refusalLines } from './refusal-lines.ts';

/** The page of what is about to be done to connectors that were named: what each is now, and what it does to it. */
export function renderAskedPage(view: PlanView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const width = Math.max(0, ...view.changes.map(({ name }) => Math.min(name.length, widestName)));
  const sections = [
    refusalLines(view.refusals, colors),
    view.changes.flatMap((change) => changeLines(change, width, colors)),
    view.unchanged.map((name) => `  ${toPrintableLine(name)}   nothing to do`),
    leftAloneLines(view.leftAlone, 'Left alone', colors),
  ].filter((lines) => lines.length > 0);
  const lines = [
    colors.bold(clusterIdentity(view.cluster)),
    ...sections.flatMap((part) => ['', ...part]),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** The longest name that others are aligned with. */
const widestName = 60;

function changeLines(change: ChangeView, width: number, colors: Colors): string[] {
  const { kind, name, reason, rootCause, effects } = change;
  const color = kind === 'delete' ? colors.red : kind === 'restart' ? colors.cyan : colors.yellow;
  const now = kind === 'delete' ? describe(change) : reason;
  const head = `${changeSigns[kind]} ${toPrintableLine(name).padEnd(width)}   ${verbOf(change).padEnd(7)}`;
  const details = [
    ...(rootCause === null ? [] : [rootCause]),
    ...packLines(effects, { separator: '; ', width: 110 }),
  ];
  return [
    `${color(head)}  ${toPrintableLine(now ?? '')}`.trimEnd(),
    ...details.map((line) => `    ${toPrintableLine(line)}`),
  ];
}

const stateVerbs: Readonly<Record<string, string>> = { running: 'resume', paused: 'pause', stopped: 'stop' };

function verbOf({ kind, state }: ChangeView): string {
  return (state && stateVerbs[state.after]) ?? kind;
}

/** What it is: whoever deletes a connector shall see what that was. */
function describe({ before }: ChangeView): string {
  if (!before) return '';
  const { config, state } = before;
  return [state, config['connector.class'], ...topicsOf(config)].filter(Boolean).join('  ');
}

function topicsOf(config: Readonly<Record<string, string | null>>): string[] {
  const key = ['topics', 'topics.regex', 'topic'].find((name) => config[name]);
  return key ? [`${key} ${config[key]}`] : [];
}
