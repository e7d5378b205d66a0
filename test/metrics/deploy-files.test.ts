import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { metricTable } from '../../src/metrics/metric-table.ts';
import { labelsIn, metricsIn } from './metrics-in-expressions.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const rules: readonly Rule[] = parse(read('prometheus/alerts.yaml')).groups.flatMap(
  (group: { readonly rules: readonly Rule[] }) => group.rules,
);
const dashboard = JSON.parse(read('grafana/dashboard.json'));
const panels: readonly Panel[] = dashboard.panels;
const variables: readonly { readonly name: string; readonly definition?: string }[] =
  dashboard.templating.list;

/** What Prometheus prints of a histogram, and the labels that it adds itself. */
const printedNames = new Map(
  [...metricTable].flatMap(([name, row]) =>
    row.kind === 'histogram'
      ? ['_bucket', '_sum', '_count'].map((suffix) => [`${name}${suffix}`, [...row.labels, 'le']] as const)
      : [[name, row.labels] as const],
  ),
);
const ownLabels = ['job', 'instance'];

describe('an alert rule', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s reads metrics and labels that exist',
    (_name, rule) => {
      expectKnown(rule.expr);
      for (const text of Object.values(rule.annotations))
        for (const [, label = ''] of text.matchAll(/\$labels\.(\w+)/g))
          expect([...labelsOf(rule.expr), ...ownLabels]).toContain(label);
    },
  );

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s has a severity and a runbook',
    (_name, rule) => {
      expect(['critical', 'warning']).toContain(rule.labels['severity']);
      expect(rule.annotations['summary']).toMatch(/^\S.{10,}/);
      expect(rule.annotations['runbook']).toMatch(/^\S.{40,}\.$/);
    },
  );

  it('is tested where it fires and where it does not', () => {
    const { tests } = parse(read('prometheus/alerts.test.yaml'), { merge: true });
    const cases = tests.flatMap(
      (test: {
        readonly alert_rule_test: readonly { alertname: string; exp_alerts: readonly unknown[] }[];
      }) => test.alert_rule_test,
    );
    const named = (fires: boolean) =>
      new Set(
        cases
          .filter(({ exp_alerts }: { exp_alerts: readonly unknown[] }) => exp_alerts.length > 0 === fires)
          .map(({ alertname }: { alertname: string }) => alertname),
      );
    const all = new Set(rules.map(({ alert }) => alert));
    expect(named(true)).toEqual(all);
    expect(named(false)).toEqual(all);
  });
});

describe('the dashboard', () => {
  it('has what Grafana requires', () => {
    const validate = new Ajv({ allErrors: true }).compile(dashboardSchema);
    validate(dashboard);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)))(
    'reads in "%s" metrics and labels that exist',
    (_title, expr) => expectKnown(expr),
  );

  it('takes its variables from metrics that exist, and uses no other', () => {
    for (const { definition } of variables) {
      const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition ?? '') ?? [];
      if (definition !== undefined) expect([...(printedNames.get(metric) ?? []), 'job']).toContain(label);
    }
    const used = JSON.stringify(panels).match(/\$\{?(?!__)\w+/g) ?? [];
    const names = new Set(variables.map(({ name }) => name));
    expect(
      [...new Set(used.map((text) => text.replace(/\W/g, '')))].filter((name) => !names.has(name)),
    ).toEqual([]);
  });

  it('has panels with an id each that do not overlap', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('shows or alerts on every metric but those that say what is set', () => {
    const shown = new Set(
      [...panels.flatMap(({ targets = [] }) => targets), ...rules].flatMap(({ expr }) => metricsIn(expr)),
    );
    const unseen = [...metricTable.keys()].filter((name) => !shown.has(name) && !shown.has(`${name}_bucket`));
    expect(unseen).toEqual([
      'connect_sync_start_timestamp_seconds',
      'connect_sync_mode',
      'connect_sync_source_revision_timestamp_seconds',
      'connect_sync_source_failing_timestamp_seconds',
      'connect_sync_connectors_declared',
      'connect_sync_connector_state',
      'connect_sync_connector_restarts',
      'connect_sync_run_failures',
    ]);
  });
});

function read(file: string): string {
  return readFileSync(new URL(`../../deploy/${file}`, import.meta.url), 'utf8');
}

function labelsOf(expression: string): readonly string[] {
  return metricsIn(expression).flatMap((name) => printedNames.get(name) ?? []);
}

function expectKnown(expression: string): void {
  const names = metricsIn(expression);
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !printedNames.has(name))).toEqual([]);
  const known = new Set([...labelsOf(expression), ...ownLabels]);
  expect(labelsIn(expression).filter((label) => !known.has(label))).toEqual([]);
}

const datasource = {
  type: 'object',
  required: ['type', 'uid'],
  properties: { type: { const: 'prometheus' }, uid: { const: '${datasource}' } },
};

/** The parts of a dashboard that Grafana reads when it imports one (schema version 39, Grafana 10.4 and later). */
const dashboardSchema = {
  type: 'object',
  required: ['uid', 'title', 'schemaVersion', 'panels', 'templating', 'time', 'annotations'],
  properties: {
    uid: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,40}$' },
    title: { type: 'string', minLength: 1 },
    // A dashboard with an id overwrites another one of the Grafana that imports it.
    id: { type: 'null' },
    schemaVersion: { const: 39 },
    panels: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'title', 'type', 'gridPos'],
        properties: {
          id: { type: 'integer', minimum: 1 },
          title: { type: 'string', minLength: 1 },
          type: { enum: ['row', 'stat', 'timeseries', 'table'] },
          datasource,
          gridPos: {
            type: 'object',
            required: ['x', 'y', 'w', 'h'],
            properties: {
              x: { type: 'integer', minimum: 0, maximum: 23 },
              y: { type: 'integer', minimum: 0 },
              w: { type: 'integer', minimum: 1, maximum: 24 },
              h: { type: 'integer', minimum: 1 },
            },
          },
          targets: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['refId', 'expr', 'datasource'],
              properties: {
                refId: { type: 'string', pattern: '^[A-Z]$' },
                expr: { type: 'string' },
                datasource,
              },
            },
          },
        },
        if: { properties: { type: { const: 'row' } } },
        else: { required: ['targets', 'datasource', 'fieldConfig', 'options'] },
      },
    },
  },
};
