import type { Source } from '../../../model/source.ts';
import type { FoundFile } from './found-file.ts';

/** The places of all connectors that a text mentions, each by its `connector.class` or its resource of an operator. */
export function mentionsOf({ file, text }: Pick<FoundFile, 'file' | 'text'>): readonly Source[] {
  const found: Source[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/\n|connector\.class(?![\w.])|^kind:[ \t]*KafkaConnector\b/gm)) {
    if (token === '\n') line += 1;
    else found.push({ file, line, column: 1 });
  }
  return found;
}
