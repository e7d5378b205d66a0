import { findJsonFault, type JsonFault } from '../../../desired/json-syntax.ts';
import { describeDiagnostic, diagnose } from '../../../model/diagnostic.ts';
import { parseExactJson } from '../../../model/exact-json.ts';
import { connectorsOfData } from './connectors-of-data.ts';
import {
  combine,
  type FoundConnectorFile,
  type FoundFile,
  faultPositionOf,
  unreadable,
} from './found-file.ts';
import type { Importer } from './importer.ts';
import { jsonPlaces, type ToFileOffset } from './json-places.ts';
import { restOfData } from './rest-of-data.ts';
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
function readJsonFile(file: FoundFile): FoundConnectorFile {
  const parts = splitJson(file.text).map(({ text, offset }) => {
    const fault = findJsonFault(text);
    if (fault) return unreadable(faultPositionOf(file, offset + fault.offset), describeJsonFault(fault));
    return readJsonText(file, text, (at) => offset + at);
  });
  return combine(parts);
}

/** Reads the connectors of a valid JSON text that is a part of a file. `name`: in the URL of its request. */
export function readJsonText(
  file: FoundFile,
  text: string,
  toFile: ToFileOffset,
  name?: string,
): FoundConnectorFile {
  const data = parseExactJson(text);
  const found = connectorsOfData(data);
  const isPlaceless = found.length === 0 && !text.includes('connector.class');
  const places = isPlaceless ? undefined : jsonPlaces(text, toFile);
  return combine([
    toFoundConnectors(file, {
      found,
      offset: toFile(0),
      data,
      places,
      name: found.length === 1 ? name : undefined,
    }),
    restOfData(file, { data, found, offset: toFile(0), places }),
  ]);
}

/** A syntax error of JSON in the words of `validate`. The message of the parser may quote the text and is not used. */
export function describeJsonFault({ reason }: JsonFault): string {
  return describeDiagnostic(diagnose('invalid-json', { reason }), String).message;
}

/**
 * Why a text is not valid JSON.
 *
 * @throws the given error if it is not a syntax error
 */
export function jsonFault(error: unknown, text: string): string {
  if (!(error instanceof SyntaxError)) throw error;
  const fault = findJsonFault(text);
  if (!fault) throw error;
  return describeJsonFault(fault);
}
