import { type CelType, listOf, mapOf, type RecordType, scalar } from './cel-type.ts';

/** A variable of policies, with its fields for the documentation. */
export interface PolicyVariable {
  readonly name: string;
  readonly type: CelType;
  readonly description: string;
  readonly fields: readonly PolicyField[];
}

/** A field of a variable. */
export interface PolicyField {
  readonly name: string;
  readonly type: CelType;
  readonly description: string;
}

const [text, int] = [scalar('string'), scalar('int')];
const texts = mapOf(text);
const names = listOf(text);

function field(name: string, type: CelType, description: string): PolicyField {
  return { name, type, description };
}

const ofConnector = [
  field('name', text, 'the name'),
  field(
    'type',
    text,
    '`source` or `sink`; `unknown` where neither the worker nor the configuration shows it',
  ),
  field('class', text, '`connector.class`, as it is written'),
  field('config', texts, 'every key with its value as text; secrets are masked, provider references are not'),
];

const ofFiles = [
  field('state', text, '`running`, `paused`, `stopped` or `absent`; empty if no file declares a state'),
  field(
    'labels',
    texts,
    'its keys that begin with `x-`, without `x-`: `x-owner` is `connector.labels.owner`',
  ),
  field(
    'secrets',
    texts,
    'the keys with secrets, and where each value is: `reference` (of a config provider), `environment` (`${env.…}`) or `literal` (in clear)',
  ),
];

const ofWorker = [
  field('state', text, '`running`, `paused` or `stopped`'),
  field('labels', texts, 'empty: a worker knows no labels'),
  field('secrets', texts, 'as for `connector`, of the live configuration'),
  field('tasks', int, 'the number of tasks'),
  field('health', text, '`healthy`, `progressing`, `failed` or `suspended`'),
];

const ofChange = [
  field('kind', text, '`create`, `update`, `delete`, `set-state`, `restart` or `none`'),
  field('keys', names, 'the configuration keys that differ, sorted'),
  field('losesOffsets', scalar('bool'), 'whether stored offsets no longer apply after it'),
  field(
    'dataEffects',
    names,
    'the kinds of its [effects on data](effects.md), such as `offsets-lost`, `new-snapshot` or `replay`',
  ),
  field('effects', names, 'all of its effects in words, as the plan shows them'),
];

const ofPlan = [
  field('creates', int, 'how many connectors are created'),
  field('updates', int, 'how many are updated'),
  field('deletes', int, 'how many are deleted'),
  field('states', int, 'how many only change their state'),
  field('restarts', int, 'how many are restarted'),
  field('total', int, 'how many change in any way'),
  field('declared', int, 'how many connectors the files declare'),
  field('live', int, 'how many connectors are live'),
  field('names', names, 'the names of all that change'),
  field('created', names, 'the names of those that are created'),
  field('updated', names, 'the names of those that are updated'),
  field('deleted', names, 'the names of those that are deleted'),
  field('losesOffsets', names, 'the names of those whose stored offsets no longer apply'),
];

const ofCluster = [
  field('name', text, 'its name in the project file; empty for a URL'),
  field('version', text, 'the version of Kafka Connect; empty in `validate`, which contacts no worker'),
  field('kafkaClusterId', text, 'the id of the Kafka cluster, if it is known'),
  field('url', text, 'the URL without credentials; empty in `validate`'),
];

/** The variables of an expression, in the order of the documentation. */
export const policyVariables: readonly PolicyVariable[] = [
  record(
    'connector',
    [...ofConnector, ...ofFiles],
    'the connector as declared; for a deletion, as it is live',
  ),
  record(
    'live',
    [...ofConnector, ...ofWorker],
    'the connector on the cluster; `null` if there is none',
    true,
  ),
  record('change', ofChange, 'what the plan does to the connector'),
  record('plan', ofPlan, 'the whole plan of a cluster'),
  record('cluster', ofCluster, 'the cluster'),
  {
    name: 'now',
    type: scalar('timestamp'),
    description: 'the time of the run: `now.getHours("Europe/Berlin")`, `now.getDayOfWeek()` (0: Sunday)',
    fields: [],
  },
];

/** The types of the variables by name. */
export const variableTypes: ReadonlyMap<string, CelType> = new Map(
  policyVariables.map(({ name, type }) => [name, type]),
);

function record(
  name: string,
  fields: readonly PolicyField[],
  description: string,
  isNullable = false,
): PolicyVariable {
  const type: RecordType = {
    kind: 'record',
    name,
    isNullable,
    fields: Object.fromEntries(fields.map((one) => [one.name, one.type])),
  };
  return { name, type, description, fields };
}
