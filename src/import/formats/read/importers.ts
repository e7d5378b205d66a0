import type { Importer } from './importer.ts';
import { jsonImporter } from './read-json-file.ts';
import { propertiesImporter } from './read-properties-file.ts';
import { yamlImporter } from './read-yaml-file.ts';
import { scriptImporter } from './shell/read-script-file.ts';

/** All importers. The first that recognizes the contents of a file without a known extension reads it. */
export const importers: readonly Importer[] = [
  jsonImporter,
  scriptImporter,
  propertiesImporter,
  yamlImporter,
];
