import type { DataPath } from './shapes/data-shape.ts';

/** Where the parts of parsed data are in a file. Offsets count from the beginning of the file. */
export interface DataPlaces {
  /** The beginning of the value at a path, or of the nearest value around it that is known. */
  readonly offsetOf: (path: DataPath) => number;
  /** The members of the object at a path, in the order of the file; empty if there is no such object. */
  readonly membersOf: (path: DataPath) => readonly PlacedMember[];
  /** Keys that an object has twice with different values. Parsers use the last one. */
  readonly repeated: readonly RepeatedKey[];
  readonly comments: readonly PlacedComment[];
}

/** A key of an object with its position. */
export interface PlacedMember {
  readonly key: string;
  /** The beginning of the key. */
  readonly start: number;
  /** The end of the value. */
  readonly end: number;
}

/** A key that an object has twice. */
export interface RepeatedKey {
  readonly key: string;
  readonly first: number;
  readonly last: number;
}

/** A comment of one line. */
export interface PlacedComment {
  readonly start: number;
  /** Without the comment sign. */
  readonly text: string;
  /** Whether it follows something on its line. */
  readonly isBehind: boolean;
}
