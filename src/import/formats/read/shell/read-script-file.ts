import { diagnose } from '../../../../model/diagnostic.ts';
import { parseExactJson } from '../../../../model/exact-json.ts';
import { connectorsOfData } from '../connectors-of-data.ts';
import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  positionOf,
  unreadable,
} from '../found-file.ts';
import type { Importer } from '../importer.ts';
import { jsonFault, readJsonFile } from '../read-json-file.ts';
import { splitJson } from '../split-json.ts';
import { toFoundConnectors } from '../to-found-connectors.ts';
import { jsonTemplate } from './json-template.ts';
import { readShellScript, type ShellPayload } from './read-shell-script.ts';
import { ShellSyntaxError } from './shell-command.ts';

/** Shell scripts that send connectors with curl or the like. */
export const scriptImporter: Importer = {
  format: 'shell script',
  extensions: ['.sh', '.bash', '.zsh'],
  recognizes: ({ text }) => /^#!|^[^#\r\n\u2028\u2029]*\bcurl\b/m.test(text),
  read: readScriptFile,
};

/** Reads the connectors that a shell script sends. */
function readScriptFile(file: FoundFile): FoundConnectorFile {
  try {
    return combine(readShellScript(file.text).map((payload) => readPayload(file, payload)));
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    return unreadable(positionOf(file, error.offset), error.message);
  }
}

function readPayload(file: FoundFile, { name, content, offset }: ShellPayload): FoundConnectorFile {
  if (content.kind === 'file') {
    const text = file.readNamed(content.path);
    return text?.includes('connector.class')
      ? withName(readJsonFile({ ...file, file: content.path, text }), name)
      : emptyFile;
  }
  const mark = unusedMark(content.parts.map(({ text }) => text).join(''));
  const template = jsonTemplate(content.parts, (variable) => `${mark}${variable}${mark}`);
  const source = positionOf(file, offset);
  try {
    const found = splitJson(template.text).flatMap(({ text }) => connectorsOfData(parseExactJson(text)));
    const kept = [...new Set(template.kept)].map((text) =>
      diagnose('import-shell-expansion', { text }, { source }),
    );
    const read = toFoundConnectors(file, { found, offset, name, mark });
    return { ...read, diagnostics: [...read.diagnostics, ...kept] };
  } catch (error) {
    const reason = jsonFault(error, template.text);
    return { ...emptyFile, diagnostics: [diagnose('import-part-unreadable', { reason }, { source })] };
  }
}

/** The name in the URL of a PUT takes precedence over the file. */
function withName(file: FoundConnectorFile, name: string | undefined): FoundConnectorFile {
  const [only] = file.connectors;
  if (name === undefined || !only || file.connectors.length > 1) return file;
  const diagnostics = file.diagnostics.filter(({ code }) => code !== 'import-name-from-file');
  return { ...file, connectors: [{ ...only, name }], diagnostics };
}

/** A character of the private use area that the text does not contain. */
function unusedMark(text: string): string {
  let code = 0xe000;
  while (text.includes(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}
