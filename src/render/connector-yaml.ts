import { Document, Scalar, YAMLMap } from 'yaml';
import type { NamedDocumentView, OriginView } from '../inspect/documents.ts';
import { escapeHidden } from '../model/escape-hidden.ts';
import { escapeReferences } from '../model/escape-references.ts';
import { toPrintable, toPrintableLine } from '../model/printable.ts';

/**
 * A connector in the format of a connector file: `name`, `state`, `config`. Every value reads back as the same text.
 * Characters that a terminal would interpret are escaped in quotes.
 */
export function toConnectorYaml({
  name,
  document,
  stateOrigin,
  origins,
  removed,
}: NamedDocumentView): string {
  const config = new YAMLMap<Scalar<string>, Scalar<string>>();
  for (const [key, text] of Object.entries(document.config)) {
    const value = text === null ? new Scalar('null') : scalar(escapeReferences(text));
    config.set(scalar(key), withOrigin(value, origins?.get(key)));
  }
  const map = new YAMLMap();
  map.set(scalar('name'), scalar(name));
  if (document.state !== undefined) map.set(scalar('state'), withOrigin(scalar(document.state), stateOrigin));
  map.set(scalar('config'), config);
  const comments = [...(removed ?? [])].map(
    ([key, origin]) => `  # without ${toPrintableLine(key)}: ${originText(origin)}\n`,
  );
  return escapeHidden(new Document(map, { schema: 'failsafe' }).toString(style)) + comments.join('');
}

function withOrigin(node: Scalar<string>, origin: readonly OriginView[] | undefined): Scalar<string> {
  if (origin !== undefined) node.comment = ` ${originText(origin)}`;
  return node;
}

/** Long values are not folded; a quoted value stays on one line. */
const style = { lineWidth: 0, doubleQuotedAsJSON: true };

/** Plain scalars that other YAML parsers do not read as text. Numbers and booleans may stay unquoted. */
const ambiguous = /^(?:~|null|y|yes|n|no|on|off|<<|=)?$/i;

function scalar(text: string): Scalar<string> {
  const node = new Scalar(text);
  const isHostile = toPrintable(text) !== text || text.includes('\t');
  if (isHostile || ambiguous.test(text)) node.type = 'QUOTE_DOUBLE';
  return node;
}

/** The origin of a key and the origins that it overrides: `connectors/a.yaml:9, over connect-sync.yaml:12 (profile avro)`. */
function originText(origins: readonly OriginView[]): string {
  return toPrintableLine(origins.map(placeText).join(', over '));
}

/** A position in the connector file needs no label; a shared layer is named. */
function placeText({ layer, label, file, line }: OriginView): string {
  const what = layer === 'connector' ? '' : ` (${label === null ? layer : `${layer} ${label}`})`;
  return `${file}:${line}${what}`;
}
