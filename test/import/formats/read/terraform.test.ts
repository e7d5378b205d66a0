import { describe, expect, it } from 'vitest';
import { foundIn } from '../../../support/found-in.ts';

const sink = `resource "kafka-connect_connector" "orders" {
  name = "orders"
  config = {
    "name"            = "orders"
    "connector.class" = "org.acme.Sink"
    "tasks.max"       = 2
    topics            : "orders", // unquoted key, colon and comma
    "errors.log.enable" = true    # a boolean
    /* "commented" = "out" */
  }
}
`;

describe('a Terraform configuration', () => {
  it('with literals is read', () => {
    expect(foundIn('main.tf', sink)).toMatchObject({
      configs: {
        orders: {
          'connector.class': 'org.acme.Sink',
          'tasks.max': '2',
          topics: 'orders',
          'errors.log.enable': 'true',
        },
      },
      skipped: [],
      notRead: [],
      codes: [],
    });
  });

  it.each([
    [
      'Aiven',
      'resource "aiven_kafka_connector" "a" {\n connector_name = "a"\n config = { "connector.class" = "X" }\n}',
      {},
    ],
    [
      'Confluent Cloud',
      'resource "confluent_connector" "b" {\n status = "PAUSED"\n config_nonsensitive = {\n "name" = "a"\n "connector.class" = "X"\n }\n config_sensitive = {}\n}',
      { states: ['paused'], codes: ['import-managed-service'] },
    ],
    [
      'Amazon MSK',
      'resource "aws_mskconnect_connector" "b" {\n name = "a"\n connector_configuration = { "connector.class" = "X" }\n capacity { autoscaling { mcu_count = 1 } }\n}',
      { codes: ['import-managed-service'] },
    ],
    [
      'Conduktor',
      'resource "conduktor_console_connector_v2" "b" {\n name = "a"\n spec = { config = { "connector.class" = "X" } }\n}',
      {},
    ],
    [
      'a manifest of Kubernetes',
      'resource "kubernetes_manifest" "b" {\n manifest = { kind = "KafkaConnector", metadata = { name = "a" }, spec = { class = "X", config = {} } }\n}',
      {},
    ],
  ])('of %s is read', (_, text, others) => {
    expect(foundIn('main.tf', text)).toMatchObject({
      configs: { a: { 'connector.class': 'X' } },
      skipped: [],
      ...others,
    });
  });

  it.each([
    ['an interpolation', '"${var.host}:5432/$${topic}"', '${var.host}:5432/${topic}'],
    ['a variable', 'var.host', '${var.host}'],
    ['escapes', '"a\\"b\\\\c\\u0041\\n"', 'a"b\\cA\n'],
    ['a here-document', '<<EOT\nSELECT 1\n  FROM ${var.host}\nEOT', 'SELECT 1\n  FROM ${var.host}\n'],
    ['an indented here-document', '<<-SQL\n      SELECT 1\n        FROM a\n    SQL', 'SELECT 1\n  FROM a\n'],
    ['a local', 'local.host', 'db.example.com'],
    ['a local with a variable', '"x-${local.inner.topic}"', 'x-${var.host}'],
    ['a decimal', '1.50', '1.50'],
    ['the name of a topic in the same file', 'kafka_topic.all.name', 'all'],
  ])('with %s as a value is read', (_, value, expected) => {
    const text = `
resource "kafka_topic" "all" { name = "all" }
locals {
  host  = "db.example.com"
  inner = { topic = var.host }
}
${sink.replace('"org.acme.Sink"', () => `"org.acme.Sink"\n"value" = ${value}`)}`;
    expect(foundIn('main.tf', text).configs['orders']).toMatchObject({ value: expected });
  });

  it('makes environment variables of secrets, and takes defaults of other variables', () => {
    const text = `
variable "host" { default = "db" }
variable "login" {
  default   = "x"
  sensitive = true
}
${sink.replace('"org.acme.Sink"', '"org.acme.Sink"\n"host" = var.host\n"user" = var.login\n"connection.password" = var.db-pw')}`.replace(
      /\}\s*$/,
      '  config_sensitive = { "field" = var.field, "other" = "literal" }\n}\n',
    );
    expect(foundIn('main.tf', text)).toMatchObject({
      configs: {
        orders: {
          host: '${var.host}',
          user: '${env.LOGIN}',
          'connection.password': '${env.DB_PW}',
          field: '${env.FIELD}',
          other: 'literal',
        },
      },
      secretKeys: ['field', 'other'],
      variables: { host: 'db' },
    });
  });

  it.each([
    ['a function', 'upper("x")', 'the function upper'],
    ['a condition', 'var.a ? "x" : "y"', 'a condition'],
    ['an attribute of a resource', 'acme_db.main.host', 'acme_db.main.host'],
    ['an interpolated attribute', '"jdbc:${acme_db.main.host}"', 'acme_db.main.host'],
    ['an attribute of a resource that is repeated', 'x_topic.many.name', 'x_topic.many.name'],
    ['an attribute that refers to itself', 'x_topic.loop.name', 'x_topic.loop.name'],
    ['a data source', 'data.acme_db.main.host', 'data.acme_db.main.host'],
    ['an output of a module', 'module.db.host', 'module.db.host'],
    ['a local of another file', 'local.elsewhere', 'local.elsewhere'],
    ['a local in a cycle', 'local.loop', 'local.loop'],
    ['an index', 'var.hosts[0]', 'an index'],
    ['an operator', '1 + 2', 'an operator'],
    ['a directive', '"%{ if var.a }x%{ endif }"', 'a template directive'],
    ['an element', 'each.value', 'each.value'],
  ])('with %s skips the connector', (_, value, uses) => {
    const text = `locals { loop = local.loop }
resource "x_topic" "many" {
  for_each = local.all
  name = "a"
}
resource "x_topic" "loop" { name = x_topic.loop.name }
${sink.replace('"orders"\n    "connector', `"orders"\n    "value" = ${value}\n    "connector`)}`;
    expect(foundIn('main.tf', `${text}${sink.replaceAll('orders', 'second')}`)).toMatchObject({
      configs: { second: {} },
      skipped: [`skipped "orders": "value" uses ${uses}, which import cannot evaluate`],
    });
  });

  it.each([
    ['count', '{\n  count = 2\n  name', 'count'],
    ['for_each', '{\n  for_each = { for k in var.all : k => k if k != "}" }\n  name', 'for_each'],
  ])('with %s skips the connector', (_, start, key) => {
    expect(foundIn('main.tf', sink.replace('{\n  name', start)).skipped).toEqual([
      `skipped "orders": "${key}" uses a repetition of the resource, which import cannot evaluate`,
    ]);
  });

  it('whose config is an expression skips the connector', () => {
    const text =
      'resource "confluent_connector" "x" {\n  config_nonsensitive = merge(local.all, {\n    "connector.class" = "X"\n  })\n}';
    expect(foundIn('main.tf', text).skipped).toEqual([
      'skipped "x": "config_nonsensitive" uses the function merge, which import cannot evaluate',
    ]);
  });

  it('lists what is only in expressions', () => {
    const text =
      'locals {\n  all = {\n    a = { "connector.class" = "X" }\n    b = { "connector.class" = "Y" }\n  }\n}';
    expect(foundIn('main.tf', text).notRead).toEqual([
      'main.tf:3 an expression of Terraform: import the output of  terraform show -json > state.json  instead',
      'main.tf:4 an expression of Terraform: import the output of  terraform show -json > state.json  instead',
    ]);
  });

  it.each([
    ['an open string', 'a = "x\n'],
    ['an open block', 'resource "a" "b" {'],
    ['an open here-document', 'a = <<EOT\nx'],
    ['an open comment', 'a = 1 /* x'],
    ['an open interpolation', 'a = "${x"'],
    ['an open list', 'a = [1, 2'],
    ['another language', '{"connector.class": "X"}'],
  ])('with %s is reported', (_, text) => {
    expect(foundIn('main.tf', text).codes).toEqual(['import-unreadable']);
  });
});

const state = (values: object, more: object = {}) =>
  JSON.stringify({
    format_version: '1.0',
    ...more,
    values: {
      root_module: {
        child_modules: [{ resources: [{ address: 'module.m.x', type: 'x_connector', name: 'r', values }] }],
      },
    },
  });

describe('a Terraform state', () => {
  const values = {
    name: 'orders',
    config: { name: 'orders', 'connector.class': 'X' },
    config_sensitive: { password: null, user: 'u' },
  };

  it.each([
    ['as terraform show -json prints it', state(values)],
    [
      'as a file',
      JSON.stringify({
        version: 4,
        resources: [{ mode: 'managed', type: 'x_connector', name: 'r', instances: [{ attributes: values }] }],
      }),
    ],
  ])('%s is read, and sensitive values that are left out are masked', (_, text) => {
    expect(foundIn('terraform.tfstate', text)).toMatchObject({
      configs: { orders: { 'connector.class': 'X', password: '********', user: 'u' } },
      secretKeys: ['password', 'user'],
    });
  });

  it('of a plan skips connectors with values that are known after apply', () => {
    const plan = (unknown: object) =>
      state(
        {},
        {
          planned_values: {
            root_module: { resources: [{ address: 'x.r', type: 'x_connector', name: 'r', values }] },
          },
          prior_state: JSON.parse(state(values)),
          resource_changes: [
            { address: 'x.r', change: { before: null, after: values, after_unknown: unknown } },
          ],
        },
      );
    expect(Object.keys(foundIn('plan.json', plan({ id: true, config: {} })).skipped)).toEqual([]);
    expect(foundIn('plan.json', plan({ config: { 'database.hostname': true } })).skipped).toEqual([
      'skipped "orders": "database.hostname" uses a value that is known after apply, which import cannot evaluate',
    ]);
  });

  it('reads the arguments of a module, and lists locals with connectors that only other files use', () => {
    const text = `${sink}module "payments" {
  source = "./connector"
  name   = "payments"
  config = { "connector.class" = "X" }
}
locals {
  connectors = { a = { config = { "connector.class" = "Y" } } }
}
`;
    expect(foundIn('main.tf', text)).toMatchObject({
      configs: { orders: {}, payments: { 'connector.class': 'X' } },
      notRead: [
        'main.tf:18 an expression of Terraform: import the output of  terraform show -json > state.json  instead',
      ],
    });
  });
});
