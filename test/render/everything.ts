import { diagnose } from '../../src/model/diagnostic.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { makeRedactor } from '../../src/model/redaction/redactor.ts';
import { makeScrub } from '../../src/model/redaction/scrub.ts';
import { viewPlan } from '../../src/model/redaction/view-plan.ts';
import { absent, type LiveParts, lineOf, live, type PresentParts, present } from '../support/connectors.ts';
import { type PlanParts, planFor } from '../support/plans.ts';

/** The view of a plan for files and a cluster, made as the commands make it. */
export function viewOf(
  parts: PlanParts & {
    readonly known?: KnownSecrets;
    readonly passwordKeys?: ReadonlyMap<string, ReadonlySet<string>>;
    readonly also?: Partial<Plan>;
  },
): PlanView {
  const known = parts.known ?? new KnownSecrets();
  const redactor = makeRedactor({
    live: parts.live ?? [],
    desired: parts.desired ?? [],
    passwordKeys: parts.passwordKeys ?? new Map(),
    known,
  });
  return viewPlan({ ...planFor(parts), ...parts.also }, redactor, makeScrub(known));
}

const tables = Array.from({ length: 84 }, (_, index) => `inventory.table_${String(index).padStart(2, '0')}`);
const tablesWithoutComma = tables.join(',').replace('table_41,', 'table_41');

const elastic = {
  'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  'connection.url': 'https://elastic-1.example:9200',
  'tasks.max': '2',
  topics: 'orders',
};

const mysql = {
  'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
  'database.hostname': 'mysql',
  'tasks.max': '1',
};

const neo4j = { 'connector.class': 'org.neo4j.connectors.kafka.sink.Neo4jConnector', 'tasks.max': '2' };

const neo4jTrace = [
  'org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.',
  '\tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:636)',
  'Caused by: org.neo4j.driver.exceptions.ServiceUnavailableException: Unable to connect to neo4j:7687 as neo4j-secret-word',
  '\t... 10 more',
].join('\n');

const query = (days: number) =>
  `SELECT o.id, o.customer_id, o.created_at, o.total, c.country FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.created_at > now() - interval '${days} days' ORDER BY o.created_at`;

const wishes: Readonly<Record<string, PresentParts>> = {
  'sink-elastic-orders-00': {
    config: {
      ...elastic,
      'batch.size': '4000',
      'connection.password': 'new-password',
      'connection.url': 'https://elastic:new-password@elastic-2.example:9200',
      'errors.deadletterqueue.topic.name': '',
      'value.converter.basic.auth.user.info': '${file:/secrets/registry.properties:user-info}',
    },
    secretKeys: ['connection.password'],
  },
  'source-debezium-orders-00': {
    config: {
      ...mysql,
      'database.password': 'new-password',
      'table.include.list': tables.join(','),
      'transforms.addTopicPrefix.replacement': 'mysql-debezium-$1',
    },
    secretKeys: ['database.password'],
  },
  'source-debezium-shop-00': {
    config: { ...mysql, 'table.include.list': tables.join(',') },
    state: 'paused',
  },
  'source-jdbc-report-00': { config: { ...mysql, query: query(30), 'key.schema': '{\n  "type": "long"\n}' } },
  'sink-neo4j-orders-00': { config: neo4j },
  'sink-archive-00': { config: elastic, state: 'stopped' },
  'sink-metrics-00': { config: elastic },
  'sink-metrics-01': { config: elastic },
};

const lives: Readonly<Record<string, LiveParts>> = {
  'sink-elastic-orders-00': {
    config: {
      ...elastic,
      'batch.size': '2000',
      'connection.password': 'old-password',
      'connection.url': 'https://elastic:old-password@elastic-1.example:9200',
      'value.converter.basic.auth.user.info': 'registry:old-password',
    },
    nullKeys: ['linger.ms'],
    type: 'sink',
    tasks: ['RUNNING', 'RUNNING'],
  },
  'source-debezium-shop-00': { config: { ...mysql, 'table.include.list': tablesWithoutComma } },
  'source-jdbc-report-00': { config: { ...mysql, query: query(7), 'key.schema': '{\n  "type": "int"\n}' } },
  'sink-neo4j-orders-00': {
    config: neo4j,
    type: 'sink',
    tasks: ['RUNNING', 'FAILED'],
    taskTrace: neo4jTrace,
  },
  'sink-archive-00': { config: elastic, type: 'sink' },
  'sink-metrics-00': { config: elastic, type: 'sink' },
  'sink-metrics-01': { config: elastic, type: 'sink' },
  'audit-old': { config: mysql },
  'orders-legacy': { config: mysql },
  'payments-card': { config: mysql },
  'käse/../\u001b[31m': { config: mysql },
};

/** The input of the plan `everything`: each kind of change, of value, and of reason to leave a connector alone. */
export const everythingParts = {
  desired: [...Object.entries(wishes).map(([name, parts]) => present(name, parts)), absent('audit-old')],
  live: Object.entries(lives).map(([name, parts]) => live(name, parts)),
  policy: { ownership: { names: ['sink-*', 'source-*', 'audit-*', 'orders-*'] } },
} satisfies PlanParts;

/** A plan that contains everything that can be applied. */
export function everything(): PlanView {
  const known = new KnownSecrets();
  for (const secret of ['new-password', 'neo4j-secret-word']) known.learn(secret);
  return viewOf({ ...everythingParts, known, also: { validation: 'done' } });
}

/** The same plan, refused by safety checks and by the worker. */
export function refused(): PlanView {
  const view = everything();
  const objection = diagnose(
    'rejected-by-worker',
    {
      name: 'source-debezium-orders-00',
      key: 'tasks.max',
      workerMessage: 'Invalid value 1 for new-password',
    },
    {
      source: {
        ...lineOf('source-debezium-orders-00', 9),
        excerpt: '  tasks.max: 1',
        endColumn: 12,
        column: 3,
      },
    },
  );
  const known = new KnownSecrets();
  known.learn('new-password');
  const also: Partial<Plan> = {
    validation: 'done',
    findings: [objection],
    refusals: [
      {
        code: 'too-many-deletes',
        message: 'pruning would delete 12 of 40 owned connectors (30 %); at most 10 may be deleted',
        hint: 'review the list; --allow-deletes 12 allows exactly this many',
        names: Array.from({ length: 12 }, (_, index) => `audit-${String(index).padStart(2, '0')}`),
      },
      {
        code: 'protected',
        message: '"state: absent" would delete 1 connector that ownership.protect keeps',
        hint: 'remove the name from ownership.protect first, in a separate change, or keep the connector',
        names: ['payments-card'],
      },
    ],
  };
  return { ...view, ...pick(viewOf({ ...everythingParts, known, also })) };
}

function pick({ refusals, diagnostics }: PlanView) {
  return { refusals, diagnostics };
}
