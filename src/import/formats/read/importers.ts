import { configTopicImporter } from './config-topic/read-config-topic.ts';
import { httpFileImporter } from './http/read-http-file.ts';
import type { Importer } from './importer.ts';
import { ksqlImporter } from './ksql/read-ksql-file.ts';
import { jsonImporter } from './read-json-file.ts';
import { programImporter } from './read-program-file.ts';
import { propertiesImporter } from './read-properties-file.ts';
import { yamlImporter } from './read-yaml-file.ts';
import { scriptImporter } from './shell/read-script-file.ts';
import { terraformImporter } from './terraform/read-terraform-file.ts';

/** All importers. The first that recognizes the contents of a file without a known extension reads it. */
export const importers: readonly Importer[] = [
  programImporter,
  configTopicImporter,
  jsonImporter,
  ksqlImporter,
  terraformImporter,
  httpFileImporter,
  scriptImporter,
  propertiesImporter,
  yamlImporter,
];

/** Importers of documents, which are templates of other tools as well: Helm, Jinja, ERB. */
export const documentImporters: ReadonlySet<Importer> = new Set([
  jsonImporter,
  propertiesImporter,
  yamlImporter,
]);
