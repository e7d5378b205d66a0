import { connectorsOfData } from './connectors-of-data.ts';
import type { DataPlaces } from './data-places.ts';
import type { FoundConnectorFile, FoundFile } from './found-file.ts';
import type { Importer } from './importer.ts';
import { readPropertiesText, repeatedProperties } from './java-properties.ts';
import { toFoundConnectors } from './to-found-connectors.ts';

/** Java properties, as standalone workers read them: one connector per file. */
export const propertiesImporter: Importer = {
  format: 'properties',
  extensions: ['.properties'],
  recognizes: ({ text }) => /^[ \t\f]*connector\.class\s*=/m.test(text),
  read: readPropertiesFile,
};

function readPropertiesFile(file: FoundFile): FoundConnectorFile {
  const { properties, comments } = readPropertiesText(file.text);
  const data = Object.fromEntries(properties.map(({ key, value }) => [key, value]));
  const places: DataPlaces = {
    offsetOf: ([key]) => properties.findLast((one) => one.key === key)?.start ?? 0,
    membersOf: (path) => (path.length === 0 ? properties : []),
    repeated: repeatedProperties(properties),
    comments,
  };
  return toFoundConnectors(file, { found: connectorsOfData(data), offset: 0, data, places });
}
