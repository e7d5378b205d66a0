import { type Document, parseAllDocuments } from 'yaml';
import { parseDocuments } from '../../../desired/parse-documents.ts';
import { SourceText } from '../../../desired/source-text.ts';
import { describeDiagnostic } from '../../../model/diagnostic.ts';
import { connectorsOfData } from './connectors-of-data.ts';
import { combine, type FoundConnectorFile, type FoundFile, positionOf, unreadable } from './found-file.ts';
import type { Importer } from './importer.ts';
import { toFoundConnectors } from './to-found-connectors.ts';

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
  });
  const isValid = ({ errors }: (typeof documents)[number]) => errors.length === 0;
  const read = documents.filter(isValid).map((document) =>
    toFoundConnectors(file, {
      found: connectorsOfData(withJoinedLists(document.toJS())),
      offset: document.range[0],
    }),
  );
  return combine([...(documents.every(isValid) ? [] : faultsOf(file, documents)), ...read]);
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
