import { applyExitCode } from '../apply/apply-exit-code.ts';
import type { ApplyOptions } from '../apply/apply-options.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { ConnectSyncError, type ExitCode, exitCodes } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { ApplyOrder } from './apply-order.ts';
import { type ApplyOutput, applyOutput } from './apply-output.ts';
import type { ApplyingOptions } from './applying-options.ts';
import { takeBackup } from './backup/take-backup.ts';
import { type MadePlan, planWork, refusalExitCode } from './plan-work.ts';
import { reportError } from './report-error.ts';
import type { ClusterWork } from './resolve-clusters.ts';

/** How long all waiting for one cluster may take, without --timeout. */
const defaultTimeoutMilliseconds = 300_000;
const heartbeatMilliseconds = 10_000;

/**
 * Plans for one cluster, shows it, asks, and carries it out. Nothing is written while anything stands against the
 * plan; with nothing to do nobody is asked. What would be lost is saved before the first write.
 *
 * @throws ConnectSyncError (usage) where there is something to do and no one can be asked
 * @throws ConnectSyncError where the backup cannot be written
 */
export async function carryOut(
  cluster: ConnectCluster,
  work: ClusterWork,
  order: ApplyOrder,
): Promise<ExitCode> {
  const { options } = order;
  const output = applyOutput(work, order);
  const made = await makePlan(cluster, work, order);
  output.showPlan(made);
  await order.gate?.pass(work.label, made.view);
  const refusal = refusalExitCode(made.plan);
  if (refusal !== undefined) return refusal;
  if (made.plan.steps.length === 0) return withoutSteps(made.plan, cluster, { work, output, options });
  if (options.expectNoChanges === true) return exitCodes.changes;
  if (made.plan.validation === 'denied') throw validationDenied(work);
  if (!(await isAgreed(work, options))) return exitCodes.failure;
  if (made.validated.count > 0) output.tell({ kind: 'validated', ...made.validated });
  const backup = await takeBackup(cluster, work, { plan: made.plan, option: options.backup });
  if (backup) output.tell({ kind: 'backed-up', ...backup });
  return perform(made.plan, cluster, { work, output, options });
}

function makePlan(cluster: ConnectCluster, work: ClusterWork, order: ApplyOrder): Promise<MadePlan> {
  return planWork(cluster, work, {
    policy: order.policy,
    validation: order.options.validate ? 'asked' : 'left-out',
    keyTypes: 'changed',
    narrow: order.narrow,
    refine: order.refine,
  }).catch((error: unknown) => {
    order.gate?.giveUp(work.label);
    throw error;
  });
}

interface Performance {
  readonly work: ClusterWork;
  readonly output: ApplyOutput;
  readonly options: ApplyingOptions;
}

/** Of a saved plan nothing may be left to do, which is part of the account. */
async function withoutSteps(plan: Plan, cluster: ConnectCluster, about: Performance): Promise<ExitCode> {
  if (!plan.settled || plan.settled.length === 0) return exitCodes.success;
  return perform(plan, cluster, about);
}

async function perform(
  plan: Plan,
  cluster: ConnectCluster,
  { work, output, options }: Performance,
): Promise<ExitCode> {
  const { host } = work.session;
  const report = await applyPlan(plan, cluster, {
    options: applyOptions(options),
    clock: host.clock,
    interrupt: host.interrupt,
    emit: (event) => output.tell(event),
  });
  output.report(report);
  if (report.unexpected !== undefined) reportError(report.unexpected, host);
  return applyExitCode(report);
}

function validationDenied({ label }: ClusterWork): ConnectSyncError {
  return new ConnectSyncError({
    code: 'validation-denied',
    message: `${label}: the credentials may not validate on the worker, and nothing is written unvalidated`,
    hint: 'use credentials that may, or say --no-validate',
    exitCode: exitCodes.unreadCluster,
  });
}

async function isAgreed({ session, label }: ClusterWork, options: ApplyingOptions): Promise<boolean> {
  const { host } = session;
  if (options.yes === true) return true;
  if (!host.canAsk) {
    throw new ConnectSyncError({
      code: 'nobody-to-ask',
      message: `${label}: there is something to do, and no terminal to ask at`,
      hint: 'look at the plan above; say --yes to carry it out',
      exitCode: exitCodes.usage,
    });
  }
  const answer = await host.ask(`Carry this out on ${label}? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return true;
  host.stderr.write('Nothing has been changed.\n');
  return false;
}

function applyOptions(options: ApplyingOptions): ApplyOptions {
  return {
    concurrency: Math.max(1, options.concurrency),
    wait: options.wait,
    stableForMilliseconds: options.stableFor,
    timeoutMilliseconds: options.timeout ?? defaultTimeoutMilliseconds,
    onFailure: options.onFailure,
    heartbeatMilliseconds,
  };
}
