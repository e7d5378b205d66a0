import { type Document, parseAllDocuments, Schema, visit, type YAMLError } from 'yaml';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';
import { commentsInClusters } from './cluster-settings.ts';
import { findTemplate } from './find-template.ts';
import { findJsonFault } from './json-syntax.ts';
import { secretsBelow } from './plain-secrets.ts';
import { readContents } from './read-contents.ts';
import { readPlainLines } from './read-plain-lines.ts';
import type { SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { describeYamlFault, type YamlFault } from './yaml-fault.ts';

/** The documents of a file, or its syntax errors. */
export type ParsedFile =
  | { readonly kind: 'documents'; readonly documents: readonly SourceNode[] }
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Parses a YAML file of any number of documents, or a JSON file, into source nodes. Every scalar keeps the text of the
 * file: YAML's rules for numbers, booleans and null would change `64.0`, `007`, `1e3`, `yes` and `~`. Empty documents
 * are omitted. After a syntax error the whole file is ignored.
 */
export function parseDocuments(source: SourceText, format: 'yaml' | 'json'): ParsedFile {
  const fault = findMergeMarker(source) ?? (format === 'json' ? findFaultOfJson(source) : undefined);
  if (fault) return { kind: 'broken', diagnostics: [fault] };
  const plain = format === 'yaml' ? readPlainLines(source.text) : undefined;
  // Where its secrets are is found by parsing again, instead of keeping the nodes of thousands of files in memory.
  if (plain) {
    source.hide(() => secretsInPlainLines(source.text));
    return { kind: 'documents', documents: [plain] };
  }
  // Duplicate keys are found later, with both positions; the parser reports the second one only.
  const parsed = parseYaml(source.text);
  const faults = parsed.flatMap((document) =>
    document.errors.slice(0, 1).map((error) => locateFault(source, document, error)),
  );
  if (faults.length > 0) return brokenBy(source, faults);
  const contents = parsed.map((document) => readContents(document.contents, format));
  source.hide(() => secretsInDocuments(source.text, format));
  const misread = contents.flatMap((content) => content.faults);
  if (misread.length > 0) return brokenBy(source, misread);
  return { kind: 'documents', documents: contents.flatMap((content) => content.root ?? []) };
}

function parseYaml(text: string): readonly Document.Parsed[] {
  return parseAllDocuments(text, { schema: texts, uniqueKeys: false, prettyErrors: false });
}

function secretsInDocuments(text: string, format: 'yaml' | 'json'): readonly Span[] {
  return parseYaml(text).flatMap(({ contents }) => {
    const { secrets, root } = readContents(contents, format);
    return root ? [...secrets, ...commentsInClusters(root, text)] : secrets;
  });
}

function secretsInPlainLines(text: string): readonly Span[] {
  const root = readPlainLines(text);
  return root ? [...secretsBelow(root.entries, undefined), ...commentsInClusters(root, text)] : [];
}

/** Shared by all documents: creating it takes longer than parsing a line. */
const texts = new Schema({ schema: 'failsafe', resolveKnownTags: true });

/**
 * Where a reference such as `${env.NAME}` begins that ends, or breaks off, right before a position: in the same word, with
 * one closing brace at most.
 */
function findReferenceBefore(text: string, end: number): number | undefined {
  const before = text.slice(0, end);
  const lastBrace = before.lastIndexOf('}');
  const earlierBrace = lastBrace > 0 ? before.lastIndexOf('}', lastBrace - 1) : -1;
  const word = /(?<!\S)\S*$/.exec(before)?.index ?? 0;
  const found = before.indexOf('${', Math.max(earlierBrace + 1, word));
  return found < 0 ? undefined : found;
}

/** The parser reports what is not closed where it should have ended; this returns where it opens. */
function locateFault(
  source: SourceText,
  document: Document.Parsed,
  { code, pos, message }: YAMLError,
): YamlFault {
  const reference = findReferenceBefore(source.text, pos[0] + 1);
  if (reference !== undefined) return { code: 'BRACE_IN_FLOW', pos: [reference, pos[0] + 1] };
  if (code === 'BAD_ALIAS' && source.text[pos[0]] === '&') return { code: 'EMPTY_ANCHOR', pos };
  if (code === 'BAD_INDENT' && message.startsWith('Flow')) return locateBracket(source, document, pos);
  const opening = code === 'MISSING_CHAR' ? findOpenQuote(document, pos[0]) : undefined;
  if (opening !== undefined) return { code: 'OPEN_QUOTE', pos: [opening, opening + 1] };
  return { code, pos, corrected: quotedRange(source.text, pos[0]) };
}

function locateBracket(source: SourceText, document: Document.Parsed, pos: YAMLError['pos']): YamlFault {
  const opening = findOpenBracket(source.text, document, pos[0]) ?? pos[0];
  const corrected = quotedRange(source.text, opening);
  return { code: 'OPEN_BRACKET', pos: [opening, opening + 1], corrected };
}

/**
 * The key and the range of versions in the line of an offset, with quotes: `connector.plugin.version: "[1.0,2.0)"`. Neither
 * can be a secret, because the key says what the value is.
 */
function quotedRange(text: string, offset: number): string | undefined {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const [before = '', after = ''] = text.slice(start, start + longestLine).split('version: ', 2);
  const range = /^ *([[(] ?[\w.-]* ?, ?[\w.-]* ?[\])])(?![\w.])/.exec(after)?.[1];
  return range && `${before.split(/[^\w.]/).at(-1)}version: "${range}"`;
}

const longestLine = 1000;

/** The innermost bracket or brace that opens before an offset and is not closed by its own kind. */
function findOpenBracket(text: string, document: Document.Parsed, end: number): number | undefined {
  let opening: number | undefined;
  visit(document, {
    Collection(_, { flow, range }) {
      if (!flow || !range || range[0] >= end) return;
      const closer = text[range[0]] === '[' ? ']' : '}';
      if (range[1] > end || text[range[1] - 1] !== closer) opening = range[0];
    },
  });
  return opening;
}

function findOpenQuote(document: Document.Parsed, end: number): number | undefined {
  let opening: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      const isQuoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
      if (isQuoted && range && range[0] < end && range[1] >= end) opening = range[0];
    },
  });
  return opening;
}

function brokenBy(source: SourceText, faults: readonly YamlFault[]): ParsedFile {
  const template = findTemplate(source, Math.min(...faults.map(({ pos }) => pos[0])), 'yaml');
  if (template) return { kind: 'broken', diagnostics: [template] };
  const diagnostics = faults.map((fault) => {
    const [start, end] = fault.pos;
    return describeYamlFault(fault, source.sourceOf({ start, end }));
  });
  return { kind: 'broken', diagnostics };
}

/** The first merge conflict marker: the error of the YAML parser at such a line would mislead. */
function findMergeMarker(source: SourceText): Diagnostic | undefined {
  const { text } = source;
  const match = /<{7}|>{7}/.test(text) ? /^(?:<{7}|>{7})(?: |$)/m.exec(text) : undefined;
  if (!match) return undefined;
  const span = { start: match.index, end: match.index + 7 };
  return diagnose('merge-conflict', {}, { source: source.sourceOf(span) });
}

function findFaultOfJson(source: SourceText): Diagnostic | undefined {
  const fault = source.text.trim() === '' ? undefined : findJsonFault(source.text);
  if (!fault) return undefined;
  const template = findTemplate(source, fault.offset, 'json');
  if (template) return template;
  const place = source.sourceOf({ start: fault.offset, end: fault.offset + 1 });
  return diagnose('invalid-json', { reason: fault.reason }, { source: place });
}
