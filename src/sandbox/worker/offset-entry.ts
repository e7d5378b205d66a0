/** A partition and how far it was read, as `/offsets` shows them (Connect REST contract 4.16). */
export interface OffsetEntry {
  readonly partition: unknown;
  readonly offset: unknown;
}

/** A JSON object of a request. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** A change of one partition; null where the request has null, or nothing. */
export interface OffsetChange {
  readonly partition: JsonRecord | null;
  readonly offset: JsonRecord | null;
}
