import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ImportView } from '../../src/model/import-view.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

const files = {
  'old/main.tf': `variable "stage" { default = "dev" }
resource "kafka-connect_connector" "orders" {
  name = "orders-\${var.stage}"
  config = { "name" = "orders-\${var.stage}", "connector.class" = "org.acme.Sink", "topics" = "orders" }
  config_sensitive = { "acme.field" = "a1b2c3d4" }
}
resource "kafka-connect_connector" "skipped" {
  name   = "skipped"
  config = { "connector.class" = "org.acme.Sink", "topics" = join(",", var.topics) }
}
`,
  'old/lines.ksql':
    "CREATE SINK CONNECTOR lines WITH ('connector.class' = 'org.acme.Sink', 'topics' = 'lines');\n",
  'old/template.yaml': `kind: Template
objects:
  - kind: KafkaConnector
    apiVersion: kafka.strimzi.io/v1beta2
    metadata: { name: audit }
    spec: { class: org.acme.Sink, tasksMax: "\${{TASKS}}", config: { topics: audit } }
parameters: [{ name: TASKS, value: "2" }]
`,
  'old/compose.yml': `services:
  init:
    command: "curl -X PUT http://c:8083/connectors/clicks/config -d '{\\"connector.class\\": \\"org.acme.Sink\\"}'"
`,
  'old/chart/a.yaml': '{{- if .Values.on }}\nconfig:\n  connector.class: X\n{{- end }}\n',
};

it('import of files of many tools accounts for each connector, and what it writes is valid', async () => {
  const { directory } = projectFolder(files);
  const run = (...args: readonly string[]) => runCli(args, { directory });
  const imported = await run('import', '--from', 'old', '--secrets', '.env', '-f', 'json');
  expect(imported.exitCode, imported.stderr).toBe(20);
  const { connectors, notRead } = JSON.parse(imported.stdout) as ImportView;
  expect(connectors.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
    'LINES: new',
    'audit: new',
    'clicks: new',
    'orders-dev: new',
    'skipped: skipped',
  ]);
  expect(notRead.map(({ file, line }) => `${file}:${line}`)).toEqual(['old/chart/a.yaml:3']);
  expect(readFileSync(path.join(directory, '.env'), 'utf8')).toContain('a1b2c3d4');
  const validated = await run('validate', '--dotenv', '.env');
  expect(validated.exitCode, validated.stdout + validated.stderr).toBe(0);
});
