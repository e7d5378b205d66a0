import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Maps the positions in a stack trace from the bundle to the sources, if the source maps are beside it. Node could do
 * this itself, but would load the maps at every start.
 */
export function sourceStack(stack: string): string {
  return stack
    .split('\n')
    .map((line) => (line.length > longestFrame ? line : sourceLine(line)))
    .join('\n');
}

/** A longer line is none of a stack, but of the message above it, which may quote anything. */
const longestFrame = 4_096;

function sourceLine(line: string): string {
  return line.replace(/(file:\/\/\S+?\.js):(\d+):(\d+)/g, (place: string, url: string, line, column) => {
    try {
      const bundle = fileURLToPath(url);
      const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapPayload);
      const found = map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in found)) return place;
      const source = new URL(found.originalSource, url);
      return `${source.href}:${found.originalLine + 1}:${found.originalColumn + 1}`;
    } catch {
      return place;
    }
  });
}
