import type { Interruption } from '../model/interruption.ts';
import type { PendingStep } from '../model/pending-steps.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { displayWidth, fitWidth } from './display-width.ts';
import { changeWords } from './outcome-lines.ts';
import { stageRanks, stageWords } from './pending-text.ts';

/** The progress of an apply on one cluster, for a display that is redrawn. Times are milliseconds of the clock. */
export interface ProgressView {
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  readonly planned: number;
  /** How many changes have ended, and how many of those were not successful. */
  readonly done: number;
  readonly unsuccessful: number;
  readonly startedAt: number;
  readonly pending: readonly PendingStep[];
  readonly interrupted: Interruption | undefined;
  /** How long all connectors must stay healthy together. */
  readonly stableForMilliseconds: number;
}

/** The size of the terminal and the current time. */
export interface FrameOptions {
  readonly color: boolean;
  /** Of the terminal; a frame is at least one column narrower and one line shorter. */
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds of the clock. */
  readonly now: number;
}

const barWidth = 20;
const longestName = 40;

/**
 * The progress of an apply as the lines of a display that is redrawn: a total per cluster, then a line per connector
 * in progress or waiting. Lines that do not fit are counted, and connectors in trouble are shown first.
 */
export function renderProgressFrame(views: readonly ProgressView[], options: FrameOptions): string[] {
  const columns = Math.max(1, options.columns - 1);
  const room = Math.max(1, options.rows - 1);
  const shown = views.length > room ? views.slice(0, room - 1) : views;
  const reserved = views.length - shown.length > 0 ? 1 : 0;
  const lines: string[] = [];
  for (const [index, view] of shown.entries()) {
    // Rows that one cluster does not need go to the next ones.
    const rows = Math.floor((room - reserved - lines.length) / (shown.length - index));
    lines.push(...clusterLines(view, { ...options, columns, rows }));
  }
  const rest = views.length - shown.length;
  return rest > 0 ? [...lines, fitWidth(`… and ${rest} more clusters`, columns)] : lines;
}

function clusterLines(view: ProgressView, options: FrameOptions): string[] {
  const colors = colorsFor(options);
  const total = fitWidth(totalLine(view, options), options.columns);
  return [colors.bold(total), ...connectorLines(view, { ...options, rows: options.rows - 1 }, colors)];
}

function totalLine(view: ProgressView, { columns, now }: FrameOptions): string {
  const { pending, planned, done, unsuccessful, interrupted } = view;
  const written = pending.filter(isWritten).length;
  const stability = stabilityOf(view, now);
  const waiting = stability ? 0 : written;
  const inFlight = pending.length - written;
  const restoring = pending.filter(({ stage }) => stage === 'restoring').length;
  const toCome = planned - done - pending.length + restoring;
  const counts = [
    `${done} of ${planned} done in ${wholeSeconds(now - view.startedAt)}${unsuccessful > 0 ? ` (${unsuccessful} with problems)` : ''}`,
    ...(inFlight - restoring > 0 ? [`${inFlight - restoring} in flight`] : []),
    ...(stability ? [`${stability.healthy} healthy, stable in ${wholeSeconds(stability.left + 999)}`] : []),
    ...(waiting > 0 ? [`${waiting} waiting for health`] : []),
    ...(restoring > 0 ? [`${restoring} rolling back`] : []),
    ...(toCome > 0 ? [`${toCome} pending`] : []),
  ].join(', ');
  const name = fitWidth(toPrintableLine(view.cluster), longestName);
  const text = interrupted ? `stopping, ${counts}` : counts;
  const line = [name, barOf(view, written, stability), text].join('  ');
  return displayWidth(line) <= columns ? line : [name, text].join('  ');
}

/** How long until all connectors are stable, while there is nothing else to wait for. */
interface Stability {
  readonly healthy: number;
  readonly left: number;
  /** The part of the wait that is over: 0 to 1. */
  readonly over: number;
}

function stabilityOf(
  { pending, planned, done, stableForMilliseconds }: ProgressView,
  now: number,
): Stability | undefined {
  const healthy = pending.filter(({ stage }) => stage === 'healthy');
  const others = pending.filter(({ stage }) => stage !== 'healthy' && stage !== 'failed').length;
  const isLast = done + pending.length >= planned && others === 0;
  if (healthy.length === 0 || !isLast || stableForMilliseconds <= 0) return undefined;
  const elapsed = Math.max(0, now - Math.max(...healthy.map(({ since }) => since)));
  const left = Math.max(0, stableForMilliseconds - elapsed);
  return { healthy: healthy.length, left, over: Math.min(1, elapsed / stableForMilliseconds) };
}

/** While all are healthy, the bar fills with the time that they have been so. */
function barOf({ planned, done }: ProgressView, written: number, stability: Stability | undefined): string {
  const columnsFor = (number: number) => Math.floor((number / Math.max(1, planned)) * barWidth);
  const stable = stability ? stability.healthy * stability.over : 0;
  const full = Math.min(barWidth, columnsFor(done + stable));
  const half = Math.min(barWidth, columnsFor(done + written)) - full;
  return `[${'='.repeat(full)}${'-'.repeat(half)}${' '.repeat(barWidth - full - half)}]`;
}

function isWritten({ stage }: PendingStep): boolean {
  return stage === 'progressing' || stage === 'healthy' || stage === 'failed';
}

function connectorLines({ pending }: ProgressView, options: FrameOptions, colors: Colors): string[] {
  const { rows, columns } = options;
  if (rows < 1) return [];
  const shown = pending.length <= rows ? pending : mostUrgent(pending, rows - 1);
  const width = Math.min(longestName, Math.max(0, ...shown.map(({ name }) => name.length)));
  const lines = shown.map((step) =>
    colorOf(step, colors)(fitWidth(connectorLine(step, width, options.now), columns)),
  );
  const rest = pending.length - shown.length;
  return rest > 0 ? [...lines, fitWidth(`  … and ${rest} more`, columns)] : lines;
}

/** Those in the worst stage, then those that waited longest, in their original order. */
function mostUrgent(pending: readonly PendingStep[], count: number): readonly PendingStep[] {
  const urgent = [...pending]
    .sort((one, other) => stageRanks[one.stage] - stageRanks[other.stage] || one.since - other.since)
    .slice(0, count);
  const chosen = new Set(urgent);
  return pending.filter((step) => chosen.has(step));
}

function connectorLine(step: PendingStep, width: number, now: number): string {
  const name = toPrintableLine(step.name).padEnd(width);
  const why = step.reason === undefined ? '' : `: ${toPrintableLine(step.reason)}`;
  const word = step.change === null ? '-' : changeWords[step.change];
  return `  ${word.padEnd(7)} ${name}  ${doing(step, now)}${why}`;
}

function doing({ stage, since, retryAt }: PendingStep, now: number): string {
  if (retryAt !== undefined && retryAt > now) {
    return `${stageWords[stage]} in ${wholeSeconds(retryAt - now + 999)}`;
  }
  return `${stageWords[stage]}, ${wholeSeconds(now - since)}`;
}

/** Whole seconds are precise enough for a display that is redrawn ten times a second. */
function wholeSeconds(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function colorOf({ stage }: PendingStep, colors: Colors): (text: string) => string {
  switch (stage) {
    case 'failed':
      return colors.red;
    case 'retrying':
    case 'resolving':
    case 'restoring':
      return colors.yellow;
    case 'healthy':
      return colors.green;
    case 'writing':
    case 'progressing':
      return (text) => text;
  }
}
