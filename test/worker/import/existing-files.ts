/** Names of the connectors in `existingFiles`, sorted. */
export const connectorNames = [
  'clicks-source',
  'customers-cdc',
  'lines-sink',
  'lines-source',
  'mirror-checkpoints',
  'mirror-heartbeats',
  'mirror-topics',
  'orders-cdc',
  'pageviews-source',
  'report-sink',
] as const;

const lines = `{
  "name": "lines-source",
  "config": {
    "connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector",
    "tasks.max": 1,
    "file": "/dev/null",
    "topic": "lines",
    "transforms": "wrap,stamp",
    "transforms.wrap.type": "org.apache.kafka.connect.transforms.HoistField$Value",
    "transforms.wrap.field": "line",
    "transforms.stamp.type": "org.apache.kafka.connect.transforms.InsertField$Value",
    "transforms.stamp.static.field": "site",
    "transforms.stamp.static.value": "north"
  }
}
`;

const properties = `# Copies the lines for the archive.
name=lines-sink
connector.class=FileStreamSink
tasks.max=1
file=/dev/null
topics=lines
transforms=route
transforms.route.type=org.apache.kafka.connect.transforms.RegexRouter
# The groups of the expression stay as written.
transforms.route.regex=(.*)-(.*)
transforms.route.replacement=$2_$1
errors.tolerance=none
`;

const strimzi = `apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaConnector
metadata:
  name: mirror-topics
  labels: { strimzi.io/cluster: connect }
spec:
  class: org.apache.kafka.connect.mirror.MirrorSourceConnector
  tasksMax: 2
  config:
    source.cluster.alias: north
    target.cluster.alias: south
    source.cluster.bootstrap.servers: \${KAFKA_BROKER}
    target.cluster.bootstrap.servers: \${KAFKA_BROKER}
    topics: lines
    topics.exclude: .*[\\-\\.]internal, .*\\.replica
    replication.factor: 1
    offset-syncs.topic.replication.factor: 1
    sync.topic.acls.enabled: false
---
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaConnector
metadata:
  name: mirror-heartbeats
  labels: { strimzi.io/cluster: connect }
spec:
  class: org.apache.kafka.connect.mirror.MirrorHeartbeatConnector
  state: running
  config:
    source.cluster.alias: north
    target.cluster.alias: south
    source.cluster.bootstrap.servers: \${KAFKA_BROKER}
    target.cluster.bootstrap.servers: \${KAFKA_BROKER}
    heartbeats.topic.replication.factor: 1
    emit.heartbeats.interval.seconds: 5
`;

const script = `#!/bin/bash
set -e
CONNECT=\${CONNECT:-http://localhost:8083}
NORTH=north

curl -sf -X PUT "$CONNECT/connectors/mirror-checkpoints/config" -H 'Content-Type: application/json' -d @- <<EOF
{
  "connector.class": "org.apache.kafka.connect.mirror.MirrorCheckpointConnector",
  "source.cluster.alias": "$NORTH",
  "target.cluster.alias": "south",
  "source.cluster.bootstrap.servers": "$KAFKA_BROKER",
  "target.cluster.bootstrap.servers": "$KAFKA_BROKER",
  "groups": "archive-.*",
  "checkpoints.topic.replication.factor": "1",
  "offset-syncs.topic.replication.factor": "1"
}
EOF

curl -sf -X POST "$CONNECT/connectors" -H 'Content-Type: application/json' -d '{
  "name": "orders-cdc",
  "config": {
    "connector.class": "io.debezium.connector.mysql.MySqlConnector",
    "database.hostname": "127.0.0.1",
    "database.port": "'"$DB_PORT"'",
    "database.user": "debezium",
    "database.password": "'"$MYSQL_PASSWORD"'",
    "database.server.id": "4711",
    "database.server.name": "shop",
    "table.include.list": "shop.orders",
    "database.history.kafka.bootstrap.servers": "'"$KAFKA_BROKER"'",
    "database.history.kafka.topic": "history.orders",
    "transforms": "unwrap",
    "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
    "transforms.unwrap.drop.tombstones": "false"
  }
}'
`;

const configMap = `apiVersion: v1
kind: ConfigMap
metadata: { name: connectors }
data:
  customers.json: |
    {
      "name": "customers-cdc",
      "config": {
        "connector.class": "io.debezium.connector.mysql.MySqlConnector",
        "database.hostname": "127.0.0.1",
        "database.port": "\${DB_PORT}",
        "database.user": "debezium",
        "database.password": "\${MYSQL_PASSWORD}",
        "database.server.id": 4712,
        "database.server.name": "crm",
        "database.include.list": "shop",
        "table.include.list": "shop.customers",
        "snapshot.mode": "schema_only",
        "database.history.kafka.bootstrap.servers": "\${KAFKA_BROKER}",
        "database.history.kafka.topic": "history.customers",
        "include.schema.changes": false
      }
    }
`;

const terraform = `variable "stage" {
  default = "test"
}

resource "kafka-connect_connector" "report" {
  name = "report-sink"
  config = {
    "name"            = "report-sink"
    "connector.class" = "org.apache.kafka.connect.file.FileStreamSinkConnector"
    "tasks.max"       = 1
    "topics"          = "lines"
    "file"            = "/dev/null"
    "report.title"    = "report-\${var.stage}"
  }
  config_sensitive = {
    "report.password" = "Wq7-Tarn-5512"
  }
}
`;

const ksql = `-- Pages as they are viewed.
CREATE SOURCE CONNECTOR IF NOT EXISTS \`pageviews-source\` WITH (
  'connector.class' = 'FileStreamSource',
  'file' = '/dev/null',
  'topic' = 'pageviews',
  'tasks.max' = '1',
  'value.converter' = 'org.apache.kafka.connect.storage.StringConverter'
);
`;

const helmValues = `replicas: 1
connect:
  connectors:
    clicks-source:
      config:
        connector.class: FileStreamSource
        tasks.max: "1"
        file: /dev/null
        topic: clicks
        batch.size: 50
        key.converter: org.apache.kafka.connect.json.JsonConverter
        key.converter.schemas.enable: false
`;

/**
 * Ten connectors as teams deploy them, in the formats that import reads. They run on a worker with the file connectors,
 * MirrorMaker, and Debezium 1.9 for MySQL. They refer to KAFKA_BROKER, DB_PORT and MYSQL_PASSWORD.
 */
export const existingFiles: Readonly<Record<string, string>> = {
  'old/lines.json': lines,
  'old/lines-sink.properties': properties,
  'old/mirror.yaml': strimzi,
  'old/deploy.sh': script,
  'old/configmap.yaml': configMap,
  'old/main.tf': terraform,
  'old/pageviews.sql': ksql,
  'old/values.yaml': helmValues,
};
