import { compareText } from '../model/config.ts';
import type { Deprecation, PluginSnapshot, SnapshotKey } from '../model/plugin-snapshot.ts';

/** What can differ between two versions of a key, in the order of a report: what breaks configs comes first. */
export const differenceKinds = [
  'removed',
  'now-required',
  'added',
  'type',
  'values',
  'default',
  'deprecated',
  'no-longer-required',
  'recommended',
  'importance',
  'group',
  'documentation',
] as const;

/** One of them. */
export type DifferenceKind = (typeof differenceKinds)[number];

/** One difference between two versions of a plugin. A key can have several. */
export interface KeyDifference {
  readonly key: string;
  readonly kind: DifferenceKind;
  /**
   * What is different, as text: a type, a default, values separated by commas, the replacement of a deprecated key
   * (empty if none is named). Undefined: there is none, as for a key that is added, removed or required.
   */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What the documentation says: the new one, of a removed key the old one. */
  readonly deprecation: Deprecation | undefined;
  /** The whole definitions; undefined before a key is added, and after it is removed. */
  readonly old: SnapshotKey | undefined;
  readonly new: SnapshotKey | undefined;
}

/** The part of a snapshot that is compared. */
export type ComparedSnapshot = Pick<PluginSnapshot, 'keys'>;

/** The keys that differ between two snapshots, by name, and of each key in the order of {@link differenceKinds}. */
export function diffSnapshots(before: ComparedSnapshot, after: ComparedSnapshot): readonly KeyDifference[] {
  const [old, current] = [before, after].map(({ keys }) => new Map(keys.map((key) => [key.name, key])));
  const names = [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])].sort(compareText);
  return names.flatMap((name) => diffKey(old?.get(name), current?.get(name)));
}

/** The differences between two definitions of one key. */
function diffKey(old: SnapshotKey | undefined, current: SnapshotKey | undefined): readonly KeyDifference[] {
  const known = current ?? old;
  if (!known) return [];
  const base = { key: known.name, deprecation: known.deprecation, old, new: current };
  if (!old || !current) {
    const kind = old ? 'removed' : 'added';
    return [{ ...base, kind, before: undefined, after: undefined }];
  }
  const found: KeyDifference[] = [];
  if (old.required !== current.required) {
    const kind = current.required ? 'now-required' : 'no-longer-required';
    found.push({ ...base, kind, before: undefined, after: undefined });
  }
  for (const [kind, textOf] of properties) {
    const [before, after] = [textOf(old), textOf(current)];
    if (before !== after) found.push({ ...base, kind, before, after });
  }
  return found.sort((one, other) => differenceKinds.indexOf(one.kind) - differenceKinds.indexOf(other.kind));
}

const properties: readonly (readonly [DifferenceKind, (key: SnapshotKey) => string | undefined])[] = [
  ['type', ({ type }) => type],
  ['values', ({ values }) => values?.join(', ')],
  ['default', (key) => key.default],
  ['deprecated', ({ deprecation }) => deprecation && (deprecation.replacement ?? '')],
  ['recommended', ({ recommended }) => (recommended.length > 0 ? recommended.join(', ') : undefined)],
  ['importance', ({ importance }) => importance || undefined],
  ['group', ({ group }) => group],
  ['documentation', ({ documentation }) => words(documentation) || undefined],
];

/** Line breaks and spaces are no difference. */
function words(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
