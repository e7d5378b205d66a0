import { expect } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { findLeaks } from '../support/canaries.ts';
import type { ProxiedRequest } from '../support/fault-proxy.ts';
import type { CliRun } from '../support/run-cli.ts';
import { bystanders, dependsOnLast, desiredConfig, nameOf, secrets, strangeConfig } from './arrange.ts';
import { isWrite } from './fault-kinds.ts';
import { buckets, type ReportedOutcome, type RunReport, readReport } from './reported.ts';
import type { Trial } from './trial.ts';
import { sameConfig } from './trouble.ts';
import type { Member } from './world.ts';

/** What is promised of a run, whatever happened to it. */
export function checkLaws(trial: Trial, run: CliRun): RunReport | undefined {
  const report = readReport(run, trial.world.options.format);
  const writes = trial.proxy.requests.filter(isWrite);
  checkNoSecretShows(run);
  checkWire(trial);
  if (report) {
    checkReport(report);
    checkTruth(trial, { report, writes });
  } else expect(writes.map(callOf), 'nothing is written without a report').toEqual([]);
  checkExitCode(run, { trial, report, writes });
  const { wentOnFor = 0 } = trial.happened;
  if (trial.interrupts === 'certain') expect(wentOnFor, 'after the interrupt').toBeLessThanOrEqual(5_000);
  return report;
}

/** What is promised of the requests of a run, also of one that was killed. */
export function checkWire(trial: Trial): void {
  const writes = trial.proxy.requests.filter(isWrite);
  checkNoWriteIsDoubled(trial, writes);
  checkOnlyWhatIsOwned(trial, writes);
  checkNothingOfOthers(trial, writes);
  checkOrder(trial, writes);
  if (trial.interrupts === 'certain') checkNothingBegins(trial, writes);
}

/** A second run without faults applies the rest, and then nothing is left to do. */
export async function checkConvergence(trial: Trial): Promise<void> {
  await trial.calm();
  const left = await trial.run('plan');
  expect([0, 2], `what is left: ${inWords(left)}`).toContain(left.exitCode);
  const failed = await readFailed(trial);
  for (const [index, member] of trial.world.members.entries()) {
    if (!isAsDesired(trial, index, member)) continue;
    // FAILED hides whether it is paused or running (Connect REST contract 10.2): a plan asks for the state again.
    if (member.state && failed.has(nameOf(index))) continue;
    expect(left.stdout, 'what is done is not planned again').not.toMatch(
      new RegExp(`^[+~-] ${nameOf(index)} `, 'm'),
    );
  }
  if (left.exitCode === 2) {
    const again = await trial.run('apply');
    expect(again.exitCode, `the second run: ${inWords(again)}`).toBe(0);
    const plan = await trial.run('plan');
    expect(plan.exitCode, `the plan after the second run: ${inWords(plan)}`).toBe(0);
    for (const run of [again, plan]) checkNoSecretShows(run);
  }
  for (const [index, member] of trial.world.members.entries()) {
    expect(isAsDesired(trial, index, member), `${nameOf(index)} after the second run`).toBe(true);
  }
}

/** The connectors that are FAILED now, as the worker reports. */
async function readFailed({ sandbox }: Trial): Promise<ReadonlySet<string>> {
  const answer = await fetch(`${sandbox.url}/connectors?expand=status`);
  const listed = (await answer.json()) as Record<string, { status: { connector: { state: string } } }>;
  const failed = Object.entries(listed).filter(([, { status }]) => status.connector.state === 'FAILED');
  return new Set(failed.map(([name]) => name));
}

function inWords({ exitCode, stdout, stderr }: CliRun): string {
  return `exit ${exitCode}\n${stdout}${stderr}`;
}

function checkNoSecretShows({ stdout, stderr }: CliRun): void {
  expect(findLeaks(stdout + stderr, Object.values(secrets))).toEqual([]);
}

function callOf({ method, path }: ProxiedRequest): string {
  return `${method} ${path}`;
}

function connectorOf({ path, body }: ProxiedRequest): string {
  const inPath = /^\/connectors\/([^/?]+)/.exec(path)?.[1];
  return inPath ?? String((JSON.parse(body) as { name?: unknown }).name);
}

function wasDone({ workerStatus }: ProxiedRequest): boolean {
  return workerStatus !== undefined && workerStatus < 300;
}

/** The client got an answer that says it was applied. */
function wasAccepted({ seenStatus }: ProxiedRequest): boolean {
  return seenStatus === 201 || seenStatus === 202 || seenStatus === 204;
}

/** A second one of a kind only where reading in between showed that the first was not done. */
function checkNoWriteIsDoubled(trial: Trial, writes: readonly ProxiedRequest[]): void {
  const reads = trial.proxy.requests.filter((request) => request.path.startsWith('/connectors?expand='));
  for (const [index, first] of writes.entries()) {
    const second = writes
      .slice(index + 1)
      .find((other) => callOf(other) === callOf(first) && other.body === first.body);
    if (!second) continue;
    const between = reads.filter((read) => isBetween(first, read, second));
    expect(between.length, `read between two of ${callOf(first)}`).toBeGreaterThan(0);
    // A worker that lags behind its own writes shows what was done as not done.
    if (trial.world.hook?.kind === 'lags') continue;
    const isConfigOrDelete = /\/config$|^\/connectors$/.test(first.path) || first.method === 'DELETE';
    if (!isConfigOrDelete || !wasDone(first)) continue;
    // It was applied: only a wrong reading excuses a second one.
    expect(
      between.some((read) => read.fault !== undefined),
      `${callOf(first)} was done, and sent again`,
    ).toBe(true);
  }
  if (!hasListedNothing(trial) && trial.world.hook?.kind !== 'lags')
    expect(trial.happened.identicalWrites, 'nothing is written that is there already').toEqual([]);
}

/** A worker that lists nothing, twice in a row, cannot be distinguished from an empty one. */
function hasListedNothing({ proxy }: Trial): boolean {
  return proxy.requests.some(({ seen, fault }) => fault && (seen === '[]' || seen === '{}'));
}

function isBetween(first: ProxiedRequest, read: ProxiedRequest, second: ProxiedRequest): boolean {
  return first.ended !== undefined && read.arrived > first.ended && read.arrived < second.arrived;
}

function mayBeDeleted({ desired }: Member, { options }: Trial['world']): boolean {
  return desired === 'absent' || (desired === 'unlisted' && options.prune);
}

/** A rollback deletes what this run has created, and nothing else. */
function isOwnCreation(deletion: ProxiedRequest, { proxy, world }: Trial): boolean {
  const name = connectorOf(deletion);
  const created = proxy.requests.find(
    (write) => isWrite(write) && write.workerStatus === 201 && connectorOf(write) === name,
  );
  const isBefore = created?.appliedAt !== undefined && created.appliedAt < deletion.arrived;
  return world.options.onFailure === 'rollback' && isBefore;
}

function mayBeWritten({ desired }: Member, { options }: Trial['world']): boolean {
  if (desired === 'same' || desired === 'other') return true;
  return options.onFailure === 'rollback' && (desired === 'absent' || options.prune);
}

function checkOnlyWhatIsOwned(trial: Trial, writes: readonly ProxiedRequest[]): void {
  const { world, sandbox } = trial;
  const rights = new Map(world.members.map((member, index) => [nameOf(index), member]));
  for (const write of writes) {
    const member = rights.get(connectorOf(write));
    const may =
      member &&
      (write.method === 'DELETE'
        ? mayBeDeleted(member, world) || isOwnCreation(write, trial)
        : mayBeWritten(member, world));
    expect(may, callOf(write)).toBe(true);
  }
  for (const name of bystanders) expect(sandbox.worker.config(name), name).toBeDefined();
}

function isReading({ path, fault, seenStatus }: ProxiedRequest): boolean {
  return path === '/connectors?expand=info' && !fault && seenStatus === 200;
}

/** Whether a reading shows the change of the other client, and not what this run made of it. */
function showsIntruder({ seen }: ProxiedRequest, name: string, { intruder }: Trial['world']): boolean {
  if (seen === undefined) return false;
  type Listed = Readonly<
    Record<string, { readonly info?: { readonly config: Readonly<Record<string, string>> } }>
  >;
  const listed = (JSON.parse(seen) as Listed)[name]?.info;
  if (intruder?.does === 'delete') return listed === undefined;
  return listed?.config['batch.size'] === strangeConfig['batch.size'];
}

/** The last reading that the plan may be based on: before the first validation, else before the first write. */
function readingOfPlan(requests: readonly ProxiedRequest[]): ProxiedRequest | undefined {
  const first = requests.findIndex((request) => request.path.endsWith('/validate') || isWrite(request));
  return requests.slice(0, first < 0 ? undefined : first).findLast(isReading);
}

/** A run that has read the change of another client does not undo it. */
function checkNothingOfOthers(
  { happened: { intruded }, proxy, world }: Trial,
  writes: readonly ProxiedRequest[],
): void {
  if (!intruded) return;
  const planned = readingOfPlan(proxy.requests);
  if (planned && showsIntruder(planned, intruded.name, world)) return;
  const readings = proxy.requests.filter(
    (reading) =>
      isReading(reading) && reading.arrived > intruded.at && showsIntruder(reading, intruded.name, world),
  );
  const isOwnCreation = world.members[Number(intruded.name.slice(1))]?.before === 'nothing';
  const own = writes.filter((one) => connectorOf(one) === intruded.name);
  for (const write of own) {
    const reading = readings.find(
      (one) => isOver(one, write.arrived) && !own.some((other) => isReplaced(one, other, write)),
    );
    // What was just created is suspended without another reading.
    if (isOwnCreation && /\/(pause|stop)$/.test(write.path)) continue;
    expect(
      reading,
      `${callOf(write)} after a reading that showed the change of another client`,
    ).toBeUndefined();
  }
}

function isOver({ ended }: ProxiedRequest, time: number): boolean {
  return ended !== undefined && ended < time;
}

/**
 * Whether a write that was under way during a reading replaced what it shows before the next write: a PUT that creates
 * again what was deleted meanwhile, and then restarts it. A write that begins after the reading is checked by itself.
 */
function isReplaced(reading: ProxiedRequest, write: ProxiedRequest, next: ProxiedRequest): boolean {
  const { method, arrived, appliedAt = Number.NEGATIVE_INFINITY, workerStatus = 0 } = write;
  const wasUnderWay = method === 'PUT' && !isOver(reading, arrived);
  const isLater = appliedAt > (reading.appliedAt ?? Number.POSITIVE_INFINITY);
  return wasUnderWay && isLater && workerStatus < 300 && isOver(write, next.arrived);
}

/** After an interrupt nothing is begun: what still arrives was under way, or suspends what was just created. */
function checkNothingBegins(
  { happened: { interruptedAt = Number.POSITIVE_INFINITY }, world }: Trial,
  writes: readonly ProxiedRequest[],
): void {
  const late = writes.filter(({ arrived, path }) => arrived > interruptedAt && !/\/(pause|stop)$/.test(path));
  expect(late.length, `after the interrupt: ${late.map(callOf)}`).toBeLessThanOrEqual(
    world.options.concurrency,
  );
}

/** Deletions come last, never two writes are under way on one connector, and never more than asked for. */
function checkOrder({ world }: Trial, writes: readonly ProxiedRequest[]): void {
  const firstDeletion = writes.findIndex(({ method }) => method === 'DELETE');
  if (firstDeletion >= 0 && world.options.onFailure !== 'rollback') {
    expect(writes.slice(firstDeletion).filter(({ method }) => method !== 'DELETE')).toEqual([]);
  }
  for (const write of writes) {
    const underWay = writes.filter((other) => other.arrived <= write.arrived && endOf(other) > write.arrived);
    const names = underWay.map(connectorOf);
    expect(new Set(names).size, `two at once on one connector: ${names}`).toBe(names.length);
    expect(names.length).toBeLessThanOrEqual(world.options.concurrency);
  }
}

/** A write that was applied is over, also where the client got no answer and has read it. */
function endOf({ ended, appliedAt }: ProxiedRequest): number {
  return Math.min(ended ?? Number.POSITIVE_INFINITY, appliedAt ?? Number.POSITIVE_INFINITY);
}

function checkReport(report: RunReport): void {
  const sum = buckets.reduce((total, bucket) => total + report.counts[bucket], 0);
  expect(sum, 'the seven buckets add up').toBe(report.planned);
  expect(report.outcomes.length, 'each change is reported').toBe(report.planned);
  for (const bucket of buckets) {
    expect(report.outcomes.filter(({ kind }) => kind === bucket).length, bucket).toBe(report.counts[bucket]);
  }
  const names = report.outcomes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
}

interface Evidence {
  readonly report: RunReport;
  readonly writes: readonly ProxiedRequest[];
}

/** The report of each change is true. */
function checkTruth(trial: Trial, { report, writes }: Evidence): void {
  const isRolledBack = report.restored.length + report.left.length > 0;
  for (const outcome of report.outcomes) {
    const own = writes.filter((write) => connectorOf(write) === outcome.name);
    // A cut connection may have carried a request that was never read.
    const mayBeUnread = trial.world.hook?.kind === 'refuses connections';
    if (outcome.kind === 'unknown' && !mayBeUnread) expect(own.length, describe(outcome)).toBeGreaterThan(0);
    if (!isRolledBack && outcome.name !== trial.happened.intruded?.name) checkOutcome(trial, outcome, own);
  }
  // What somebody else changed again after it was applied was no failure when the later waves began.
  const failed = report.outcomes.filter(
    ({ kind, text }) => /failed|unknown|stale/.test(kind) && !/(applied|deleted), then /.test(text),
  );
  if (isRolledBack || failed.length === 0) return;
  checkNothingFollows(trial, { failed: failed.map(({ name }) => name), writes });
  if (trial.world.options.onFailure !== 'halt') return;
  const firstFailed = Math.min(
    ...failed.map(({ name }) => report.waves.get(name) ?? Number.POSITIVE_INFINITY),
  );
  const later = writes.map(connectorOf).filter((name) => (report.waves.get(name) ?? 0) > firstFailed);
  expect(later, 'of a wave after the one that failed').toEqual([]);
}

function describe({ name, change, kind, text }: ReportedOutcome): string {
  return `${change} ${name} ${kind}: ${text}`;
}

function checkOutcome(trial: Trial, outcome: ReportedOutcome, own: readonly ProxiedRequest[]): void {
  const { name, kind, change, text } = outcome;
  const index = Number(name.slice(1));
  const member = trial.world.members[index];
  const isPartial = /of its \d+ calls|could not be read back|still (reports|lists)/.test(text);
  if (!member) return;
  if (kind === 'skipped') expect(own.map(callOf), describe(outcome)).toEqual([]);
  const isUntouched = /unchanged|not-started|stale/.test(kind) || (kind === 'failed' && change !== 'restart');
  if (isUntouched && !isPartial) expect(own.filter(wasDone).map(callOf), describe(outcome)).toEqual([]);
  if (kind !== 'applied' || change === 'restart') return;
  expect(isAsDesired(trial, index, member), `${describe(outcome)}, and is not in its desired state`).toBe(
    true,
  );
}

/** What depends on a failure is not begun, nor is any deletion after it. */
function checkNothingFollows(
  { world }: Trial,
  { failed, writes }: { readonly failed: readonly string[]; readonly writes: readonly ProxiedRequest[] },
): void {
  const changed = failed.filter((name) => {
    const desired = world.members[Number(name.slice(1))]?.desired;
    return desired === 'same' || desired === 'other';
  });
  if (changed.length === 0) return;
  expect(writes.filter(({ method }) => method === 'DELETE').map(callOf), `after ${changed}`).toEqual([]);
  const dependents = changed.flatMap((name) => {
    const next = Number(name.slice(1)) + 1;
    return dependsOnLast(world.members, next) ? [nameOf(next)] : [];
  });
  const begun = writes.map(connectorOf).filter((name) => dependents.includes(name));
  expect(begun, `depend on ${changed}`).toEqual([]);
}

function isAsDesired({ sandbox, world }: Trial, index: number, member: Member): boolean {
  const name = nameOf(index);
  const stored = sandbox.worker.config(name);
  const desired = desiredConfig(member);
  // What is not declared and not pruned is not checked: another client may have deleted it.
  if (!desired) return stored === undefined || (member.desired === 'unlisted' && !world.options.prune);
  if (!stored || !sameConfig(stored, { ...desired, name })) return false;
  const targets = { running: 'STARTED', paused: 'PAUSED', stopped: 'STOPPED' } as const;
  return member.state === undefined || sandbox.worker.targetState(name) === targets[member.state];
}

interface Ending {
  readonly trial: Trial;
  readonly report: RunReport | undefined;
  readonly writes: readonly ProxiedRequest[];
}

/** The exit code is a documented one, and matches the report. */
function checkExitCode(run: CliRun, { trial, report, writes }: Ending): void {
  const { exitCode } = run;
  expect(Object.values(exitCodes)).toContain(exitCode);
  const isInterrupted = trial.wasInterrupted(run);
  if (!report) {
    expect(isInterrupted ? [130] : [0, 22, 28, 29], 'without a report').toContain(exitCode);
    return;
  }
  const { counts } = report;
  const undone = report.planned - counts.applied - counts.unchanged;
  if (report.left.length > 0) expect(exitCode).toBe(27);
  else if (isInterrupted) expect(exitCode).toBe(130);
  else if (report.restored.length > 0) expect(exitCode).toBe(26);
  else if (exitCode === exitCodes.unreadCluster) checkOtherCluster(trial, { report, writes });
  else if (undone > 0) checkUndone(exitCode, { report, writes });
  else if (report.changedByOthers > 0) {
    expect(trial.happened.intruded, 'somebody else changed it').toBeDefined();
    expect(exitCode).toBe(writes.some(wasDone) ? 20 : 21);
  } else expect(exitCode).toBe(report.unhealthy > 0 ? 25 : 0);
}

/** A second URL whose list lacks what an intruder deleted may be another cluster: it receives nothing. */
function checkOtherCluster({ happened, world }: Trial, { report, writes }: Evidence): void {
  expect(happened.intruded && world.urls > 1, 'only a second URL may seem to be another cluster').toBe(true);
  expect(report.counts.applied + report.counts.failed, 'nothing was done').toBe(0);
  expect(writes.filter(wasDone).map(callOf)).toEqual([]);
}

function checkUndone(exitCode: number, { report, writes }: Evidence): void {
  const { counts } = report;
  const onlyStale = counts.stale > 0 && counts.failed + counts.unknown + counts['not-started'] === 0;
  if (exitCode !== 20) expect(exitCode).toBe(onlyStale && counts.applied === 0 ? 21 : 1);
  const reported = new Map(report.outcomes.map((outcome) => [outcome.name, outcome.kind]));
  const doneFor = writes
    .filter((write) => wasDone(write) || wasAccepted(write))
    .map((write) => reported.get(connectorOf(write)));
  // A worker that takes over from a dead one starts everything anew: that counts as the requested restart.
  const isTakenOver = report.outcomes.some(({ kind, change }) => kind === 'applied' && change === 'restart');
  if (exitCode === 20) expect(doneFor.length > 0 || isTakenOver, 'something was written').toBe(true);
  else
    expect(
      doneFor.every((kind) => kind === 'unknown'),
      'nothing was certainly written',
    ).toBe(true);
}
