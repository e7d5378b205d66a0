import { jsonPositions } from '../../../desired/json-positions.ts';
import { parseExactJson, printExactJson } from '../../../model/exact-json.ts';
import type { DataPlaces, PlacedMember, RepeatedKey } from './data-places.ts';
import { type DataPath, textOf } from './shapes/data-shape.ts';

/** Converts an offset in a JSON text to one in the file that contains it. */
export type ToFileOffset = (offset: number) => number;

/** The places of a valid JSON text. Objects deeper than a connector can be are not searched. */
export function jsonPlaces(text: string, toFile: ToFileOffset): DataPlaces {
  const { values, keys, duplicates } = jsonPositions(text, deepest);
  const membersByParent = new Map<string, PlacedMember[]>();
  for (const [pointer, { start }] of keys) {
    const at = pointer.lastIndexOf('/');
    const end = values.get(pointer)?.end ?? start;
    const member = { key: unescaped(pointer.slice(at + 1)), start: toFile(start), end: toFile(end) };
    const parent = pointer.slice(0, at);
    const siblings = membersByParent.get(parent);
    if (siblings) siblings.push(member);
    else membersByParent.set(parent, [member]);
  }
  return {
    offsetOf: (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const found = values.get(pointerOf(path.slice(0, length)));
        if (found) return toFile(found.start);
      }
      return toFile(0);
    },
    membersOf: (path) => membersByParent.get(pointerOf(path)) ?? [],
    repeated: differingIn(text, duplicates).map(
      ({ key, firstKey, secondKey }): RepeatedKey => ({
        key,
        first: toFile(firstKey.start),
        last: toFile(secondKey.start),
      }),
    ),
    comments: [],
  };
}

const deepest = 24;

/** The duplicates with different values; those within a duplicate are none, because they are in two objects. */
function differingIn(text: string, duplicates: ReturnType<typeof jsonPositions>['duplicates']) {
  const pointers = new Set(duplicates.map(({ pointer }) => pointer));
  return duplicates.filter(({ pointer, first, second }) => {
    if (parentsOf(pointer).some((parent) => pointers.has(parent))) return false;
    return (
      storedForm(text.slice(first.start, first.end)) !== storedForm(text.slice(second.start, second.end))
    );
  });
}

function parentsOf(pointer: string): readonly string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((_, index) => `/${steps.slice(0, index).join('/')}`).slice(1);
}

/** A worker stores scalars as text, so `1` and `"1"` are the same value. */
function storedForm(json: string): string {
  const value = parseExactJson(json);
  return textOf(value) ?? printExactJson(value);
}

function pointerOf(path: DataPath): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
