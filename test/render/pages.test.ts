import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DocumentsView } from '../../src/inspect/documents.ts';
import { viewConnectorList } from '../../src/inspect/list.ts';
import type { ClusterPageView } from '../../src/inspect/members.ts';
import { viewStatus } from '../../src/inspect/status.ts';
import { assessHealth } from '../../src/model/assess-health.ts';
import type { Health } from '../../src/model/health.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import { toJson } from '../../src/model/print-json.ts';
import { makeScrub } from '../../src/model/redaction/scrub.ts';
import { renderClusterPage } from '../../src/render/cluster-page.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../src/render/connector-documents.ts';
import { renderConnectorTable } from '../../src/render/connector-table.ts';
import { renderStatusAsMarkdown } from '../../src/render/markdown-status.ts';
import { renderStatusPage } from '../../src/render/status-page.ts';
import { live } from '../support/connectors.ts';
import { problemsOfPage, renderAsGitHub } from '../support/github-page.ts';

const plain = { color: false };
const everything = { color: false, detail: 'all' } as const;

function snapshot(name: string): string {
  return path.join(import.meta.dirname, '__snapshots__', `${name}.txt`);
}

const trace =
  'a.ConnectException: x\n\tat a.b\nCaused by: b.ServiceUnavailable: hunter2 at \u001b[31mneo4j:7687\n';

const connectors = {
  well: live('sink-elastic-orders-00', { type: 'sink', tasks: ['RUNNING', 'RUNNING'] }),
  broken: live('source-broken-00', { tasks: ['RUNNING', 'FAILED', 'FAILED'], taskTrace: trace }),
  failed: live('source-failed-00', { state: 'FAILED', trace, tasks: [] }),
  paused: live('sink-paused-00', { type: 'sink', state: 'PAUSED', tasks: ['PAUSED'] }),
  fresh: live('source-fresh-00', { state: null, tasks: [] }),
  odd: live('odd\u001b[2J\nname', { config: {}, tasks: [] }),
};

const judgements: Readonly<Record<keyof typeof connectors, Health>> = {
  well: { kind: 'healthy', running: 2, tasks: 2 },
  broken: { kind: 'failed', reason: '2 of 3 tasks FAILED', trace },
  failed: { kind: 'failed', reason: 'connector FAILED', trace },
  paused: { kind: 'suspended', state: 'paused' },
  fresh: { kind: 'progressing', reason: 'it has no status yet' },
  odd: { kind: 'healthy', running: 0, tasks: 0, warning: 'it runs no tasks' },
};

const assessed = Object.entries(connectors).map(([key, connector]) => ({
  live: connector,
  health: judgements[key as keyof typeof connectors],
}));

describe('the list of connectors', () => {
  it('is a table with failed ones first', async () => {
    const view = viewConnectorList(assessed, 'prod', {
      unreachable: new Set(),
      scrub: makeScrub(new KnownSecrets()),
      causes: 'hidden',
    });
    expect(view.connectors.map(({ name }) => name).slice(0, 3)).toEqual([
      'source-broken-00',
      'source-failed-00',
      'source-fresh-00',
    ]);
    await expect(renderConnectorTable(view, plain)).toMatchFileSnapshot(snapshot('list'));
  });

  it('reports a worker that refuses connections, with the number of its connectors', () => {
    const refusing = new Set(['127.0.0.1:8083', 'other:8083']);
    const all = [
      ...['a', 'b'].map((name) => live(name, {})),
      live('z', { state: 'PAUSED', tasks: ['PAUSED'] }),
    ];
    const view = viewConnectorList(
      all.map((one) => ({ live: one, health: assessHealth({ ...one, refusing }) })),
      'prod',
      { unreachable: refusing, scrub: makeScrub(new KnownSecrets()), causes: 'hidden' },
    );
    expect(view.connectors.map(({ refusingWorker }) => refusingWorker)).toEqual([
      '127.0.0.1:8083',
      '127.0.0.1:8083',
      null,
    ]);
    expect(renderConnectorTable(view, plain).split('\n').slice(-3)).toEqual([
      'prod: 3 connectors: 1 PAUSED, 2 RUNNING, worker gone',
      'worker 127.0.0.1:8083 refuses connections, with 2 connectors on it. To list them: connect-sync status',
      '',
    ]);
  });

  it('says that there are none', () => {
    expect(
      renderConnectorTable(
        viewConnectorList([], 'prod', {
          unreachable: new Set(),
          scrub: makeScrub(new KnownSecrets()),
          causes: 'hidden',
        }),
        plain,
      ),
    ).toBe('prod: no connectors\n');
  });
});

describe('the status of connectors', () => {
  const known = new KnownSecrets();
  known.learn('hunter2');
  for (const { name: connector } of Object.values(connectors)) {
    known.values.learn({ connector, key: 'topic', text: 'orders', shown: 'orders' });
  }
  const scrub = makeScrub(known);
  const view = viewStatus(assessed, 'prod', scrub);

  it('shows each task with the root cause of its failure, worst first', async () => {
    await expect(renderStatusPage(view, everything)).toMatchFileSnapshot(snapshot('status'));
  });

  it('is a page for a job summary', async () => {
    const page = renderStatusAsMarkdown([view, viewStatus([], 'dev', scrub)]);
    expect(problemsOfPage(renderAsGitHub(page))).toEqual([]);
    expect(page).not.toContain('hunter2');
    await expect(page).toMatchFileSnapshot(path.join(import.meta.dirname, '__snapshots__', 'status.md'));
  });

  it('is plain data without secrets', () => {
    expect(JSON.parse(toJson(view))).toEqual(view);
    expect(toJson(view)).not.toMatch(/hunter2|\u001b/);
  });

  it('of nothing is a sentence', () => {
    expect(renderStatusPage(viewStatus([], 'prod', scrub), everything)).toBe('prod: 0 connectors\n');
  });
});

describe('a cluster', () => {
  const member = {
    workerVersion: '3.9.1',
    commit: 'f745dfdcee2b9851',
    kafkaClusterId: 'hVB3FkRmTpC1',
    health: null,
  };
  const view: ClusterPageView = {
    format: 'connect-sync/cluster',
    version: 1,
    cluster: 'prod',
    members: [
      {
        url: 'https://connect-1.example:8083',
        ...member,
        health: { status: 'healthy', message: 'Worker is.' },
      },
      { url: 'https://connect-22.example:8083', ...member, workerVersion: '3.8.0', kafkaClusterId: null },
      { url: 'https://connect-3.example:8083', ...member, kafkaClusterId: 'oTHerCLuSTer' },
      { url: 'https://connect-4.example:8083', problem: 'connection refused' },
    ],
    sameCluster: false,
    matchesProject: true,
    findings: ['these URLs belong to different Kafka clusters'],
  };

  it('is one line per URL, with warnings if they disagree', async () => {
    await expect(renderClusterPage(view, plain)).toMatchFileSnapshot(snapshot('cluster'));
  });
});

describe('a cluster without a name', () => {
  it('is identified by its URL, once', () => {
    const member = { url: 'http://localhost:8083', problem: 'connection refused' };
    const view = {
      format: 'connect-sync/cluster',
      version: 1,
      cluster: member.url,
      members: [member],
      sameCluster: null,
      matchesProject: true,
      findings: [],
    } as const;
    expect(renderClusterPage(view, plain)).toBe('  http://localhost:8083  connection refused\n');
  });
});

describe('documents', () => {
  const view: DocumentsView = {
    cluster: 'prod',
    connectors: [
      { name: 'b', document: { config: { x: '1' }, state: 'paused' } },
      {
        name: 'a',
        document: { config: { k: '2' }, state: 'running' },
        origins: new Map([['k', [{ layer: 'connector', label: null, file: 'a.yaml', line: 3, column: 1 }]]]),
      },
    ],
  };

  it('are YAML documents like connector files, sorted by name', () => {
    expect(renderDocumentsAsYaml([view])).toBe(
      'name: a\nstate: running\nconfig:\n  k: 2 # a.yaml:3\n---\nname: b\nstate: paused\nconfig:\n  x: 1\n',
    );
  });

  it('of several clusters name their cluster', () => {
    const other: DocumentsView = { cluster: 'dev\n', connectors: [{ name: 'a', document: { config: {} } }] };
    expect(renderDocumentsAsYaml([other, view])).toMatch(
      /^# on dev\\n\nname: a\nconfig: \{\}\n---\n# on prod\nname: a\n/,
    );
  });

  it('are one JSON document, sorted by name', () => {
    expect(Object.entries(documentsOf(view))).toEqual([
      [
        'a',
        {
          config: { k: '2' },
          state: 'running',
          origins: { k: [{ layer: 'connector', label: null, file: 'a.yaml', line: 3, column: 1 }] },
        },
      ],
      ['b', { config: { x: '1' }, state: 'paused' }],
    ]);
  });
});
