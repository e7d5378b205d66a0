/** The offsets of a connector, as its worker reports them (Connect REST contract 4.16). */
export interface ConnectorOffsets {
  /**
   * The whole answer as JSON text, `{"offsets":[{"partition":…,"offset":…}]}`: what the worker takes back. An offset
   * may hold a number of 64 bits, which a number of JavaScript cannot; the text loses nothing.
   */
  readonly text: string;
  readonly entries: readonly ConnectorOffset[];
}

/**
 * One partition of the source or of a topic, and the position in it; the plugin defines their content. Numbers that
 * JavaScript cannot represent are `ExactNumber`s.
 */
export interface ConnectorOffset {
  readonly partition: unknown;
  readonly offset: unknown;
}
