import { connectorsOfData } from './connectors-of-data.ts';
import type { FoundConnectorFile, FoundFile } from './found-file.ts';
import type { Importer } from './importer.ts';
import { readJavaProperties } from './java-properties.ts';
import { toFoundConnectors } from './to-found-connectors.ts';

/** Java properties, as standalone workers read them: one connector per file. */
export const propertiesImporter: Importer = {
  format: 'properties',
  extensions: ['.properties'],
  recognizes: ({ text }) => /^[ \t\f]*connector\.class\s*=/m.test(text),
  read: readPropertiesFile,
};

function readPropertiesFile(file: FoundFile): FoundConnectorFile {
  const properties = readJavaProperties(file.text);
  const config = Object.fromEntries(properties.map(({ key, value }) => [key, value]));
  return toFoundConnectors(file, { found: connectorsOfData(config), offset: 0 });
}
