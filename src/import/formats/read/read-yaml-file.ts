import { type Document, isScalar, parseAllDocuments, visit } from 'yaml';
import { parseDocuments } from '../../../desired/parse-documents.ts';
import { SourceText } from '../../../desired/source-text.ts';
import { describeDiagnostic } from '../../../model/diagnostic.ts';
import { connectorsOfData } from './connectors-of-data.ts';
import type { PlacedComment } from './data-places.ts';
import { combine, type FoundConnectorFile, type FoundFile, positionOf, unreadable } from './found-file.ts';
import type { Importer } from './importer.ts';
import { restOfData } from './rest-of-data.ts';
import type { FoundConnector } from './shapes/data-shape.ts';
import { toFoundConnectors } from './to-found-connectors.ts';
import { yamlComments, yamlPlaces } from './yaml-places.ts';
import { yamlTags } from './yaml-tags.ts';

/** YAML of any kind: connector files, resources of operators, values. It is the last importer and reads the rest. */
export const yamlImporter: Importer = {
  format: 'YAML',
  extensions: ['.yaml', '.yml'],
  recognizes: () => true,
  read: readYamlFile,
};

/** Scalars keep their text: `1e3` and `yes` stay as they are. */
function readYamlFile(file: FoundFile): FoundConnectorFile {
  const documents = parseAllDocuments(file.text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    merge: true,
    customTags: yamlTags,
  });
  const isValid = ({ errors }: (typeof documents)[number]) => errors.length === 0;
  const parsed = documents.filter(isValid).map((document) => {
    const withLists = dataOf(document);
    return { document, withLists, data: withJoinedLists(withLists) };
  });
  const read = parsed.map((one) => ({ ...one, found: connectorsOfData(one.data) }));
  const comments = read.some(({ found }) => found.length > 0) ? yamlComments(file.text) : [];
  const connectors = withComments(read, comments).map(({ own, document, ...one }) =>
    toFoundConnectors(file, { ...one, offset: document.range[0], places: yamlPlaces(document, own) }),
  );
  const rest = read.map(({ document, found, withLists }) => {
    const places = yamlPlaces(document, []);
    return restOfData(file, { data: withLists, found, offset: document.range[0], places });
  });
  const misused = parsed
    .filter(({ data }) => data === undefined)
    .map(({ document }) => unreadable(positionOf(file, document.range[0]), misusedMergeKey));
  return combine([
    ...(documents.every(isValid) ? [] : faultsOf(file, documents)),
    ...misused,
    ...connectors,
    ...rest,
  ]);
}

const misusedMergeKey = 'a merge key (<<) must have a mapping or a list of mappings as its value';

/** The data of a document; undefined if a merge key in it merges no mapping. */
function dataOf(document: Document.Parsed): unknown {
  markNulls(document);
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Merge sources must be')) return undefined;
    throw error;
  }
}

/** Without quotes, `null`, `~` and nothing at all are null, as in JSON. All other scalars are text. */
function markNulls(document: Document.Parsed): void {
  visit(document, {
    Scalar(place, node) {
      const isPlain = place === 'value' && node.type === 'PLAIN' && node.tag === undefined;
      if (isPlain && /^(?:~|null|Null|NULL)?$/.test(String(node.value))) node.value = null;
    },
  });
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === '');
}

interface ReadDocument {
  readonly document: Document.Parsed;
  readonly data: unknown;
  readonly found: readonly FoundConnector[];
}

/** The comments of each document. Those of an empty document belong to the next one with connectors. */
function withComments(documents: readonly ReadDocument[], comments: readonly PlacedComment[]) {
  let begin = 0;
  let kept: readonly PlacedComment[] = [];
  const assigned = documents.map((one) => {
    const [start, end] = [begin, one.document.range[2]];
    begin = end;
    const inside = comments.filter((comment) => comment.start >= start && comment.start < end);
    const own = [...kept, ...inside];
    if (isEmpty(one.document)) kept = own;
    else if (one.found.length > 0) kept = [];
    return { ...one, own };
  });
  const last = assigned.findLast(({ found }) => found.length > 0);
  const after = [...kept, ...comments.filter(({ start }) => start >= begin)];
  return assigned.map((one) => (one === last ? { ...one, own: [...one.own, ...after] } : one));
}

/** The syntax errors in the words of `validate`. Messages of the parser may quote the file and thus a secret. */
function faultsOf(file: FoundFile, documents: readonly Document.Parsed[]): readonly FoundConnectorFile[] {
  const parsed = parseDocuments(new SourceText(file.file, file.text), 'yaml');
  if (parsed.kind === 'broken')
    return parsed.diagnostics.map((fault) => {
      const { message, hint } = describeDiagnostic(fault, String);
      const reason = hint === undefined ? message : `${message} (${hint})`;
      return unreadable(fault.source ?? positionOf(file, 0), reason);
    });
  return documents.flatMap(({ errors }) =>
    errors.slice(0, 1).map(({ pos }) => unreadable(positionOf(file, pos[0]), 'invalid YAML')),
  );
}

/** Kafka Connect expects a list of strings as one string, joined with commas. */
function withJoinedLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every((one) => typeof one === 'string')
      ? value.join(',')
      : value.map(withJoinedLists);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withJoinedLists(one)]));
}
