import { unreservedName } from '../environment-names.ts';
import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Problems with `${env.NAME}`, `${var.NAME}` and other placeholders in values. */
export const referenceProblems = {
  'malformed-reference': problem<{ scope: 'env' | 'var' }>({
    severity: 'error',
    message: ({ scope }) => `"\${${scope}." must be followed by a name and "}"`,
    hint: ({ scope }) =>
      `write  \${${scope}.NAME}  (NAME: letters, digits, "_" and "-"), or  $\${${scope}.  for the literal text`,
    means: 'A reference ( ${env.NAME} or ${var.NAME} ) has no name or no closing brace.',
    matters: 'The worker would get the text as it is, possibly as a password.',
    remedy:
      'Write  ${env.NAME} . Defaults ( :- ) are not supported. For the literal text, double the dollar sign:  $${env. .',
    before: '# connectors/orders.yaml\nconfig:\n  topics: ${env.TOPIC:-orders}\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: $${env.TOPIC:-orders}\n',
  }),
  'misspelled-reference': problem<{
    written: string;
    suggestion: string;
    where: 'substituted' | 'not-substituted';
  }>({
    severity: 'error',
    message: ({ written }) => `${written} is not a reference`,
    hint: ({ suggestion, where }) =>
      where === 'substituted'
        ? `did you mean ${suggestion}? For the literal text, write  $\${`
        : `nothing is substituted here: write the value itself (elsewhere, the reference is ${suggestion})`,
    means:
      'A value contains what looks like a reference in another spelling:  ${ENV.NAME} ,  ${ env.NAME } ,  $env.NAME ,  ${{ secrets.NAME }} .',
    matters: 'It is not substituted: the worker would get the text as it is, possibly as a password.',
    remedy:
      'Write  ${env.NAME}  or  ${var.NAME} , without blanks and in lower case. Spellings that other tools use are only a warning.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: ${ENV.TOPIC}\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: $${ENV.TOPIC}\n',
  }),
  'reference-not-allowed': problem<{ scope: 'env' | 'var'; name: string; otherScope: boolean }>({
    severity: 'error',
    message: ({ scope, name }) => `\${${scope}.${name}} is not allowed here`,
    hint: ({ otherScope }) =>
      otherScope
        ? 'use  ${var.…}  here;  ${env.…}  is allowed only in config values and in the settings of a cluster'
        : 'write the value itself',
    means:
      'A reference is used where nothing is substituted, for example ${env.…} in a name, or any reference in  ignoreKeys .',
    matters: 'Values of environment variables are treated as secrets, but names are shown everywhere.',
    remedy: 'Use ${var.NAME} in names and dependencies, and literal text elsewhere.',
    before: '# connectors/orders.yaml\nname: orders-${env.STAGE}\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {stage: dev}\n# connectors/orders.yaml\nname: orders-${var.stage}\nconfig: {topics: orders}\n',
  }),
  'unset-environment-variable': problem<{ name: string; suggestion: string | undefined; uses?: number }>({
    severity: 'error',
    message: ({ name, uses }) => `environment variable ${name} is not set${usedIn(uses)}`,
    hint: ({ suggestion }) =>
      suggestion
        ? `did you mean \${env.${suggestion}}?`
        : 'set it, or specify a file that sets it with --dotenv',
    means:
      'A file refers to an environment variable that is set neither in the environment nor in a dotenv file.',
    matters: 'Without its value the config is incomplete; for example, an empty password would be written.',
    remedy: 'Set it, or specify a file that sets it with --dotenv. Without a cluster this is only a warning.',
    before: '# connectors/orders.yaml\nconfig: {topics: "${env.TOPIC}"}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'environment-name-reserved': problem<{
    name: string;
    listed: readonly string[] | undefined;
    written?: string;
    uses?: number;
  }>({
    severity: 'error',
    message: ({ name, written = `\${env.${name}}`, uses }) =>
      `${written} is refused: ${name} belongs to connect-sync, to the CI system or to another tool of this job${usedIn(uses)}`,
    hint: ({ name, listed = ['*'] }) =>
      `give the connector a variable of another name, such as ${unreservedName(name)}; to allow this one, set  CONNECT_SYNC_ENV_NAMES="${[...listed, name].join(',')}"`,
    means:
      'A file refers to a variable that is reserved: a setting of connect-sync, a token of the CI system, a credential of a cloud, a registry or another tool.',
    matters:
      'The value would be sent to the worker. A pull request that is not trusted could read the credentials of the job in this way.',
    remedy:
      'Use a variable of another name. The job can allow a reserved name in CONNECT_SYNC_ENV_NAMES, written out: a glob does not allow it. Names that only a dotenv file sets are not reserved.',
    before:
      '# connectors/orders.yaml\nconfig: {connector.class: X, topics: orders, aws.secret.access.key: "${env.AWS_SECRET_ACCESS_KEY}"}\n',
    after:
      '# connectors/orders.yaml\nconfig: {connector.class: X, topics: orders, aws.secret.access.key: "${file:/secrets/aws:key}"}\n',
  }),
  'environment-name-not-allowed': problem<{
    name: string;
    listed: readonly string[];
    written?: string;
    uses?: number;
  }>({
    severity: 'error',
    message: ({ name, listed, written = `\${env.${name}}`, uses }) =>
      listed.length === 0
        ? `${written} is not allowed: CONNECT_SYNC_ENV_NAMES of this job is empty${usedIn(uses)}`
        : `${written} is not allowed: CONNECT_SYNC_ENV_NAMES of this job allows ${listOf(listed, 'and')}${usedIn(uses)}`,
    hint: ({ name, listed }) =>
      `to allow it, set  CONNECT_SYNC_ENV_NAMES="${[...listed, name].join(',')}"  in the job`,
    means:
      'The job lists the variables that files may refer to (CONNECT_SYNC_ENV_NAMES), and this one is not among them.',
    matters:
      'The value would be sent to the worker. The list keeps a pull request that is not trusted from reading the environment of the job.',
    remedy:
      'Add the name to CONNECT_SYNC_ENV_NAMES in the job, or use a variable that is in it. The list contains names and globs, separated by blanks or commas.',
  }),
  'empty-environment-variable': problem<{ name: string; isBlank: boolean; uses?: number }>({
    severity: 'error',
    message: ({ name, isBlank, uses }) =>
      `environment variable ${name} ${isBlank ? 'contains nothing but blanks or line breaks' : 'is empty'}${usedIn(uses)}`,
    hint: 'set a value; for an empty string, write ""  in the file instead',
    means: 'An environment variable is set to an empty string.',
    matters: 'CI systems do this when a secret is not available to a job.',
  }),
  'unset-variable': problem<UnsetVariable>({
    severity: 'error',
    message: (variable) =>
      `variable "${variable.name}" is not set${whyUnset(variable)}${usedIn(variable.uses)}`,
    hint: ({ name, from, suggestion }) => {
      if (from?.why === 'untrusted')
        return `the change takes effect once it is merged; until then, set it with  --var ${name}=…`;
      if (from)
        return `set the environment variable ${from.variable}, pass  --var ${name}=… , or declare a default`;
      return suggestion
        ? `did you mean "${suggestion}"?`
        : `set it under  vars:  of the project file or of its clusters, or with  --var ${name}=…`;
    },
    means: 'A file refers to ${var.NAME}, but NAME is not set for this cluster.',
    matters: 'Without its value the config is incomplete.',
    remedy:
      'Set it under  vars:  of the project or of the cluster, in a --var-file, or with --var NAME=VALUE. --var takes precedence over --var-file, --var-file over the cluster, and the cluster over the project. A variable that is declared with  { env: NAME }  takes its value from the environment.',
    before: '# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {topic: orders}\n# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
  }),
  'secret-variable': problem<{
    name: string;
    variable: string;
    why: 'name' | 'reference' | 'value';
  }>({
    severity: 'error',
    message: ({ name, variable, why }) =>
      `variable "${name}" may not take its value from environment variable ${variable}: ${whySecret(why, variable)}`,
    hint: ({ variable }) =>
      `values of  vars:  are shown in output; for a secret, write  \${env.${variable}}  where the value is needed`,
    means:
      'A variable of the project file takes its value from an environment variable that is a secret: by its name, by its value, or because another place refers to it as ${env.NAME}.',
    matters:
      'Values of  vars:  are shown in plans, names and comments. A pull request could print a secret of the job in this way.',
    remedy:
      'Write  ${env.NAME}  where the value is needed, or take the value from a variable that is not secret.',
    before: '# connect-sync.yaml\nversion: 1\nvars: {login: {env: DB_PASSWORD}}\n',
    after: '# connect-sync.yaml\nversion: 1\nvars: {login: {env: DB_HOST}}\n',
  }),
  'untrusted-variable': problem<{ name: string; variable: string }>({
    severity: 'warning',
    message: ({ name, variable }) =>
      `variable "${name}" takes its value from environment variable ${variable}, which no variable of the trusted project file does: it has no value here`,
    hint: ({ name }) => `the change takes effect once it is merged; until then, set it with  --var ${name}=…`,
    means:
      'With --trusted-project, only environment variables that the trusted project file declares under  vars:  give a variable its value.',
    matters:
      'Values of  vars:  are shown. A pull request that is not trusted could print the environment of the job in this way.',
    remedy: 'Merge the declaration first. Until then, set a value with --var or --var-file.',
  }),
  'empty-variable': problem<{ name: string; uses?: number }>({
    severity: 'error',
    message: ({ name, uses }) => `variable "${name}" is empty${usedIn(uses)}`,
    hint: 'set a value; for an empty string, write ""  in place of the reference',
    means: 'A variable of the project file or of --var is set to an empty string.',
    matters: 'For example,  orders-${var.env}  would become  orders- , probably by mistake.',
    before:
      '# connect-sync.yaml\nversion: 1\nvars: {topic: ""}\n# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {topic: orders}\n# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
  }),
  'unreadable-environment-file': problem<{ file: string; reason: string }>({
    severity: 'error',
    message: ({ file, reason }) => `cannot read the environment file ${file}: ${reason}`,
    means: 'A file given with --dotenv cannot be read.',
    matters: 'The variables that it sets have no value.',
    remedy: 'Correct the path; it is relative to the project directory.',
  }),
  'environment-value-truncated': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `the value of ${name} ends at a "#": the rest of the line is a comment`,
    hint: 'if the # is part of the value, quote the value with single quotes; if not, put a space before the #',
    means: 'In a dotenv file, an unquoted value contains a # and ends there.',
    matters: 'A password would be truncated, and the login would fail without a visible cause.',
    remedy: "Quote the value with single quotes:  PASSWORD='ab#cd' .",
  }),
  'unsupported-placeholder': problem<{ key: string; placeholders: readonly string[] }>({
    severity: 'warning',
    message: ({ key, placeholders }) =>
      `${listOf(placeholders, 'and')} in "${key}" is not substituted: the worker gets this text unchanged`,
    hint: 'write  ${env.NAME}  for an environment variable or  ${var.NAME}  for a variable of the project',
    means: 'A value contains ${NAME} or $NAME in capitals, the syntax of shells, envsubst and Compose.',
    matters: 'connect-sync does not substitute it: the worker would get the placeholder itself.',
    remedy:
      'Write  ${env.NAME} . Lower-case placeholders such as ${topic} belong to connectors and are not reported.',
    before: '# connectors/orders.yaml\nconfig: {connection.url: "http://${DB_HOST}:80"}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {db-host: db}\n# connectors/orders.yaml\nconfig: {connection.url: "http://${var.db-host}:80"}\n',
  }),
  /** Placeholders of a key that holds a secret are omitted: `<hush>` may be one. */
  'unresolved-placeholder': problem<{ key: string; placeholders: readonly string[] }>({
    severity: 'warning',
    message: ({ key, placeholders }) =>
      `"${key}" still contains a placeholder${placeholders.length > 0 ? ` (${listOf(placeholders, 'and')})` : ''}: the worker gets this text unchanged`,
    hint: 'replace it with the actual value; for a secret, use  ${env.NAME}',
    means: 'A value still contains a placeholder of a template: <password>, CHANGEME, {{ name }}, %s.',
    matters: 'The worker accepts it, and the connector fails only when it connects.',
    before: '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "<url of the database>"}\n',
    after:
      '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "jdbc:postgresql://db/shop"}\n',
  }),
};

/** A variable of the project file without a value. */
interface UnsetVariable {
  readonly name: string;
  readonly cluster: string | undefined;
  readonly suggestion: string | undefined;
  readonly uses?: number;
  /** The environment variable that gives it its value, and why it does not. */
  readonly from?: { readonly variable: string; readonly why: 'unset' | 'empty' | 'untrusted' };
}

/** Where there is one use, its position says it. */
function usedIn(uses = 1): string {
  return uses === 1 ? '' : ` (used in ${uses} places)`;
}

function whyUnset({ cluster, from }: UnsetVariable): string {
  const where = cluster === undefined ? '' : ` for the cluster ${cluster}`;
  if (!from) return where;
  const { variable, why } = from;
  return why === 'untrusted'
    ? `${where}: the trusted project file takes no variable from environment variable ${variable}`
    : `${where}: environment variable ${variable} is ${why === 'unset' ? 'not set' : 'empty'}`;
}

function whySecret(why: 'name' | 'reference' | 'value', variable: string): string {
  if (why === 'name') return 'the name says that it is a secret';
  if (why === 'reference') return `a file refers to it as  \${env.${variable}} , which is a secret`;
  return 'its value is a secret';
}
