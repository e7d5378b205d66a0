import path from 'node:path';
import { describeDiagnostic, diagnose } from '../../../model/diagnostic.ts';
import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  type FoundPart,
  type NotRead,
  positionOf,
  unreadable,
} from './found-file.ts';
import type { Importer } from './importer.ts';
import { documentImporters, importers } from './importers.ts';
import { ksqlImporter } from './ksql/read-ksql-file.ts';
import { mentionsOf } from './mentions.ts';
import { movedTo } from './move-part.ts';
import { readTemplate } from './read-template.ts';
import { yamlImporter } from './read-yaml-file.ts';
import { syntaxOutsideStrings, templateExtensions, templateOf } from './templates.ts';
import { isNestedTooDeeply } from './yaml-nesting.ts';

/** Reads the connectors of a file; the format is decided by its extension, otherwise by its contents. */
export function readFoundFile(file: FoundFile): FoundConnectorFile {
  const read = readWithParts(file, 0);
  if (isAnythingFound(read)) return read;
  const reason = 'not in a form that import reads: record it with  connect-sync import --record';
  const notRead = mentionsOf(file).map((source) => ({ source, url: undefined, body: undefined, reason }));
  if (notRead.length > 0) return { ...emptyFile, notRead };
  return {
    ...emptyFile,
    diagnostics: [diagnose('import-no-connectors', {}, { source: positionOf(file, 0) })],
  };
}

/** JSON in a script in a ConfigMap in a list: texts in texts, up to this depth. */
const deepest = 5;

function readWithParts(file: FoundFile, depth: number): FoundConnectorFile {
  const { parts, ...read } = readUnlessTooDeep(file);
  return combine([read, ...(parts ?? []).map((part) => readPart(part, file, depth + 1))]);
}

/** Reads a text within a file; what is wrong with it is no fault of the file. */
function readPart(part: FoundPart, { file, readNamed }: FoundFile, depth: number): FoundConnectorFile {
  const { source, isNamed } = part;
  const whole = (reason: string): NotRead => ({ source, url: undefined, body: undefined, reason });
  if (depth > deepest) return { ...emptyFile, notRead: [whole('nested too deeply')] };
  const read = readWithParts({ file: part.file, text: part.text, readNamed }, depth);
  const faults = read.diagnostics.filter(({ severity }) => severity === 'error');
  const others = read.diagnostics.filter(
    ({ code, severity }) => severity !== 'error' && !(isNamed && code === 'import-name-from-file'),
  );
  const kept = {
    ...read,
    diagnostics: others,
    notRead: [
      ...read.notRead,
      ...faults.map((fault) => ({
        ...whole(describeDiagnostic(fault, (text) => text).message),
        source: fault.source ?? source,
      })),
    ],
  };
  return movedTo(
    isAnythingFound(kept) ? kept : { ...kept, notRead: [whole('not in a form that import reads')] },
    {
      part,
      file,
    },
  );
}

/** Thousands of nested brackets or aliases must not crash the process. */
function readUnlessTooDeep(file: FoundFile): FoundConnectorFile {
  try {
    return readUnlessTemplate(file);
  } catch (error) {
    // RangeError: stack overflow. ReferenceError: the YAML parser rejects the aliases.
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    return unreadable(positionOf(file, 0), tooDeep);
  }
}

const tooDeep = 'nested too deeply, or in a cycle';

/** A template without expressions is a document of the format of its inner extension: `orders.json.j2`. */
function readUnlessTemplate(file: FoundFile): FoundConnectorFile {
  const { base, ext } = path.posix.parse(file.file);
  const isTemplate = templateExtensions.has(ext.toLowerCase());
  const importer = importerOf(isTemplate ? { ...file, file: base.slice(0, -ext.length) } : file);
  const isDocument = documentImporters.has(importer);
  const language = isTemplate || isDocument ? templateOf(file) : undefined;
  if (language) return readTemplate(file, language);
  if (importer === yamlImporter && isNestedTooDeeply(file.text))
    return unreadable(positionOf(file, 0), tooDeep);
  const isAsWritten = isDocument || importer === ksqlImporter;
  const read = isAsWritten ? importer.read(file) : withExpandedText(importer.read(file));
  const isBroken = read.diagnostics.some(({ code }) => code === 'import-unreadable');
  const syntax = isDocument && isBroken ? syntaxOutsideStrings(file) : undefined;
  return syntax ? readTemplate(file, syntax) : read;
}

/** How the format of a file can be known: a file whose extension belongs to no format may contain anything. */
export function howFormatIsKnown({
  file,
  text,
}: Pick<FoundFile, 'file'> & Partial<FoundFile>): 'by-extension' | 'by-contents' | 'not-at-all' {
  const extension = path.posix.extname(file).toLowerCase();
  const isKnown = importers.some(({ extensions }) => extensions.includes(extension));
  if (isKnown || templateExtensions.has(extension)) return 'by-extension';
  if (extension !== '' || text === undefined) return 'not-at-all';
  const whole = { file, text, readNamed: () => undefined };
  // The last importer reads whatever the others do not recognize.
  const isRecognized = importers.slice(0, -1).some(({ recognizes }) => recognizes(whole));
  return isRecognized ? 'by-contents' : 'not-at-all';
}

/** A dollar sign in a text that a script sends reaches the worker; nothing fills in a statement of ksqlDB but other tools. */
function withExpandedText(read: FoundConnectorFile): FoundConnectorFile {
  const connectors = read.connectors.map((one) => ({ ...one, isExpanded: true }));
  return { ...read, connectors };
}

/** A format without an extension of its own may be in files of any extension. */
function importerOf(file: FoundFile): Importer {
  const extension = path.posix.extname(file.file).toLowerCase();
  const found =
    importers.find(({ extensions, recognizes }) => extensions.length === 0 && recognizes(file)) ??
    importers.find(({ extensions }) => extensions.includes(extension)) ??
    importers.find(({ recognizes }) => recognizes(file));
  if (!found) throw new Error('no importer reads the rest');
  return found;
}

function isAnythingFound({ connectors, skipped, notRead, diagnostics }: FoundConnectorFile): boolean {
  return connectors.length + skipped.length + notRead.length + diagnostics.length > 0;
}
