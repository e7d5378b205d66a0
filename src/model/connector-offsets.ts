/** How far a connector has read or written, as its worker says (Connect REST contract 4.16). */
export interface ConnectorOffsets {
  /**
   * The whole answer as JSON text, `{"offsets":[{"partition":…,"offset":…}]}`: what the worker takes back. An offset
   * may hold a number of 64 bits, which a number of JavaScript cannot; the text loses nothing.
   */
  readonly text: string;
  readonly entries: readonly ConnectorOffset[];
}

/**
 * One partition of the source or of a topic, and the position in it; what both hold is the plugin's business. Numbers
 * that JavaScript cannot hold are `ExactNumber`s.
 */
export interface ConnectorOffset {
  readonly partition: unknown;
  readonly offset: unknown;
}
