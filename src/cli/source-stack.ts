import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * A stack with its places in the sources instead of the bundle, as far as the bundle's maps lie beside it. Node would
 * do it by itself, but then reads the maps at every start; this is for bugs alone.
 */
export function sourceStack(stack: string): string {
  return stack.replace(/(file:\/\/\S+?\.js):(\d+):(\d+)/g, (place: string, url: string, line, column) => {
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
