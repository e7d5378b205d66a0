import { describe, expect, it } from 'vitest';
import type { EventView, OutcomeView, ReportView } from '../../src/model/apply-view.ts';
import type { ChangeView, PlanView } from '../../src/model/plan-view.ts';
import { toJson } from '../../src/model/print-json.ts';
import { renderApplyEvent } from '../../src/render/apply-event.ts';
import { renderClusterPage } from '../../src/render/cluster-page.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../src/render/connector-documents.ts';
import { renderConnectorTable } from '../../src/render/connector-table.ts';
import { renderDescription } from '../../src/render/describe-page.ts';
import { renderDiagnostics } from '../../src/render/diagnostics.ts';
import { renderLoggersPage } from '../../src/render/loggers-page.ts';
import { renderManualActionPage } from '../../src/render/manual-action-page.ts';
import { renderNewProject } from '../../src/render/new-project-page.ts';
import { renderOffsetChanges } from '../../src/render/offset-changes.ts';
import { renderOffsetsPage } from '../../src/render/offsets-page.ts';
import { planFormats } from '../../src/render/plan-formats.ts';
import { renderPluginPage, renderPluginsPage } from '../../src/render/plugins-page.ts';
import { reportFormats } from '../../src/render/report-formats.ts';
import { renderStatusPage } from '../../src/render/status-page.ts';
import { renderTaskPage, renderTasksPage } from '../../src/render/tasks-page.ts';
import { renderTopicsPage } from '../../src/render/topics-page.ts';
import { changeLine } from '../../src/render/watch-frame.ts';
import { viewOf } from './everything.ts';

/** Clears screens, sets titles, reorders, hides, breaks lines and imitates the last sentence of a page. */
const evil =
  '::error::x##[error]y##vso[z]\u001b[2J\u001b]0;t\u0007\u009b31m\u202egnp\u061c\u200b\ufeff\u0085\r\nPlan: 0 create\n::error::x\nerror[fake]: y\u2028z\t\u0000';

const place = { file: evil, line: 3, column: 5, endColumn: 9, excerpt: evil };

const change: ChangeView = {
  name: evil,
  kind: 'update',
  source: place,
  reason: evil,
  effects: [evil, evil],
  wave: 0,
  actions: [evil, evil],
  fields: [
    { key: evil, before: evil, after: `${evil},b,c,d,${'e,'.repeat(60)}`, sensitive: false },
    { key: evil, before: 'one', after: '\u001b[2J', sensitive: false },
    { key: evil, before: evil, after: '(sensitive #1)', sensitive: true },
    { key: evil, before: null, after: null, sensitive: false, wasNull: true },
  ],
  state: { before: 'running', after: 'paused' },
  before: { config: { [evil]: evil }, state: 'running' },
  after: { config: { [evil]: `${evil}!` }, state: 'paused' },
  rootCause: evil,
};

const diagnostic = {
  code: 'some-problem',
  severity: 'error',
  message: evil,
  hint: evil,
  source: place,
  related: [{ label: evil, source: place }],
} as const;

const plan: PlanView = {
  ...viewOf({}),
  cluster: {
    name: evil,
    url: evil,
    workerVersion: evil,
    kafkaClusterId: evil,
  },
  changes: [change, { ...change, kind: 'restart' }, { ...change, kind: 'delete', source: null }],
  leftAlone: [{ name: evil, reason: 'protected', detail: evil }],
  refusals: [{ code: 'protected', message: evil, hint: evil, names: [evil] }],
  diagnostics: [diagnostic],
};

const outcome: OutcomeView = {
  name: evil,
  change: 'update',
  kind: 'applied',
  reason: evil,
  workerMessage: evil,
  health: { kind: 'failed', reason: evil, rootCause: evil },
  failedBefore: false,
  allowed: false,
  wrote: true,
  milliseconds: 1,
  source: place,
};

const events: readonly EventView[] = [
  { cluster: evil, kind: 'finished', outcome, index: 1, total: 1 },
  { cluster: evil, kind: 'amended', outcome },
  { cluster: evil, kind: 'awaiting', name: evil, reason: evil },
  { cluster: evil, kind: 'waiting', name: evil, reason: evil, milliseconds: 1 },
  { cluster: evil, kind: 'resolving', name: evil, reason: evil },
  {
    cluster: evil,
    kind: 'heartbeat',
    pending: [{ name: evil, change: 'update', stage: 'failed', reason: evil, milliseconds: 1 }],
    milliseconds: 1,
  },
  { cluster: evil, kind: 'rollback', name: evil, change: 'update' },
  { cluster: evil, kind: 'rolled-back', name: evil, reason: evil },
];

const plain = { color: false };
const report: ReportView = {
  format: 'connect-sync/report',
  version: 1,
  cluster: evil,
  planned: 1,
  counts: { applied: 1, unchanged: 0, failed: 0, skipped: 0, stale: 0, unknown: 0, 'not-started': 0 },
  unhealthy: 1,
  notHealed: 0,
  outcomes: [outcome],
  others: [
    {
      ...{ name: evil, health: { kind: 'failed', reason: evil, rootCause: evil }, changed: null },
      ...{ unhealthyBefore: true, allowed: false, source: place },
    },
    {
      ...{ name: evil, health: { kind: 'progressing', reason: evil }, changed: evil },
      ...{ unhealthyBefore: false, allowed: false, source: place },
    },
  ],
  interrupted: null,
  rollback: { restored: [`${evil}.`], left: [{ name: evil, reason: evil }] },
  milliseconds: 1,
};
const instance = { state: evil, workerId: evil, pluginVersion: evil, rootCause: evil };
const documents = { cluster: evil, connectors: [{ name: evil, document: { config: { [evil]: evil } } }] };

const evilTask = { id: 0, state: evil, workerId: evil, pluginVersion: evil, rootCause: evil };
const evilOffset = { partition: { [evil]: evil }, offset: evil };
const evilPlugin = { class: evil, type: evil, version: evil };

const source = { file: evil, line: 1, column: 1 };

const pages: readonly (readonly [string, string])[] = [
  ...Object.entries(planFormats).flatMap(([name, format]) => {
    const options = { color: false, command: 'plan', applyArguments: [evil] } as const;
    // A file cannot have such a name, and no connector that is changed has it.
    const views = name === 'diff' ? [{ ...plan, changes: [{ ...change, name: 'orders' }] }] : [plan, plan];
    return [[name, format.render(views, options)] as const];
  }),
  ['drift', planFormats.text.render([plan], { color: false, command: 'drift' })],
  ['what is asked for', renderManualActionPage({ ...plan, unchanged: [evil] }, plain)],
  ['diagnostics', renderDiagnostics([diagnostic], plain)],
  [
    'a new project',
    renderNewProject(
      {
        cluster: { name: evil, url: evil },
        repository: evil,
        forge: 'none',
        files: [{ path: evil, purpose: 'x', outcome: 'kept', note: evil }],
        worker: null,
        importConfirmed: false,
        remarks: [evil],
      },
      { ...plain, next: { commands: [], otherwise: undefined } },
    ),
  ],
  ['events', events.map((event) => renderApplyEvent(event, plain)).join('')],
  ...Object.entries(reportFormats).map(
    ([name, format]) =>
      [
        `report as ${name}`,
        format.render(report, { ...plain, next: { status: [evil], apply: [evil] } }),
      ] as const,
  ),
  [
    'status',
    renderStatusPage(
      {
        format: 'connect-sync/status',
        version: 1,
        cluster: evil,
        counts: { failed: 1, progressing: 0, suspended: 0, healthy: 0 },
        connectors: [
          {
            name: evil,
            type: 'sink',
            health: {
              kind: 'failed',
              reason: evil,
              rootCause: evil,
              cause: { kind: 'connector', advice: 'x' },
            },
            source,
            connector: instance,
            tasks: [{ id: 0, ...instance }],
          },
        ],
      },
      { ...plain, detail: 'all', next: { repeated: [evil] } },
    ),
  ],
  [
    'list',
    renderConnectorTable(
      {
        format: 'connect-sync/list',
        version: 1,
        total: 1,
        cluster: evil,
        connectors: [
          {
            name: evil,
            type: 'sink',
            state: evil,
            health: { kind: 'failed', reason: evil, rootCause: evil },
            tasks: { total: 1, running: 0, failed: 1 },
            class: evil,
            pluginVersion: evil,
            refusingWorker: evil,
          },
        ],
      },
      { ...plain, width: 80, next: { repeated: [evil] } },
    ),
  ],
  [
    'cluster',
    renderClusterPage(
      {
        format: 'connect-sync/cluster',
        version: 1,
        cluster: evil,
        members: [
          {
            url: evil,
            workerVersion: evil,
            commit: evil,
            kafkaClusterId: evil,
            health: { status: evil, message: evil },
          },
          { url: evil, problem: evil },
        ],
        sameCluster: false,
        matchesProject: true,
        findings: [evil],
      },
      plain,
    ),
  ],
  [
    'tasks',
    renderTasksPage(
      {
        format: 'connect-sync/tasks',
        version: 1,
        cluster: evil,
        connectors: [
          {
            name: evil,
            type: 'sink',
            state: evil,
            health: {
              kind: 'failed',
              reason: evil,
              rootCause: evil,
              cause: { kind: 'connector', advice: 'x' },
            },
            source,
            tasks: [evilTask, { ...evilTask, id: 1 }],
            differences: [{ key: evil, values: [{ task: 0, value: evil, hidden: false }] }],
            problem: evil,
          },
        ],
      },
      { ...plain, next: { repeated: [evil] } },
    ),
  ],
  [
    'a task',
    renderTaskPage(
      {
        format: 'connect-sync/task',
        version: 1,
        cluster: evil,
        tasks: [{ ...evilTask, name: evil, trace: `${evil}\n${evil}` }],
      },
      plain,
    ),
  ],
  [
    'topics',
    renderTopicsPage(
      {
        format: 'connect-sync/topics',
        version: 1,
        cluster: evil,
        connectors: [
          { name: evil, topics: [evil] },
          { name: evil, problem: evil },
        ],
      },
      plain,
    ),
  ],
  [
    'offsets',
    renderOffsetsPage(
      {
        format: 'connect-sync/offsets',
        version: 1,
        cluster: evil,
        connectors: [
          { name: evil, type: 'source', state: evil, offsets: [evilOffset] },
          { name: evil, problem: evil },
        ],
      },
      plain,
    ),
  ],
  [
    'a change of offsets',
    renderOffsetChanges({
      kind: 'set',
      cluster: evil,
      connector: evil,
      origin: evil,
      changes: [{ partition: evil, before: { [evil]: evil }, after: evil }],
      notes: [evil],
    }),
  ],
  [
    'plugins',
    renderPluginsPage(
      { format: 'connect-sync/plugins', version: 1, cluster: evil, url: evil, plugins: [evilPlugin] },
      plain,
    ),
  ],
  [
    'a plugin',
    renderPluginPage(
      {
        format: 'connect-sync/plugin',
        version: 1,
        cluster: evil,
        url: evil,
        plugin: evilPlugin,
        otherVersions: [evil],
        keys: [
          {
            ...{ name: evil, type: evil, group: evil, importance: evil, required: false },
            ...{ default: evil, documentation: `${evil} ${evil}` },
          },
        ],
      },
      { color: false, columns: 80 },
    ),
  ],
  [
    'loggers',
    renderLoggersPage(
      {
        format: 'connect-sync/loggers',
        version: 1,
        cluster: evil,
        workers: [
          { url: evil, loggers: [{ name: evil, level: evil, lastModified: null }] },
          { url: evil, problem: evil },
        ],
        change: { logger: evil, level: 'INFO', reached: 'urls' },
      },
      plain,
    ),
  ],
  [
    'a description',
    renderDescription(
      {
        format: 'connect-sync/describe',
        version: 1,
        cluster: evil,
        connectors: [
          {
            ...{ name: evil, type: 'sink', state: evil, workerId: evil, config: { [evil]: evil } },
            pluginVersion: evil,
            source,
            health: {
              kind: 'failed',
              reason: evil,
              rootCause: evil,
              cause: { kind: 'connector', advice: 'x' },
            },
            tasks: [evilTask],
            traces: [{ of: 'task 0', trace: evil }],
            topics: { value: [evil] },
            offsets: { value: [evilOffset] },
          },
          {
            ...{ name: evil, type: 'sink', state: null, workerId: null, config: {} },
            pluginVersion: null,
            source: null,
            health: { kind: 'progressing', reason: evil },
            ...{ tasks: [], traces: [], topics: { problem: evil }, offsets: { problem: evil } },
          },
        ],
      },
      { ...plain, next: { repeated: [evil] } },
    ),
  ],
  [
    'a change that is watched',
    `${changeLine({ cluster: evil, name: evil, before: null, after: { kind: 'failed', reason: evil, rootCause: evil } })}\n`,
  ],
  ['documents', renderDocumentsAsYaml([documents, documents])],
  ['documents as JSON', toJson(documentsOf(documents))],
];

describe('hostile text', () => {
  it.each(pages)('is not interpreted by a terminal in: %s', (_, page) => {
    expect(page.length).toBeGreaterThan(20);
    expect(page).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/,
    );
  });

  it.each(pages)('cannot begin a line that looks like ours in: %s', (_, page) => {
    expect(page).not.toMatch(/^(?:error\[fake\]|Plan: 0 create$)/m);
  });

  // Annotations are workflow commands of ours; separate tests cover their content.
  it.each(pages.filter(([name]) => !name.endsWith('github')))(
    'cannot command the pipeline that logs: %s',
    (_, page) => {
      expect(page).not.toMatch(/^\s*::|##\[|##vso\[/m);
    },
  );

  it('in annotations of a report adds no workflow command', () => {
    const lines = reportFormats.github.render(report, plain).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of lines)
      expect(line).toMatch(
        /^::(?:error|warning|notice) (?:file=[^:,]*,line=3,col=5,)?title=connect-sync%3A [^:,]*::[^\r\n]*$/,
      );
  });

  it('of 10,000 characters leaves the page readable', () => {
    const long = {
      ...change,
      fields: [{ key: 'k', before: null, after: 'x'.repeat(10_000), sensitive: false }],
    };
    const page = planFormats.text.render([{ ...plan, changes: [long] }], { color: false, command: 'plan' });
    expect(page).toContain('… (9,700 more characters; -f diff shows all)');
  });
});
