import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Connectors that get in the way of each other. */
export const collisionProblems = {
  'connector-collision': problem<{
    /** The row of the table of rules. */
    rule: string;
    name: string;
    /** The other connectors, of those that files declare. */
    others: readonly string[];
    /** Live connectors that no file declares. */
    undeclared: readonly string[];
    /** What they do with the resource that they share. */
    workerMessage: string;
    consequence: string;
    remedy: string;
  }>({
    severity: 'warning',
    message: ({ name, others, undeclared, workerMessage, consequence }) =>
      `"${name}" ${workerMessage}, as ${otherNames(others, undeclared)}: ${consequence}`,
    hint: ({ remedy }) => remedy,
    means:
      'Two connectors of one cluster use a resource that only one of them can use: a replication slot, the id of a replica, a topic for the history of a schema, a consumer group, a file, or they write the same topics to the same table.',
    matters:
      'A worker accepts both. Then one fails, or records are lost, mixed or written twice, often some time later.',
    remedy:
      'Set other values in one of them, as the hint says, or remove it. A connector that is declared stopped uses nothing.',
    before: `# connectors/orders.yaml
config:
  connector.class: io.debezium.connector.postgresql.PostgresConnector
  database.hostname: db.example
  topic.prefix: orders
# connectors/returns.yaml
config:
  connector.class: io.debezium.connector.postgresql.PostgresConnector
  database.hostname: db.example
  topic.prefix: returns
`,
    after: `# connectors/orders.yaml
config:
  connector.class: io.debezium.connector.postgresql.PostgresConnector
  database.hostname: db.example
  topic.prefix: orders
  slot.name: orders
# connectors/returns.yaml
config:
  connector.class: io.debezium.connector.postgresql.PostgresConnector
  database.hostname: db.example
  topic.prefix: returns
  slot.name: returns
`,
  }),
};

/** `"a" and "b" do`; a connector that no file declares is followed by `(in no file)`. */
function otherNames(others: readonly string[], undeclared: readonly string[]): string {
  const named = [...others.map((name) => `"${name}"`), ...undeclared.map((name) => `"${name}" (in no file)`)];
  const more = named.length - mostNames;
  const shown = more > 1 ? [...named.slice(0, mostNames), `${more} more`] : named;
  return `${listOf(shown, 'and')} ${named.length === 1 ? 'does' : 'do'}`;
}

const mostNames = 10;
