/**
 * What connect-sync costs beside bounds that cannot be beaten by much, taken in one run on one machine.
 *
 *     npm run bench                     # the table; test/bench/results.json
 *     npm run bench -- --check          # ends non-zero where a row misses its bar
 *     npm run bench -- --short          # few connectors and runs: for the counts, not the times
 *     npm run bench -- --only status    # rows whose name contains this
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Effort, Figures, Row } from './row.ts';
import { diffRow } from './rows/diff-alone.ts';
import { growthRow } from './rows/growth.ts';
import { largePlanRows } from './rows/large-plans.ts';
import { manyCyclesRow } from './rows/many-cycles.ts';
import { oneChangeRow } from './rows/one-change.ts';
import { policyRows } from './rows/policies.ts';
import { readingRows } from './rows/reading.ts';
import { realWorkerRows } from './rows/real-worker.ts';
import { distantPlanRow, executableRow, smallPlanRow } from './rows/small-plans.ts';
import { startUpRows } from './rows/start-up.ts';
import { heading, tableLine } from './table.ts';

const rows: readonly Row[] = [
  ...startUpRows,
  smallPlanRow,
  executableRow,
  ...largePlanRows,
  ...policyRows,
  diffRow,
  oneChangeRow,
  distantPlanRow,
  ...readingRows,
  growthRow,
  manyCyclesRow,
  ...realWorkerRows,
];

/** Of heads of requests and answers, beside what each connector takes. */
const bytesOfHeads = 10_000;

const { values: asked } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const effort: Effort = asked.short
  ? { runs: 1, connectors: 100, isShort: true }
  : { runs: 5, connectors: 2000, isShort: false };

const results: (Figures & { readonly name: string; readonly misses: readonly string[] })[] = [];
console.log(heading(effort));
for (const row of rows.filter(({ name }) => name.includes(asked.only))) {
  const leftOut = await row.whyLeftOut?.(effort);
  if (leftOut !== undefined) {
    console.log(`${row.name.padEnd(62)} left out: ${leftOut}`);
    continue;
  }
  const figures = await row.run(effort);
  const misses = missesOf(row, figures);
  results.push({ name: row.name, ...figures, misses });
  console.log(tableLine(row, figures, misses));
}
writeFileSync(path.resolve(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
const missed = results.filter(({ misses }) => misses.length > 0);
console.log(missed.length === 0 ? 'Every row is within its bar.' : `${missed.length} rows miss their bar.`);
if (asked.check && missed.length > 0) process.exitCode = 1;

/** With few connectors the times mean nothing; the counts still do. */
function missesOf(row: Row, figures: Figures): string[] {
  const { ratio, broken = [] } = figures;
  const slow = ratio > row.bar && !asked.short ? [`${ratio.toFixed(2)} x, and ${row.bar} x is the bar`] : [];
  return [...slow, ...broken, ...tooMuchTraffic(row, figures)];
}

function tooMuchTraffic({ most }: Row, { traffic }: Figures): string[] {
  if (!most || !traffic) return [];
  const { requests, bytes } = traffic;
  const mostBytes = most.bytesOfEach * effort.connectors + bytesOfHeads;
  return [
    ...(requests.length > most.requests
      ? [`${requests.length} requests, and ${most.requests} are enough`]
      : []),
    ...(bytes > mostBytes ? [`${bytes} bytes, and ${mostBytes} are enough`] : []),
  ];
}
