import type { ComparisonView, DifferenceView, SideView } from '../model/comparison-view.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { FieldView } from '../model/plan-view.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import { formatSource } from '../model/source.ts';

/** The wishes for one of two clusters. */
export interface DesiredSide {
  readonly cluster: string;
  readonly connectors: readonly PresentConnector[];
}

/** Two wishes that one document of the files gives, on either cluster. */
interface Pair {
  readonly before: PresentConnector | undefined;
  readonly after: PresentConnector | undefined;
}

/**
 * Compares what the same documents wish for on two clusters. A document is known by its place in the files: its name
 * may hold a variable. One redactor stands for both, so that equal secrets carry equal marks.
 */
export function compareClusters(
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
    differences: compared.filter((one) => !isAlike(one)),
    alike: compared.filter(isAlike).map(({ name }) => name),
  };
}

function pairsOf(before: readonly PresentConnector[], after: readonly PresentConnector[]): readonly Pair[] {
  const [ofBefore, ofAfter] = [byPlace(before), byPlace(after)];
  const places = new Set([...ofBefore.keys(), ...ofAfter.keys()]);
  return [...places].map((place) => ({ before: ofBefore.get(place), after: ofAfter.get(place) }));
}

function byPlace(connectors: readonly PresentConnector[]): ReadonlyMap<string, PresentConnector> {
  return new Map(connectors.map((connector) => [formatSource(connector.source), connector]));
}

function differenceOf({ before, after }: Pair, redactor: Redactor): DifferenceView | undefined {
  const connector = before ?? after;
  if (!connector) return undefined;
  const isOnBoth = before !== undefined && after !== undefined;
  const [stateBefore, stateAfter] = [before?.state ?? null, after?.state ?? null];
  return {
    name: connector.name,
    source: connector.source,
    fields: isOnBoth ? fieldsOf(before, after, redactor) : [],
    state: isOnBoth && stateBefore !== stateAfter ? { before: stateBefore, after: stateAfter } : null,
    before: sideOf(before, redactor),
    after: sideOf(after, redactor),
  };
}

function isAlike({ fields, state, before, after }: DifferenceView): boolean {
  return fields.length === 0 && state === null && before !== null && after !== null;
}

function sideOf(connector: PresentConnector | undefined, redactor: Redactor): SideView | null {
  if (!connector) return null;
  const { name, config, state } = connector;
  return { name, document: redactor.document(name, config, state) };
}

function fieldsOf(before: PresentConnector, after: PresentConnector, redactor: Redactor): FieldView[] {
  const keys = [...new Set([...before.config.keys(), ...after.config.keys()])].sort();
  const differing = keys.filter((key) => before.config.get(key) !== after.config.get(key));
  return differing.map((key) => {
    const [old, wished] = [shown(before, key, redactor), shown(after, key, redactor)];
    const sensitive = old?.sensitive === true || wished?.sensitive === true;
    return { key, before: old?.text ?? null, after: wished?.text ?? null, sensitive };
  });
}

function shown({ name, config }: PresentConnector, key: string, redactor: Redactor) {
  const text = config.get(key);
  return text === undefined ? undefined : redactor.value(name, key, text);
}
