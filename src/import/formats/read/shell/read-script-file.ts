import { type FoundConnectorFile, type FoundFile, positionOf, unreadable } from '../found-file.ts';
import type { Importer } from '../importer.ts';
import { connectorCalls } from './connector-calls.ts';
import { lastDefinitions } from './last-definitions.ts';
import { readCalls } from './read-call.ts';
import { runScript } from './run-script.ts';
import { checkSize, ShellSyntaxError } from './shell-syntax.ts';

/** Shell scripts that send connectors with curl or the like. */
export const scriptImporter: Importer = {
  format: 'shell script',
  extensions: ['.sh', '.bash', '.zsh'],
  recognizes: ({ text }) => /^#!|^[^#\r\n\u2028\u2029]*\bcurl\b/m.test(text),
  read: readScriptFile,
};

/** Reads the connectors that a shell script sends, and lists the calls whose body it does not know. */
function readScriptFile(original: FoundFile): FoundConnectorFile {
  // A carriage return at the end of a line changes no position.
  const file = { ...original, text: original.text.replaceAll('\r\n', '\n') };
  try {
    checkSize(file.text);
    const calls = runScript(file.text, file.readNamed, connectorCalls);
    return lastDefinitions(file, readCalls(file, calls));
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    return unreadable(positionOf(file, error.offset), error.message);
  }
}
