import { releaseOf } from '../model/worker-version.ts';
import { type EditorSchemaFile, isOwnSchema, schemaFolder } from '../project/editor-schema-files.ts';
import { gitIgnoreFile } from './git-ignore.ts';
import type { Settings } from './settings.ts';
import { yamlScalar } from './yaml-scalar.ts';

/** A file of a new project. */
export interface ProjectFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** What to add to an existing file for the same purpose; undefined if it lacks nothing. */
  readonly lacks?: (existing: string) => string | undefined;
  /** An existing file with what it lacks added; undefined if it lacks nothing. Left out: existing files are kept. */
  readonly extended?: (existing: string) => string | undefined;
  /** The new text of an existing file that connect-sync wrote; undefined if it is up to date, or of somebody else. */
  readonly updated?: (existing: string) => string | undefined;
}

/** The path of the example connector. */
export const exampleFile = 'connectors/example.yaml';

/** The files of a new project, without its pipeline. `schemas`: those that editors use. */
export function projectFiles(
  settings: Settings,
  schemas: readonly EditorSchemaFile[],
): readonly ProjectFile[] {
  return [
    {
      path: 'connect-sync.yaml',
      text: projectFile(settings),
      purpose: 'project file: clusters and ownership',
    },
    { path: exampleFile, text: example(settings), purpose: 'example connector, paused' },
    { path: '.env.example', text: environment, purpose: 'variables that the files use' },
    gitIgnoreFile,
    ...schemas.map(schemaFile),
    {
      path: '.vscode/settings.json',
      text: `${JSON.stringify(editorSettings, null, 2)}\n`,
      purpose: 'enables the schemas in VS Code',
      lacks: (existing) =>
        existing.includes(`${schemaFolder}/connector.schema.json`)
          ? undefined
          : `to enable the schemas, add  ${JSON.stringify(editorSettings).slice(1, -1)}`,
    },
    {
      path: '.vscode/extensions.json',
      text: `${JSON.stringify({ recommendations: ['redhat.vscode-yaml'] }, null, 2)}\n`,
      purpose: 'recommends the YAML extension',
    },
  ];
}

const editorSettings = {
  'yaml.schemas': {
    [`./${schemaFolder}/connector.schema.json`]: ['connectors/**/*.yaml', 'connectors/**/*.yml'],
    [`./${schemaFolder}/project.schema.json`]: ['connect-sync.yaml'],
  },
  'yaml.customTags': ['!unset scalar'],
  'json.schemas': [{ fileMatch: ['/connectors/**/*.json'], url: `./${schemaFolder}/connector.schema.json` }],
};

/** A schema that connect-sync wrote is written again: another version, or other snapshots, make another one. */
function schemaFile({ kind, path, text }: EditorSchemaFile): ProjectFile {
  return {
    path,
    text,
    purpose: `schema of ${kind} files for editors`,
    lacks: (existing) => (existing === text ? undefined : 'it is not a schema of connect-sync'),
    updated: (existing) => (existing !== text && isOwnSchema(existing) ? text : undefined),
  };
}

function projectFile({ clusterName, clusterUrl, repository }: Settings): string {
  return `# yaml-language-server: $schema=${schemaFolder}/project.schema.json
# Clusters and ownership. \${env.NAME} is read from the environment and treated as a secret.
version: 1
# Values for \${env.NAME} on your machine; Git ignores the file. In a pipeline they come from its environment.
dotenv: .env

clusters:
  ${yamlScalar(clusterName)}:
    # Any worker of the cluster, or a list to fail over: [http://connect-1:8083, http://connect-2:8083]
    url: ${clusterUrl}
    # Refuse to connect if the worker belongs to another Kafka cluster. To find the ID:  connect-sync cluster
    # kafkaClusterId: hVB3FkRmTpC1
    # auth: { basic: { username: "\${env.CONNECT_USER}", password: "\${env.CONNECT_PASSWORD}" } }
    # tls: { ca: "\${env.CONNECT_CA}" }    # or the path of a PEM file
    # vars: { env: ${yamlScalar(clusterName)} }    # for \${var.env} in connector files
  # prod:
  #   url: https://connect.example:8083

# Without ownership, a connector is deleted only if its file declares  state: absent
# ownership:
#   # --prune deletes connectors with these names that no file declares.
#   names: ["${repository}-*"]
#   # Connectors that are never deleted.
#   protect: ["${repository}-core-*"]
#   # A config key that records the owner of each connector. Connectors without it are taken over only with --adopt,
#   # connectors of another owner never.
#   marker: managed.by
#   repository: ${yamlScalar(repository)}

# Config that several connectors share. Later entries override earlier ones; the connector file overrides them all.
# defaults:
#   - match: { class: "io.debezium.*" }
#     config: { errors.log.enable: true }
`;
}

function example({ repository }: Settings): string {
  return `# yaml-language-server: $schema=../${schemaFolder}/connector.schema.json
# An example connector: change it or delete it.
name: ${repository}-example
description: Writes each line of a file into a topic
# running, paused, stopped (Kafka Connect ${releaseOf('stop')} or later) or absent. Without it, the state is left as it is.
state: paused
# The config keys of the plugin. To list them:  connect-sync plugins CLASS
config:
  # Part of Kafka; from 3.1.1 on it must be on the plugin.path of the worker.
  connector.class: FileStreamSource
  tasks.max: 1
  file: /tmp/${repository}-example.txt
  topic: ${repository}-example
  # Secrets come from the environment or from .env
  # database.password: \${env.DATABASE_PASSWORD}
`;
}

const environment = `# Variables for \${env.…} in connect-sync.yaml and connectors/. Copy this file to .env and set the values there:
# connect-sync.yaml declares it under  dotenv:
# DATABASE_PASSWORD=
`;
