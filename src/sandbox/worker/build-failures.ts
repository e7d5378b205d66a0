import { splitList } from '../java-text.ts';
import { does, type Profile } from '../profile.ts';
import { isRegularExpression, reason } from '../validation/java-regex.ts';
import type { SandboxConnector } from './connector.ts';
import { traceOf } from './misbehaviour.ts';

/**
 * What validation accepts and the worker then cannot build: the connector is FAILED (Connect REST contract 7.2).
 * Undefined where it can be built.
 */
export function connectorFailure(connector: SandboxConnector): string | undefined {
  if (connector.plugin.acceptsAnything) return undefined;
  const nullKey = [...connector.config].find(([, value]) => value === null)?.[0];
  if (nullKey !== undefined) {
    const message = `Non-string value found in original settings for key ${nullKey}: null`;
    return traceOf(
      `java.lang.ClassCastException: ${message}`,
      'org.apache.kafka.common.config.AbstractConfig.originalsStrings(AbstractConfig.java:248)',
    );
  }
  const problem = connector.plugin.type === 'source' ? topicCreationProblem(connector) : undefined;
  return problem === undefined ? undefined : failed(problem);
}

/** The same for its tasks. Only the commonest causes: the sandbox runs no transformations and no clients. */
export function taskFailure(profile: Profile, { config, plugin }: SandboxConnector): string | undefined {
  if (plugin.acceptsAnything) return undefined;
  const text = (key: string) => config.get(key) ?? undefined;
  const predicates = splitList(text('predicates'));
  for (const alias of splitList(text('transforms'))) {
    const predicate = text(`transforms.${alias}.predicate`);
    if (predicate !== undefined && !predicates.includes(predicate)) {
      const isLater = does(profile, 'pluginVersionKeys');
      const key = `predicates.${predicate}.${isLater ? 'plugin.version' : 'type'}`;
      return failed(
        `Unknown configuration '${key}'`,
        isLater ? [connectException, connectException] : [connectException],
      );
    }
    const problem = insertFieldProblem(text, `transforms.${alias}.`);
    if (problem !== undefined) return failed(problem, [connectException]);
  }
  const acks = text('producer.override.acks');
  if (acks === undefined || ['all', '-1', '0', '1'].includes(acks.trim())) return undefined;
  return failed(`Invalid value ${acks} for configuration acks: String must be one of: all, -1, 0, 1`);
}

const connectException = 'org.apache.kafka.connect.errors.ConnectException';

function failed(problem: string, causes: readonly string[] = []): string {
  const message = [...causes, 'org.apache.kafka.common.config.ConfigException', problem].join(': ');
  return traceOf(message, 'org.apache.kafka.connect.runtime.Worker.startConnector(Worker.java:333)');
}

/** With any `topic.creation.` key, the default group needs both its settings (KIP-158). */
function topicCreationProblem({ config }: SandboxConnector): string | undefined {
  const prefix = 'topic.creation.';
  if (![...config.keys()].some((key) => key.startsWith(prefix))) return undefined;
  const factor =
    "Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default";
  const partitions = "Number of partitions must be positive, or -1 to use the broker's default";
  const inDefault =
    numberProblem(config, `${prefix}default.replication.factor`, { type: 'SHORT', rule: factor }) ??
    numberProblem(config, `${prefix}default.partitions`, { type: 'INT', rule: partitions });
  if (inDefault !== undefined) return inDefault;
  const pattern = splitList(config.get(`${prefix}groups`))
    .map((group) => config.get(`${prefix}${group}.include`) ?? '')
    .find((include) => !isRegularExpression(include));
  if (pattern === undefined) return undefined;
  return `Invalid value [${pattern}] for configuration include: Syntax error in regular expression: ${reason(pattern)}`;
}

function numberProblem(
  config: SandboxConnector['config'],
  key: string,
  { type, rule }: { readonly type: string; readonly rule: string },
): string | undefined {
  const text = config.get(key)?.trim();
  if (text === undefined) return `Missing required configuration "${key}" which has no default value.`;
  if (!/^[+-]?\d+$/.test(text))
    return `Invalid value ${text} for configuration ${key}: Not a number of type ${type}`;
  const number = Number(text);
  const name = key.replace('topic.creation.default.', '');
  return number === -1 || number > 0
    ? undefined
    : `Invalid value ${number} for configuration ${name}: ${rule}`;
}

function insertFieldProblem(text: (key: string) => string | undefined, prefix: string): string | undefined {
  if (!/^org\.apache\.kafka\.connect\.transforms\.InsertField\$/.test(text(`${prefix}type`)?.trim() ?? '')) {
    return undefined;
  }
  const fields = ['topic.field', 'partition.field', 'offset.field', 'timestamp.field', 'static.field'];
  if (fields.every((field) => text(`${prefix}${field}`) === undefined))
    return 'No field insertion configured';
  if (text(`${prefix}static.field`) === undefined || text(`${prefix}static.value`) !== undefined)
    return undefined;
  const spec = 'org.apache.kafka.connect.transforms.InsertField$InsertionSpec@4f2a1b3c';
  return `Invalid value null for configuration static.value: No value specified for static field: ${spec}`;
}
