import type { OriginView } from '../inspect/documents.ts';
import { toPrintableLine } from '../model/printable.ts';

/** The origin of a key and the origins that it overrides: `connectors/a.yaml:9, over connect-sync.yaml:12 (profile avro)`. */
export function originText(origins: readonly OriginView[]): string {
  return toPrintableLine(origins.map(placeText).join(', over '));
}

/** A position in the connector file needs no label; a shared layer is named. */
function placeText({ layer, label, file, line }: OriginView): string {
  const what = layer === 'connector' ? '' : ` (${label === null ? layer : `${layer} ${label}`})`;
  return `${file}:${line}${what}`;
}
