import type { ApplyOptions } from '../apply/apply-options.ts';
import { applySteps } from '../apply/apply-steps.ts';
import { isConfirmed } from '../cli/confirm.ts';
import { applyExitCode, type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import { type ApplyOutput, applyOutput } from '../cli/output/apply-output.ts';
import { reportError } from '../cli/report-error.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import type { ApplyOrder } from './apply-order.ts';
import { takeBackup } from './back-up.ts';
import { type MadePlan, refusalExitCode } from './plan-options.ts';

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
export async function reconcileCluster(
  cluster: ConnectCluster,
  work: ClusterContext,
  order: ApplyOrder,
): Promise<ExitCode> {
  const { options } = order;
  const output = applyOutput(work, order);
  const made = await order.makePlan(cluster).catch((error: unknown) => {
    order.gate?.giveUp(work.label);
    throw error;
  });
  output.showPlan(made);
  await order.gate?.pass(work.label, made.view);
  const refusal = refusalExitCode(made.plan);
  if (refusal !== undefined) return refusal;
  if (made.plan.steps.length === 0) return withoutSteps(made.plan, cluster, { order, output });
  if (options.expectNoChanges === true) return exitCodes.changes;
  if (made.plan.validation === 'denied') throw validationDenied(work);
  if (!(await isAgreed(work, order, made))) return exitCodes.failure;
  if (made.validated.count > 0) output.tell({ kind: 'validated', ...made.validated });
  const backup = await takeBackup(cluster, work, {
    plan: made.plan,
    option: options.backup,
    ports: order.ports,
  });
  if (backup) output.tell({ kind: 'backed-up', ...backup });
  return perform(made.plan, cluster, { order, output });
}

interface Performance {
  readonly order: ApplyOrder;
  readonly output: ApplyOutput;
}

/** Of a saved plan nothing may be left to do, which is part of the account. */
async function withoutSteps(plan: Plan, cluster: ConnectCluster, about: Performance): Promise<ExitCode> {
  if (!plan.settled || plan.settled.length === 0) return exitCodes.success;
  return perform(plan, cluster, about);
}

async function perform(
  plan: Plan,
  cluster: ConnectCluster,
  { order, output }: Performance,
): Promise<ExitCode> {
  const { options, ports, run } = order;
  const report = await applySteps(plan, cluster, {
    options: applyOptions(options),
    clock: ports.clock,
    interrupt: ports.signal,
    emit: (event) => output.tell(event),
  });
  output.report(report);
  if (report.unexpected !== undefined) reportError(report.unexpected, run.host);
  return applyExitCode(report);
}

function validationDenied({ label }: ClusterContext): ConnectSyncError {
  return new ConnectSyncError({
    code: 'validation-denied',
    message: `${label}: the credentials may not validate on the worker, and nothing is written unvalidated`,
    hint: 'use credentials that may, or say --no-validate',
    category: 'unread-cluster',
  });
}

function isAgreed(
  { label }: ClusterContext,
  { options, manner, run }: ApplyOrder,
  made: MadePlan,
): Promise<boolean> {
  return isConfirmed(run.host, {
    label,
    yes: options.yes === true || (manner !== undefined && manner.question === undefined),
    question: manner?.question?.(made) ?? `Apply these changes to ${label}?`,
  });
}

function applyOptions(options: ApplyOrder['options']): ApplyOptions {
  return {
    concurrency: Math.max(1, options.concurrency),
    wait: options.wait,
    stableForMilliseconds: options.stableFor,
    timeoutMilliseconds: options.timeout ?? defaultTimeoutMilliseconds,
    onFailure: options.onFailure,
    heartbeatMilliseconds,
  };
}
