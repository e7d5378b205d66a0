import type { NewFile, Settings } from './settings.ts';
import { readTemplate } from './templates.ts';
import { yamlScalar } from './yaml-scalar.ts';

/** Where the copies of the schemas lie: editors find them there without a network, and whatever is installed. */
const schemas = '.connect-sync/schemas';

/** The path of the example connector. */
export const exampleFile = 'connectors/example.yaml';

/** The files of a new project, its pipeline not among them. */
export async function projectFiles(settings: Settings): Promise<readonly NewFile[]> {
  return [
    { path: 'connect-sync.yaml', text: projectFile(settings), purpose: 'the clusters, and what is owned' },
    { path: exampleFile, text: example(settings), purpose: 'a connector to begin with, paused' },
    { path: '.env.example', text: environment, purpose: 'the variables that files ask for' },
    {
      path: '.gitignore',
      text: '# Secrets for connect-sync --env-file .env\n.env\n',
      purpose: 'keeps .env out of Git',
      lacks: (existing) =>
        /^\/?(\*?\.env\*?|\.env\.\*)\s*$/m.test(existing)
          ? undefined
          : 'it does not name  .env : add that line',
    },
    ...(await Promise.all([schemaFile('connector'), schemaFile('project')])),
    {
      path: '.vscode/settings.json',
      text: `${JSON.stringify(editorSettings, null, 2)}\n`,
      purpose: 'turns the schemas on in VS Code',
      lacks: (existing) =>
        existing.includes(`${schemas}/connector.schema.json`)
          ? undefined
          : `to turn the schemas on, add  ${JSON.stringify(editorSettings).slice(1, -1)}`,
    },
    {
      path: '.vscode/extensions.json',
      text: `${JSON.stringify({ recommendations: ['redhat.vscode-yaml'] }, null, 2)}\n`,
      purpose: 'recommends the extension for YAML',
    },
  ];
}

const editorSettings = {
  'yaml.schemas': {
    [`./${schemas}/connector.schema.json`]: ['connectors/**/*.yaml', 'connectors/**/*.yml'],
    [`./${schemas}/project.schema.json`]: ['connect-sync.yaml'],
  },
  'yaml.customTags': ['!unset scalar'],
};

async function schemaFile(kind: 'connector' | 'project'): Promise<NewFile> {
  const text = await readTemplate(`schemas/${kind}.schema.json`);
  return {
    path: `${schemas}/${kind}.schema.json`,
    text,
    purpose: `what editors know of ${kind} files`,
    lacks: (existing) =>
      existing === text
        ? undefined
        : 'it is that of another version: delete it, and init writes that of this one',
  };
}

function projectFile({ clusterName, clusterUrl, repository }: Settings): string {
  return `# yaml-language-server: $schema=${schemas}/project.schema.json
# The clusters, and what of them belongs to this repository. \${env.NAME} is taken from the environment and kept secret.
version: 1

clusters:
  ${yamlScalar(clusterName)}:
    # Any worker serves; of several, the next where one does not answer: [http://connect-1:8083, http://connect-2:8083]
    url: ${clusterUrl}
    # Refused where the worker reports another Kafka cluster:  connect-sync cluster  shows which it is.
    # kafkaClusterId: hVB3FkRmTpC1
    # auth: { basic: { username: "\${env.CONNECT_USER}", password: "\${env.CONNECT_PASSWORD}" } }
    # tls: { ca: "\${env.CONNECT_CA}" }    # or the path of a PEM file
    # vars: { env: ${yamlScalar(clusterName)} }    # for \${var.env} in connector files
  # prod:
  #   url: https://connect.example:8083

# As long as nothing is owned, only what a file calls  state: absent  is ever deleted.
# ownership:
#   # Of these, --prune deletes what is in no file.
#   names: ["${repository}-*"]
#   # These are never deleted.
#   protect: ["${repository}-core-*"]
#   # A key that tells in each connector whose it is. What lacks it is taken over only with --adopt, another's never.
#   marker: managed.by
#   repository: ${yamlScalar(repository)}

# What many connectors share; the later wins, and a connector's own keys win over all.
# defaults:
#   - match: { class: "io.debezium.*" }
#     config: { errors.log.enable: true }
`;
}

function example({ repository }: Settings): string {
  return `# yaml-language-server: $schema=../${schemas}/connector.schema.json
# The wish for one connector. This is an example: change it, or delete it.
name: ${repository}-example
description: Writes each line of a file into a topic
# running, paused, stopped (Kafka Connect 3.5 or later) or absent; left out: the state is not touched.
state: paused
# The plugin's own keys.  connect-sync plugins CLASS  lists them.
config:
  # Comes with Kafka; since 3.1.1 a worker has it only where its plugin.path names it.
  connector.class: FileStreamSource
  tasks.max: 1
  file: /tmp/${repository}-example.txt
  topic: ${repository}-example
  # Secrets come from the environment, or with  --env-file .env :
  # database.password: \${env.DATABASE_PASSWORD}
`;
}

const environment = `# The variables for \${env.…} in connect-sync.yaml and in connectors/. Copy this file to .env and fill that in:
#   connect-sync plan --env-file .env
# DATABASE_PASSWORD=
`;
