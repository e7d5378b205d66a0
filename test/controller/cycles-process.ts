import { getEventListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { runController } from '../../src/controller/run-controller.ts';
import { renderControllerPage } from '../../src/render/html/controller-page.ts';
import { realClock } from '../support/real-clock.ts';
import { controllerInput } from './controller-input.ts';
import { type CyclesOptions, churnedNames, type Mark } from './many-cycles.ts';

// A controller in a process of its own, which runs cycle after cycle and reports what it holds at some of them.

const options = JSON.parse(process.argv[2] ?? '{}') as CyclesOptions;
const { directory, marks, leakedBytes = 0 } = options;
const clock = realClock(1_000);
const interruption = new AbortController();
const found: Mark[] = [];
const leaked: string[] = [];
let url = '';
let cycles = 0;
let requests = 0;
let series = 0;

const input = controllerInput(directory, {
  mode: options.mode,
  plan: { prune: true, allowDeletes: 1_000 },
  apply: { concurrency: 4, wait: false, stableForMilliseconds: 0, onFailure: 'continue', backup: 'none' },
  listen: { host: '127.0.0.1', port: 0, allowedHosts: [] },
  intervalMilliseconds: 1_000,
});
await runController(input, {
  ...{ clock, signal: interruption.signal },
  onApplyEvent: () => undefined,
  onUnexpected: fail,
  onRun: (_, { outcome, reason, trigger }) => {
    if (outcome === 'error') fail(new Error(`${outcome}: ${reason}`));
    if (trigger === 'follow-up') return;
    cycles += 1;
    // Distinct, so that V8 does not share them.
    if (leakedBytes > 0) leaked.push(`${cycles}`.padEnd(leakedBytes, '.').split('').join(''));
    if (marks.includes(cycles)) found.push(measure());
    if (options.churn === true) replaceConnectors();
    if (cycles % 10 === 0) for (const route of ['/', '/metrics', '/api/status']) request(route);
    if (cycles === marks.at(-1)) interruption.abort('SIGTERM');
  },
  onEvents: () => undefined,
  onProblem: fail,
  onRequest: () => {
    requests += 1;
  },
  onTrigger: () => undefined,
  onListening: (listening) => {
    url = listening;
  },
  renderPage: (view, query) => renderControllerPage(view, { query, now: clock.wallTime() }),
});
process.stdout.write(JSON.stringify(found));

function measure(): Mark {
  const { gc } = globalThis;
  if (!gc) throw new Error('start it with --expose-gc');
  // What the first collection finalizes, the second one frees.
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return {
    cycle: cycles,
    milliseconds: performance.now(),
    heapBytes: heapUsed + external,
    handles: process.getActiveResourcesInfo().filter((name) => !/^(Timeout|Immediate|FS)/.test(name)).length,
    listeners: getEventListeners(interruption.signal, 'abort').length,
    requests,
    series,
  };
}

/** Replaces the names that one file declares. */
function replaceConnectors(): void {
  const documents = Array.from({ length: churnedNames }, (_, index) => {
    const config = { 'connector.class': 'FileStreamSource', file: `/tmp/${index}`, topic: 'lines' };
    return `name: churned-${cycles}-${index}\nconfig: ${JSON.stringify(config)}\n`;
  });
  writeFileSync(path.join(directory, 'connectors', 'churned.yaml'), documents.join('---\n'));
}

/** Of a connection of its own, which ends with it. */
function request(route: string): void {
  // What is still in flight when the controller ends may be cut off.
  const failUnlessEnding = (error: unknown) => {
    if (!interruption.signal.aborted) fail(error);
  };
  get(`${url}${route}`, { agent: false }, async (response) => {
    const lines = (await text(response).catch(failUnlessEnding))?.split('\n') ?? [];
    if (route === '/metrics') series = lines.filter((line) => line.startsWith('connect_sync_')).length;
  }).on('error', failUnlessEnding);
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
