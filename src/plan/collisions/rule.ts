import type { Part } from './part.ts';

/**
 * A resource that only one connector of a cluster may use. Two connectors collide where all parts of its identity are
 * equal after resolution: defaults are filled in, hosts are written alike.
 */
export interface CollisionRule {
  /** Names the rule in tests and documentation. */
  readonly id: string;
  /** Connector classes in full; `sinks`: every sink. */
  readonly classes: readonly string[] | 'sinks';
  /** What must be equal. A connector without one of them does not use the resource. */
  readonly identity: readonly Part[];
  /** The defaults of two connectors never collide: one of them must set this key. */
  readonly setBy?: string;
  /** The keys whose line is shown: the first that a connector sets, else that of its class. */
  readonly at: readonly string[];
  /** What the connector does. `{label}` stands for the value of a part. */
  readonly uses: string;
  /** What happens, as the end of a sentence. */
  readonly consequence: string;
  /** What to do, as an imperative. Two spaces on each side set off keys. */
  readonly remedy: string;
  /** Where this is documented, or who says so. */
  readonly source: string;
}
