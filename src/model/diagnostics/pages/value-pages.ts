import type { valueProblems } from '../value-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong with values. */
export const valuePages = {
  'malformed-reference': {
    means: 'A reference ( ${env.NAME} or ${var.NAME} ) lacks its name or its closing brace.',
    matters: 'It would reach the worker as it stands, as a password for instance.',
    remedy:
      'Write  ${env.NAME} . There are no defaults ( :- ). For the text itself double the dollar:  $${env. .',
    before: '# connectors/orders.yaml\nconfig:\n  topics: ${env.TOPIC:-orders}\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: $${env.TOPIC:-orders}\n',
  },
  'reference-not-allowed': {
    means:
      'A reference stands where nothing is substituted: ${env.…} in a name, say, or any in  ignoreKeys .',
    matters: 'The environment is secret, and names are shown everywhere.',
    remedy: 'Use ${var.NAME} in names and dependencies, and plain text elsewhere.',
    before: '# connectors/orders.yaml\nname: orders-${env.STAGE}\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {stage: dev}\n# connectors/orders.yaml\nname: orders-${var.stage}\nconfig: {topics: orders}\n',
  },
  'unset-environment-variable': {
    means: 'A file asks for a variable that neither the environment nor an --env-file has.',
    matters: 'Without its value the wish is incomplete, and an empty password would be written.',
    remedy:
      'Set it, or name a file that does with --env-file. Where no cluster is named this is only a warning.',
    before: '# connectors/orders.yaml\nconfig: {topics: "${env.TOPIC}"}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  },
  'empty-environment-variable': {
    means: 'A variable of the environment is set to nothing.',
    matters: 'That is what pipelines do with a secret that they do not have.',
    remedy: 'Give it a value. Where the empty text is meant, write ""  in the file.',
  },
  'unset-variable': {
    means: 'A file asks for ${var.NAME}, and nobody sets NAME for this cluster.',
    matters: 'Without its value the wish is incomplete.',
    remedy:
      'Set it under  vars:  of the project or of the cluster, or with --var NAME=VALUE. Of several, --var wins over the cluster, that over the project.',
    before: '# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {topic: orders}\n# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
  },
  'empty-variable': {
    means: 'A variable of the project, or of --var, is set to nothing.',
    matters: 'orders-${var.env}  would become  orders- , most likely by mistake.',
    remedy: 'Give it a value.',
    before:
      '# connect-sync.yaml\nversion: 1\nvars: {topic: ""}\n# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {topic: orders}\n# connectors/orders.yaml\nconfig: {topics: "${var.topic}"}\n',
  },
  'unreadable-environment-file': {
    means: 'A file that --env-file names cannot be read.',
    matters: 'The variables in it have no value.',
    remedy: 'Correct the path; it is relative to the directory of the project.',
  },
  'environment-value-truncated': {
    means: 'In an --env-file a value without quotes holds a #, and ends there.',
    matters: 'A password loses its end, and the login fails with nothing to see.',
    remedy: "Put the value in single quotes:  PASSWORD='ab#cd' .",
  },
  'unsupported-placeholder': {
    means: 'A value holds ${NAME} or $NAME in capitals, as shells, envsubst and Compose substitute it.',
    matters: 'connect-sync does not: the worker would get the placeholder itself.',
    remedy: 'Write  ${env.NAME} . Lower-case ones such as ${topic} belong to connectors and are left alone.',
    before: '# connectors/orders.yaml\nconfig: {connection.url: "http://${DB_HOST}:80"}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {db-host: db}\n# connectors/orders.yaml\nconfig: {connection.url: "http://${var.db-host}:80"}\n',
  },
  'unresolved-placeholder': {
    means: 'A value is still as a template has it: <password>, CHANGEME, {{ name }}, %s.',
    matters: 'The worker takes it, and the connector fails only when it connects.',
    remedy: 'Put the real value in its place, secrets as ${env.NAME}.',
    before: '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "<url of the database>"}\n',
    after:
      '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "jdbc:postgresql://db/shop"}\n',
  },
  'masked-value': {
    means: 'A value is what hidden values are shown as: asterisks, dots, (sensitive #1).',
    matters: 'It was copied from a page that hides the real one, and would be written over it.',
    remedy: 'Put the real value in its place, or ${env.NAME}.',
    before: '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "*****"}\n',
    after:
      '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "jdbc:postgresql://db/shop"}\n',
  },
  'smart-quotes': {
    means: 'Typographic quotes stand around a value, or in a key. Word processors and chats make them.',
    matters: 'To YAML they are letters like any other: they become a part of the value.',
    remedy: 'Use straight quotes.',
    before: '# connectors/orders.yaml\nconfig: {topics: \u201corders\u201d}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: "orders"}\n',
  },
  'plaintext-secret': {
    means:
      'A value that is a secret by its key or its form (a password, a token, a user in a URL, JAAS, PEM) stands in the file as it is.',
    matters: 'Everybody who may read the repository has it, for ever: it stays in the history.',
    remedy:
      'Write  ${env.NAME}  and set it where connect-sync runs, or let the worker look it up:  ${file:/path:key} . Change the secret, since it is known now. One warning is given for each place, listing all keys; --strict makes it an error.',
    before: '# connectors/orders.yaml\nconfig: {topics: orders, connection.password: hush}\n',
    after:
      '# connectors/orders.yaml\nconfig: {topics: orders, connection.password: "${file:/secrets/db.properties:password}"}\n',
  },
  'comment-key': {
    means:
      'A key begins with an underscore or is called comment: JSON has no comments, so people write such keys.',
    matters:
      'To a worker it is a key like any other: it is stored, shown, and gives a difference when it changes.',
    remedy: 'Remove it, or turn the file into YAML and write a comment with #.',
    before: '# connectors/orders.json\n{"config": {"topics": "orders", "_comment": "all of them"}}\n',
    after: '# connectors/orders.json\n{"config": {"topics": "orders"}}\n',
  },
  'invisible-character': {
    means: 'A key or value holds a character that cannot be seen, such as a no-break space.',
    matters:
      'It compares unequal to what it looks like: the worker ignores the key, or the server is not found.',
    remedy: 'Type the text again by hand; such characters come along with copied text.',
    before: '# connectors/orders.yaml\nconfig: {topics: "orders\u00a0"}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: "orders"}\n',
  },
} satisfies Record<keyof typeof valueProblems, Page>;
