import { parseExactJson } from '../../../model/exact-json.ts';
import { connectorsOfData } from './connectors-of-data.ts';
import { combine, type FoundConnectorFile, type FoundFile, positionOf, unreadable } from './found-file.ts';
import type { Importer } from './importer.ts';
import { splitJson } from './split-json.ts';
import { toFoundConnectors } from './to-found-connectors.ts';

/** JSON in any form. */
export const jsonImporter: Importer = {
  format: 'JSON',
  extensions: ['.json', '.jsonl', '.ndjson'],
  recognizes: ({ text }) => /^\s*[{[]/.test(text),
  read: readJsonFile,
};

/** Reads the connectors of a JSON file: one value, JSON lines or concatenated values. */
export function readJsonFile(file: FoundFile): FoundConnectorFile {
  const parts = splitJson(file.text).map(({ text, offset }) => {
    try {
      return toFoundConnectors(file, { found: connectorsOfData(parseExactJson(text)), offset });
    } catch (error) {
      return unreadable(positionOf(file, offset + faultOffset(error, text)), jsonFault(error, text));
    }
  });
  return combine(parts);
}

/**
 * Why a text is not valid JSON, without the message of the parser, which may quote the text.
 *
 * @throws the given error if it is not a syntax error
 */
export function jsonFault(error: unknown, text: string): string {
  if (!(error instanceof SyntaxError)) throw error;
  const isAtEnd =
    /^Unexpected end|^Unterminated/.test(error.message) || faultOffset(error, text) >= text.trimEnd().length;
  return isAtEnd ? 'unexpected end of JSON' : 'invalid JSON';
}

function faultOffset(error: unknown, text: string): number {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return Math.min(Number(position ?? 0), text.length);
}
