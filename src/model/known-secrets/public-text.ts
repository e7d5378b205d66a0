import { findSecrets } from '../redaction/find-secrets.ts';
import type { Span } from '../span.ts';
import { fold } from './fold.ts';
import { eachWindow, WindowSet, windowLength } from './window-set.ts';

/**
 * The parts of a secret value that may show when they are quoted alone: the host of a URL, the class name in a JAAS line,
 * all of an address. The value as a whole is secret nevertheless.
 */
export function publicParts(value: string): readonly Span[] {
  if (addresses.some((address) => address.test(value))) return [{ start: 0, end: value.length }];
  const spans = secretParts(value);
  if (spans.length === 0) return [];
  const starts = [0, ...spans.map(({ end }) => end)];
  const ends = [...spans.map(({ start }) => start), value.length];
  return starts.map((start, index) => ({ start, end: ends[index] ?? value.length }));
}

/** Keys within the value, and what is a secret by the structure of the text around them. */
function secretParts(value: string): Span[] {
  const parts: Span[] = [];
  let done = 0;
  for (const { 0: key, index } of value.matchAll(pem)) {
    parts.push(...structuredParts(value, done, index), { start: index, end: index + key.length });
    done = index + key.length;
  }
  return [...parts, ...structuredParts(value, done, value.length)];
}

const pem = /-----BEGIN [^-\n]*-----[\s\S]*?(?:-----END [^-\n]*-----|$)/g;

/** Line by line, as foreign texts are scrubbed: a JAAS line is one among others. */
function structuredParts(value: string, from: number, to: number): Span[] {
  const text = value.slice(from, to);
  const isText = structured.test(text);
  let start = from;
  return text.split('\n').flatMap((line) => {
    const offset = start;
    start += line.length + 1;
    const { form, spans } = findSecrets(line);
    // A password may have an `@` or `=` by chance.
    if (form === 'other' && !isText) return [];
    return spans.map((span) => ({ start: offset + span.start, end: offset + span.end }));
  });
}

/** Prose and messages, JSON, and connection strings such as `Endpoint=sb://…;SharedAccessKey=…`. */
const structured = /\S\s+\S|^\{"|^\w{1,60}=[^;]{1,1000};\s*\w{1,60}=/;

/** A URL, `host:port` or a list of them, a host name, the path of a file, the name of a Java class. */
const addresses: readonly RegExp[] = [
  /^[a-z][a-z\d+.:-]{0,30}:\/\/[\w.,:-]{1,1000}(?:\/[\w./-]{0,100})?$/,
  /^[a-z\d][a-z\d.-]{0,100}:\d{2,5}(?:,[a-z\d][a-z\d.-]{0,100}:\d{2,5}){0,50}$/,
  /^(?:[a-z\d][a-z\d-]{0,62}\.){1,8}(?:com|org|net|io|de|eu|cloud|internal|intra|lan|local|localdomain|corp|svc|example|test)$/,
  /^\/(?:etc|opt|var|usr|home|tmp|mnt|run|srv|data|secrets?|vault)\/[\w./-]{1,200}$/,
  /^(?:com|org|io|net|java|javax)(?:\.[a-z_][a-z\d_]{0,40}){1,10}(?:\.[A-Z]\w{0,80})?$/,
];

/** Whether a window of folded characters is so ordinary that it is no piece of a secret: `password`, `--------`. */
export function isPublicWindow(units: Uint16Array, last: number, first: number, second: number): boolean {
  publicWindows ??= windowsOf(publicTexts);
  return publicWindows.kindOf(first, second) > 0 || isMonotonous(units, last);
}

let publicWindows: WindowSet | undefined;

function windowsOf(texts: readonly string[]): WindowSet {
  const windows = new WindowSet();
  for (const text of texts) {
    const { units, length } = fold(text);
    eachWindow(units, length, (_, first, second) => windows.add(first, second, 1));
  }
  return windows;
}

/** Whether the window that ends here has one or two different characters, as lines and numbers have. */
function isMonotonous(units: Uint16Array, last: number): boolean {
  const one = units[last];
  let other = one;
  for (let index = last - windowLength + 1; index < last; index += 1) {
    const unit = units[index];
    if (unit === one || unit === other) continue;
    if (other !== one) return false;
    other = unit;
  }
  return true;
}

/** What ordinary texts about connectors are made of. Of longer ones every eight characters are public. */
const publicTexts: readonly string[] = [
  ...words(`
    administrator aggregate aggregator amazonaws.com analytics apache.kafka application applications attempting
    authenticate authenticated authentication authorization authorized available backend balances between bigquery
    bootstrap.servers brokers business calendar campaign cannotbe cassandra catalogue category certificate certificates
    changelog checkout classpath clickhouse client.id cluster.local com.example.kafka.connect completed
    configuration configurations configured confluent confluentinc.com connect.distributed connection.password connection.url
    connection.user connections connector.class connectors consumer.override. container contacts containers converter
    coordinator cosmosdb couchbase credential credentials customer customers data.platform database.hostname
    database.password database.port database.server.name database.user databases databricks dead.letter.queue debezium
    default. delivery department deployment developer developers development dictionary different directory discount
    distributed document documents domainname dynamodb elasticsearch employee employees encryption endpoint enterprise
    environment environments eventhub exception exceptions expected external failover failures filestream financial
    firewall following football forbidden function gateways github.com gitlab.com grafana health.check heartbeat hostname
    identity information infrastructure instance instances integration internal.example.com interrupted invalid
    inventories inventory invoice invoices java.lang. java.util.concurrent. javax.net.ssl. jdbc:mariadb:// jdbc:mysql://
    jdbc:oracle:thin:@ jdbc:postgresql:// jdbc:sqlserver:// kafka-connect keystore kubernetes language listener literals
    localhost localhost:8083 locations logistics maintenance management manufacture marketing membership merchant message
    messages metadata microservice microsoft middleware mirrormaker monitoring mongodb+srv:// mysqldump namespace network
    networks nosuchfield notifications opensearch operation operational operations operator optional oracledb
    org.apache.kafka.common.security. org.apache.kafka.connect. organization organizations original overview
    partition partitions partner.api passphrase passwords payload payments permission permissions personal planning
    platform portfolio postgres postgresql predicates previous principal privatekey processing processor producer.override.
    product production products profiles programme project projects prometheus properties property protocol provider
    providers purchase purchases quantity rabbitmq readonly readwrite received recommend records recovery redshift
    reference references refused rejected relation relational replacement replica replicas replication replicator
    reporting reports repository request requests required reservation resource resources response restarted returned
    rollback salesforce sandbox schedule scheduler schema.history.internal schema.registry.url searching secondary
    secrets.properties security.protocol sensitive sequence serializer server.com serverless service serviceaccount
    services settings shipment shipments shipping shutdown singapore snapshot snowflake snowflakecomputing.com software
    something sqlserver staging. standalone standard statement statistics storefront strategy streaming streams strimzi
    subject subscriber subscription supplier suppliers supported svc.cluster.local synthetic technical telemetry template
    temporary terraform testing. timestamp timezone topic.prefix transaction transactional transactions transfer
    transform transforms transport truststore undefined unexpected university unknown unsupported upstream user.name
    username utilities validate validation validator validators variable variables version warehouse warehouses website
    windows. workflow workspace yugabyte zookeeper
  `),
  ...[
    'PlainLoginModule required username=',
    'ScramLoginModule required username=',
    ' password=',
    'ssl=true&',
  ],
  ...['SCRAM-SHA-256', 'SCRAM-SHA-512', 'SASL_PLAINTEXT', 'SASL_SSL', 'Authorization: Basic ', 'Bearer '],
  ...['-----BEGIN RSA PRIVATE KEY-----', '-----END RSA PRIVATE KEY-----', '-----BEGIN EC PRIVATE KEY-----'],
  ...['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', '-----END EC PRIVATE KEY-----'],
  ...['-----BEGIN ENCRYPTED PRIVATE KEY-----', '-----END ENCRYPTED PRIVATE KEY-----'],
  ...['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', 'https://www.', 'http://localhost:'],
  ...['.example.com', '.example.org', 'eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'],
];

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
