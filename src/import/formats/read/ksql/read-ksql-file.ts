import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  positionOf,
  unreadable,
} from '../found-file.ts';
import type { Importer } from '../importer.ts';
import { foundConnector } from '../shapes/data-shape.ts';
import { toFoundConnectors } from '../to-found-connectors.ts';
import { KsqlSyntaxError } from './ksql-tokens.ts';
import { parseKsql } from './parse-ksql.ts';

/** Statements of ksqlDB; only `CREATE SOURCE|SINK CONNECTOR` counts. */
export const ksqlImporter: Importer = {
  format: 'ksqlDB',
  extensions: ['.sql', '.ksql'],
  recognizes: ({ text }) => /^[ \t]*CREATE\s+(?:SOURCE|SINK)\s+CONNECTOR\s/im.test(text),
  read: readKsqlFile,
};

function readKsqlFile(file: FoundFile): FoundConnectorFile {
  try {
    const { connectors, variables } = parseKsql(file.text);
    const read = connectors.map(({ name, config, offset }) =>
      toFoundConnectors(file, {
        found: [foundConnector({ name, config: Object.fromEntries(config), path: [] })],
        offset,
      }),
    );
    return combine([...read, { ...emptyFile, variables }]);
  } catch (error) {
    if (!(error instanceof KsqlSyntaxError)) throw error;
    return unreadable(positionOf(file, error.offset), `invalid SQL: ${error.message}`);
  }
}
