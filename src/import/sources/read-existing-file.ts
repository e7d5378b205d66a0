import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import type { ExistingFile } from '../../desired/find-existing-files.ts';
import { readingFailure } from '../../desired/reading-failure.ts';
import { defaultLimitBytes, readFoundBytes, readStart } from '../../files/read-file.ts';
import { diagnose } from '../../model/diagnostic.ts';
import {
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  positionOf,
  unreadable,
} from '../formats/read/found-file.ts';
import { mentionsOf } from '../formats/read/mentions.ts';
import { howFormatIsKnown, readFoundFile } from '../formats/read/read-found-file.ts';
import { decodeText, NotText } from './decode-text.ts';
import { FilesBeside } from './files-beside.ts';

/** The name of standard input in messages. */
const standardInput = '<stdin>';

/** Reads the connectors of an existing file. Whatever is wrong with it is one error of this file. */
export async function readExistingFile(
  directory: string,
  { absolute, origin }: ExistingFile,
): Promise<FoundConnectorFile> {
  const file = displayPath(directory, absolute);
  if (origin === 'found' && (await isOfNoInterest(file, absolute))) return emptyFile;
  const beside = new FilesBeside([path.dirname(absolute), directory], directory);
  return readText(
    file,
    () => readFoundBytes(absolute),
    (text) => {
      const found = { file, text, readNamed: beside.read };
      return beside.withPaths(file, origin === 'named' ? readNamedFile(found) : readFileOfFolder(found));
    },
  );
}

/** Reads the connectors of standard input; a script may refer to files relative to the working directory. */
export function readStandardInput(
  directory: string,
  read: (mostBytes: number) => Promise<Uint8Array>,
): Promise<FoundConnectorFile> {
  return readText(
    standardInput,
    () => read(defaultLimitBytes),
    (text) => {
      const beside = new FilesBeside([directory], directory);
      const read = readNamedFile({ file: standardInput, text, readNamed: beside.read });
      return withoutGuessedNames(beside.withPaths(standardInput, read));
    },
  );
}

async function readText(
  file: string,
  read: () => Promise<Uint8Array>,
  parse: (text: string) => FoundConnectorFile,
): Promise<FoundConnectorFile> {
  try {
    return parse(decodeText(await read(), file));
  } catch (error) {
    if (error instanceof NotText) return unreadable({ file, line: error.line, column: 1 }, error.message);
    // The run is interrupted, or this is a bug.
    if (!(error instanceof Error && 'code' in error) || error.name === 'AbortError') throw error;
    const source = { file, line: 1, column: 1 };
    const problem = diagnose('unreadable-file', { file, reason: readingFailure(error) }, { source });
    return { ...emptyFile, diagnostics: [problem] };
  }
}

/** A file of another kind may be large or binary: its start decides. */
async function isOfNoInterest(file: string, absolute: string): Promise<boolean> {
  if (howFormatIsKnown({ file }) === 'by-extension') return false;
  const start = await readStart(absolute, 8192).catch(() => undefined);
  return start === undefined || start.includes('\0');
}

function readNamedFile(file: FoundFile): FoundConnectorFile {
  if (file.text.trim() === '') return unreadable(positionOf(file, 0), 'it is empty');
  return readFoundFile(file);
}

/** A folder contains many files without connectors: only what mentions connectors is a problem. */
function readFileOfFolder(file: FoundFile): FoundConnectorFile {
  if (!/connector/i.test(file.text)) return emptyFile;
  if (howFormatIsKnown(file) === 'not-at-all') {
    const reason = 'its extension belongs to no format that import searches for: name the file to read it';
    const mentions = mentionsOf(file).map((source) => ({ source, url: undefined, body: undefined, reason }));
    return { ...emptyFile, notRead: mentions };
  }
  const read = readFoundFile(file);
  return isMentioned.test(file.text) ? withoutEmptyWarning(read) : withoutProblems(read);
}

const isMentioned =
  /connector\.class|connectorClass|\/connectors\b|KafkaConnector|_connector\b|\b(?:source|sink)\s+connector\b/i;

function withoutEmptyWarning(read: FoundConnectorFile): FoundConnectorFile {
  return { ...read, diagnostics: read.diagnostics.filter(({ code }) => code !== 'import-no-connectors') };
}

function withoutProblems(read: FoundConnectorFile): FoundConnectorFile {
  return isAnythingFound(read) ? withoutEmptyWarning(read) : emptyFile;
}

function isAnythingFound({ connectors, skipped, notRead }: FoundConnectorFile): boolean {
  return connectors.length + skipped.length + notRead.length > 0;
}

/** Without a file there is no name to guess. */
function withoutGuessedNames(read: FoundConnectorFile): FoundConnectorFile {
  const unnamed = read.connectors.filter(
    ({ isNamedByFile, source }) => isNamedByFile && source?.file === standardInput,
  );
  const skipped = unnamed.map(({ source }) => ({
    name: '(unnamed)',
    problem: diagnose('import-unnamed', {}, { source }),
  }));
  return {
    ...read,
    connectors: read.connectors.filter((one) => !unnamed.includes(one)),
    skipped: [...read.skipped, ...skipped],
    diagnostics: read.diagnostics.filter(
      ({ code, source }) => code !== 'import-name-from-file' || source?.file !== standardInput,
    ),
  };
}
