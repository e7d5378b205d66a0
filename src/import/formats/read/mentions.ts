import type { Source } from '../../../model/source.ts';
import type { FoundFile } from './found-file.ts';

/** The places of all connectors that a text mentions, each by its `connector.class` or its resource of an operator. */
export function mentionsOf({ file, text }: Pick<FoundFile, 'file' | 'text'>): readonly Source[] {
  const found: Source[] = [];
  let [line, end] = [1, 0];
  for (const { index } of text.matchAll(/connector\.class(?![\w.])|^kind:[ \t]*KafkaConnector\b/gm)) {
    for (let at = text.indexOf('\n', end); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
      line += 1;
      end = at + 1;
    }
    found.push({ file, line, column: 1 });
  }
  return found;
}
