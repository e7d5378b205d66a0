import { describe, expect, it } from 'vitest';
import { viewStatus } from '../../src/inspect/status.ts';
import { diagnose } from '../../src/model/diagnostic.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import type { ApplyReport, Outcome } from '../../src/model/outcome.ts';
import { toJson } from '../../src/model/print-json.ts';
import { makeRedactor } from '../../src/model/redaction/redactor.ts';
import { makeScrub } from '../../src/model/redaction/scrub.ts';
import { viewDiagnostics } from '../../src/model/redaction/view-diagnostics.ts';
import { viewEvent } from '../../src/model/redaction/view-event.ts';
import { viewPlan } from '../../src/model/redaction/view-plan.ts';
import { viewReport } from '../../src/model/redaction/view-report.ts';
import { renderApplyEvent } from '../../src/render/apply-event.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../src/render/connector-documents.ts';
import { renderDiagnostics } from '../../src/render/diagnostics.ts';
import { renderStatusAsMarkdown } from '../../src/render/markdown-status.ts';
import { planFormats } from '../../src/render/plan-formats.ts';
import { reportFormats } from '../../src/render/report-formats.ts';
import { renderStatusPage } from '../../src/render/status-page.ts';
import { absent, live, present } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

/** Has a recognizable start and end; every kind of escaping changes the middle. */
function canary(kind: string, side: 'old' | 'new'): string {
  const between = kind === 'header' ? '-._~+/' : '"&\'/ +%';
  return `head${wordOf(kind, side)}${between}${wordOf(kind, side)}tail`;
}

function wordOf(kind: string, side: 'old' | 'new'): string {
  return `${kind.replaceAll('-', '')}${side}canary`;
}

/** Kinds of secret, each in a configuration. */
const kinds: Readonly<Record<string, (secret: string) => Record<string, string>>> = {
  password: (secret) => ({ 'database.password': secret }),
  typed: (secret) => ({ 'connection.uri': secret }),
  environment: (secret) => ({ 'some.setting': secret }),
  jaas: (secret) => ({
    'producer.override.sasl.jaas.config': `a.PlainLoginModule required username="u" password="${secret.replaceAll('"', '\\"')}";`,
  }),
  'jaas-elsewhere': (secret) => ({
    'custom.login': `a.PlainLoginModule required username="u" password="${secret.replaceAll('"', '\\"')}";`,
  }),
  userinfo: (secret) => ({ 'connection.url': `https://user:${encodeURIComponent(secret)}@host:9200/path` }),
  'raw-userinfo': (secret) => ({ 'connection.url': `https://user:${secret}@host:9200/path` }),
  parameter: (secret) => ({
    'connection.url': `jdbc:pg://h/db?user=u&password=${encodeURIComponent(secret)}&a=b`,
  }),
  'connection-string': (secret) => ({
    'connection.string': `Endpoint=sb://h/;SharedAccessKey=${secret};Entity=x`,
  }),
  'user-info': (secret) => ({ 'value.converter.basic.auth.user.info': `user:${secret}` }),
  pem: (secret) => ({ 'tls.material': `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----` }),
  json: (secret) => ({ options: JSON.stringify({ host: 'h', password: secret }) }),
  header: (secret) => ({ 'http.headers': `Accept: *|Authorization: Bearer ${secret}` }),
};

const kindNames = Object.keys(kinds);

function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    secret.replaceAll("'", "'\\''"),
  ];
}

function configOf(kind: string, side: 'old' | 'new'): Record<string, string> {
  return { 'connector.class': 'a.Plugin', ...kinds[kind]?.(canary(kind, side)) };
}

/** Every output for a cluster whose live and desired connectors contain canaries. */
function everyOutput(): Map<string, string> {
  const known = new KnownSecrets();
  known.learn(canary('environment', 'new'));
  const secretKeys = ['some.setting'];
  const names = kindNames.map((kind) => [kind, kind] as const);
  const everyForm = kindNames.flatMap((kind) => [
    ...formsOf(canary(kind, 'old')),
    ...formsOf(canary(kind, 'new')),
  ]);
  const said = `Invalid value: ${everyForm.join(' and ')}`;
  const broken = { tasks: ['FAILED'], taskTrace: `a.B: x\nCaused by: c.D: ${said}` };
  const desired = [
    ...names.map(([name, kind]) => present(`update-${name}`, { config: configOf(kind, 'new'), secretKeys })),
    ...names.map(([name, kind]) => present(`create-${name}`, { config: configOf(kind, 'new'), secretKeys })),
    ...names.map(([name]) => present(`drop-${name}`, { config: { 'connector.class': 'a.Plugin' } })),
    ...names.map(([name]) => absent(`delete-${name}`)),
    present('broken'),
  ];
  const lives = [
    ...names.map(([name, kind]) => live(`update-${name}`, { config: configOf(kind, 'old') })),
    // The file no longer declares the key: the secret is recognized by its value.
    ...names.map(([name, kind]) => live(`drop-${name}`, { config: configOf(kind, 'new') })),
    ...names.map(([name, kind]) => live(`delete-${name}`, { config: configOf(kind, 'new') })),
    live('broken', broken),
  ];
  const passwordKeys = new Map([['a.Plugin', new Set(['connection.uri'])]]);
  const scrub = makeScrub(known);
  const redactor = makeRedactor({ live: lives, desired, passwordKeys, known });
  const findings = kindNames.map((kind) =>
    diagnose('rejected-by-worker', { name: `create-${kind}`, key: 'a', workerMessage: said }),
  );
  const plan = viewPlan({ ...planFor({ desired, live: lives }), findings }, redactor, scrub);
  const outcome: Outcome = {
    name: 'a',
    change: 'update',
    kind: 'failed',
    reason: said,
    workerMessage: said,
    health: { kind: 'failed', reason: '1 of 1 task FAILED', trace: said },
    failedBefore: false,
    wrote: false,
    milliseconds: 1,
  };
  const report: ApplyReport = {
    planned: 1,
    outcomes: [outcome],
    others: [
      {
        ...{ name: 'a', health: { kind: 'failed', reason: 'connector FAILED', trace: said }, changed: said },
        ...{ unhealthyBefore: true, allowed: false, source: { file: 'a.yaml', line: 1, column: 1 } },
      },
    ],
    interrupted: undefined,
    rollback: { restored: [], left: [{ name: 'a', reason: said }] },
    milliseconds: 1,
  };
  const reportView = viewReport(report, 'prod', scrub);
  const event = viewEvent({ kind: 'finished', outcome, index: 1, total: 1 }, 'prod', scrub);
  const others = [
    viewEvent({ kind: 'resolving', name: 'a', reason: said }, 'prod', scrub),
    viewEvent({ kind: 'health', name: 'a', health: { kind: 'progressing', reason: said } }, 'prod', scrub),
    viewEvent(
      { kind: 'health', name: 'a', health: { kind: 'failed', reason: 'x', trace: said } },
      'prod',
      scrub,
    ),
    viewEvent({ kind: 'rolled-back', name: 'a', reason: said }, 'prod', scrub),
    viewEvent(
      {
        kind: 'heartbeat',
        pending: [{ name: 'a', change: 'update', stage: 'failed', reason: said, milliseconds: 1 }],
        milliseconds: 1,
      },
      'prod',
      scrub,
    ),
  ];
  const waiting = viewEvent({ kind: 'waiting', name: 'a', reason: said, milliseconds: 1 }, 'prod', scrub);
  const status = viewStatus(
    [{ live: live('broken', broken), health: { kind: 'failed', reason: 'x', trace: said } }],
    'prod',
    scrub,
  );
  const documents = {
    cluster: 'prod',
    connectors: lives.map(({ name, config }) => ({
      name,
      document: redactor.document(name, config, { state: 'running' }),
    })),
  };
  const plain = { color: false };
  const outputs = new Map<string, string>([
    ['report', toJson(reportView)],
    ['event', renderApplyEvent(event, plain) + toJson(event)],
    ['waiting', renderApplyEvent(waiting, plain) + toJson(waiting)],
    ['other events', others.map((view) => renderApplyEvent(view, plain) + toJson(view)).join('')],
    ['status', renderStatusPage(status, { ...plain, detail: 'all' }) + toJson(status)],
    ['diagnostics', renderDiagnostics(viewDiagnostics(findings, scrub), plain)],
    ['documents', renderDocumentsAsYaml([documents]) + toJson(documentsOf(documents))],
  ]);
  for (const [name, format] of Object.entries(reportFormats)) {
    outputs.set(`report as ${name}`, format.render(reportView, plain));
  }
  outputs.set('status as markdown', renderStatusAsMarkdown([status]));
  for (const [name, format] of Object.entries(planFormats)) {
    for (const command of ['plan', 'drift', 'apply'] as const) {
      outputs.set(`${name} of ${command}`, format.render([plan], { color: true, command }));
    }
  }
  return outputs;
}

describe('a canary in place of a secret', () => {
  const outputs = everyOutput();

  it.each([...outputs.keys()])('does not appear in any form in: %s', (name) => {
    const output = outputs.get(name) ?? '';
    expect(output.length).toBeGreaterThan(100);
    const seen = kindNames.flatMap((kind) =>
      (['old', 'new'] as const).flatMap((side) =>
        formsOf(canary(kind, side))
          .filter((form) => output.includes(form))
          .map((form) => `${kind}, ${side}: ${form}`),
      ),
    );
    expect(seen).toEqual([]);
  });

  it.each([...outputs.keys()])('does not appear in part in: %s', (name) => {
    const words = kindNames.flatMap((kind) => [wordOf(kind, 'old'), wordOf(kind, 'new')]);
    expect(words.filter((word) => outputs.get(name)?.includes(word))).toEqual([]);
  });

  it('shows that it changed', () => {
    expect(outputs.get('text of plan')).toMatch(
      /-database\.password: \(sensitive #\d+\).*\n.*\+database\.password: \(sensitive #\d+\)/,
    );
    expect(outputs.get('text of plan')).toMatch(
      /connection\.url: https:\/\/\(sensitive #\d+\)@host:9200\/path/,
    );
  });
});
