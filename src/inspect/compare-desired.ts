import type { ComparisonView, DifferenceView, SideView } from '../model/comparison-view.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { FieldView } from '../model/plan-view.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import { formatSource } from '../model/source.ts';

/** The desired state of one of two clusters. */
export interface DesiredSide {
  readonly cluster: string;
  readonly connectors: readonly PresentConnector[];
}

/** What one document declares on both clusters, or two documents under one name. */
interface Pair {
  readonly before: PresentConnector | undefined;
  readonly after: PresentConnector | undefined;
}

/**
 * Compares what the files declare on two clusters. A document is identified by its position in the files, because its
 * name may contain a variable; documents that are limited to one of the clusters are compared by name. One redactor
 * serves both sides, so that equal secrets have equal masks.
 */
export function compareDesired(
  before: DesiredSide,
  after: DesiredSide,
  redactor: Redactor,
): Omit<ComparisonView, 'diagnostics'> {
  const pairs = pairsOf(before.connectors, after.connectors);
  const compared = pairs.flatMap((pair) => differenceOf(pair, redactor) ?? []);
  return {
    format: 'connect-sync/comparison',
    version: 1,
    before: before.cluster,
    after: after.cluster,
    differences: compared.filter((one) => !isEqual(one)),
    identical: compared.filter(isEqual).map(({ name }) => name),
  };
}

function pairsOf(before: readonly PresentConnector[], after: readonly PresentConnector[]): readonly Pair[] {
  const [ofBefore, ofAfter] = [byPosition(before), byPosition(after)];
  const isOnBoth = (position: string) => ofBefore.has(position) && ofAfter.has(position);
  const onlyAfter = new Map(
    [...ofAfter].flatMap(([position, one]) => (isOnBoth(position) ? [] : [[one.name, one] as const])),
  );
  const pairs = [...ofBefore].map(([position, one]): Pair => {
    const after = isOnBoth(position) ? ofAfter.get(position) : onlyAfter.get(one.name);
    if (after && !isOnBoth(position)) onlyAfter.delete(one.name);
    return { before: one, after };
  });
  return [...pairs, ...[...onlyAfter.values()].map((one) => ({ before: undefined, after: one }))];
}

function byPosition(connectors: readonly PresentConnector[]): ReadonlyMap<string, PresentConnector> {
  return new Map(
    connectors.map((connector) => [formatSource(connector.source), withoutFingerprint(connector)]),
  );
}

/** Fingerprints of equal secrets differ where the name of a connector does. */
function withoutFingerprint(connector: PresentConnector): PresentConnector {
  const { fingerprint, config } = connector;
  if (!fingerprint) return connector;
  return { ...connector, config: new Map([...config].filter(([key]) => key !== fingerprint.key)) };
}

function differenceOf({ before, after }: Pair, redactor: Redactor): DifferenceView | undefined {
  const connector = before ?? after;
  if (!connector) return undefined;
  const isOnBoth = before !== undefined && after !== undefined;
  const [stateBefore, stateAfter] = [before?.state ?? null, after?.state ?? null];
  return {
    name: connector.name,
    source: connector.source,
    ...(isOnBoth &&
      formatSource(before.source) !== formatSource(after.source) && { afterSource: after.source }),
    fields: isOnBoth ? fieldsOf(before, after, redactor) : [],
    state: isOnBoth && stateBefore !== stateAfter ? { before: stateBefore, after: stateAfter } : null,
    before: sideOf(before, redactor),
    after: sideOf(after, redactor),
  };
}

function isEqual({ fields, state, before, after }: DifferenceView): boolean {
  return fields.length === 0 && state === null && before !== null && after !== null;
}

function sideOf(connector: PresentConnector | undefined, redactor: Redactor): SideView | null {
  if (!connector) return null;
  const { name, config, state } = connector;
  return { name, document: redactor.document(name, config, { state }) };
}

function fieldsOf(before: PresentConnector, after: PresentConnector, redactor: Redactor): FieldView[] {
  const keys = [...new Set([...before.config.keys(), ...after.config.keys()])].sort();
  const differing = keys.filter((key) => before.config.get(key) !== after.config.get(key));
  return differing.map((key) => {
    const [one, other] = [shownValue(before, key, redactor), shownValue(after, key, redactor)];
    const sensitive = one?.sensitive === true || other?.sensitive === true;
    return { key, before: one?.text ?? null, after: other?.text ?? null, sensitive };
  });
}

function shownValue({ name, config }: PresentConnector, key: string, redactor: Redactor) {
  const text = config.get(key);
  return text === undefined ? undefined : redactor.value(name, key, text);
}
