import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { KeyDifferenceView } from '../snapshots/view-difference.ts';

/** One difference of a key as words: `default "1" -> "2"`. */
function differenceText(difference: KeyDifferenceView): string {
  const { kind, before, after, replacement, required } = difference;
  const instead = replacement === null ? '' : `; use ${replacement}`;
  switch (kind) {
    case 'removed':
      return `removed${instead}`;
    case 'added':
      return required ? 'added, required' : 'added';
    case 'now-required':
      return 'is required now';
    case 'no-longer-required':
      return 'is no longer required';
    case 'deprecated':
      return after === null ? 'is no longer deprecated' : `is deprecated${instead}`;
    case 'documentation':
      return 'documentation';
    default:
      return `${words[kind]} ${valueText(before)} -> ${valueText(after)}`;
  }
}

const words = {
  type: 'type',
  values: 'allowed values',
  default: 'default',
  recommended: 'recommended values',
  importance: 'importance',
  group: 'group',
} as const;

function valueText(value: string | null): string {
  return value === null ? '(none)' : shortened(JSON.stringify(value));
}

const widestValue = 120;

function shortened(text: string): string {
  return text.length > widestValue ? `${text.slice(0, widestValue)}…` : text;
}

/** The differences of one plugin, a line for each key. `documentation` alone is counted, unless all are shown. */
export function differenceLines(
  differences: readonly KeyDifferenceView[],
  { documentation = 'counted' }: { readonly documentation?: 'counted' | 'shown' } = {},
): readonly string[] {
  const shown = differences.filter(({ kind }) => documentation === 'shown' || !minor.has(kind));
  const byKey = new Map<string, KeyDifferenceView[]>();
  for (const one of shown) byKey.set(one.key, [...(byKey.get(one.key) ?? []), one]);
  const lines = [...byKey].map(([key, own]) =>
    toPrintableLine(`${key}: ${own.map(differenceText).join(', ')}`),
  );
  const others = new Set(differences.flatMap(({ key, kind }) => (minor.has(kind) ? [key] : [])));
  const more =
    documentation === 'counted' && others.size > 0
      ? [`documentation, group or importance: ${count(others.size, 'key')}`]
      : [];
  return [...lines, ...more];
}

/** Differences that change no configuration. */
const minor: ReadonlySet<string> = new Set(['documentation', 'group', 'importance']);
