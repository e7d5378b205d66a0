import type { OriginView } from '../inspect/documents.ts';
import { toPrintableLine } from '../model/printable.ts';

/** Where a key comes from and what that covers: `connectors/a.yaml:9, over connect-sync.yaml:12 (profile avro)`. */
export function originText(origins: readonly OriginView[]): string {
  return toPrintableLine(origins.map(placeText).join(', over '));
}

/** The connector file speaks for itself; of a shared place it says more to be told what it is. */
function placeText({ layer, label, file, line }: OriginView): string {
  const what = layer === 'connector' ? '' : ` (${label === null ? layer : `${layer} ${label}`})`;
  return `${file}:${line}${what}`;
}
