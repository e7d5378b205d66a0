import { Document, Scalar, YAMLMap } from 'yaml';
import type { NamedDocument, OriginView } from '../model/documents-view.ts';
import { escapeHidden } from '../model/escape-hidden.ts';
import { escapeReferences } from '../model/escape-references.ts';
import { toPrintable, toPrintableLine } from '../model/printable.ts';
import { originText } from './origin-text.ts';

/**
 * A connector as a connector file has it: `name`, `state`, `config`. Every value reads back as the same text, and
 * nothing in it acts on a terminal: what could stands in quotes, escaped.
 */
export function toConnectorYaml({ name, document, stateOrigin, origins, removed }: NamedDocument): string {
  const config = new YAMLMap<Scalar<string>, Scalar<string>>();
  for (const [key, text] of Object.entries(document.config)) {
    config.set(scalar(key), withOrigin(scalar(escapeReferences(text)), origins?.get(key)));
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

/** Nothing is folded: a value has the lines that it has, in quotes none. */
const style = { lineWidth: 0, doubleQuotedAsJSON: true };

/** Plain words that other YAML readers take for something else than text. Numbers and booleans may stand plain. */
const ambiguous = /^(?:~|null|y|yes|n|no|on|off|<<|=)?$/i;

function scalar(text: string): Scalar<string> {
  const node = new Scalar(text);
  const isHostile = toPrintable(text) !== text || text.includes('\t');
  if (isHostile || ambiguous.test(text)) node.type = 'QUOTE_DOUBLE';
  return node;
}
