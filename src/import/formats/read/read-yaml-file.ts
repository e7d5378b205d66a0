import { parseAllDocuments } from 'yaml';
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
  const read = documents.map((document) => {
    const [fault] = document.errors;
    if (fault) return unreadable(positionOf(file, fault.pos[0]), 'invalid YAML');
    return toFoundConnectors(file, {
      found: connectorsOfData(withJoinedLists(document.toJS())),
      offset: document.range[0],
    });
  });
  return combine(read);
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
