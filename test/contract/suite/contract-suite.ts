import { afterAll, beforeAll, describe } from 'vitest';
import { describeCluster } from './cluster.ts';
import { describeConfigValues } from './config-values.ts';
import { describeCreating } from './creating.ts';
import { describeDeleting } from './deleting.ts';
import { describeListing } from './listing.ts';
import { describeLoggers } from './loggers.ts';
import { describeNames } from './names.ts';
import { describeRebalances } from './rebalances.ts';
import { describeReplacing } from './replacing.ts';
import { restClient } from './rest-client.ts';
import { describeRestarts } from './restarts.ts';
import { describeRootAndPlugins } from './root-and-plugins.ts';
import { describeStates } from './states.ts';
import type { Subject } from './subject.ts';
import { describeTasksAndTopics } from './tasks-and-topics.ts';
import { describeTransport } from './transport.ts';
import { describeValidation } from './validation.ts';
import { rulesOf } from './version-rules.ts';
import type { Traits, WorkerUnderTest } from './worker-under-test.ts';

/** The worker to test. */
export interface ContractOptions {
  /** The version that `GET /` must show; its rules are expected. */
  readonly version: string;
  readonly traits: Traits;
  readonly start: () => Promise<WorkerUnderTest>;
}

/**
 * The contract of the Connect REST API that plan and apply rely on, as tests of one worker. The same tests run
 * against real workers and against the sandbox: where they differ, the sandbox is wrong.
 */
export function describeContract({ version, traits, start }: ContractOptions): void {
  let running: WorkerUnderTest | undefined;
  const worker = () => {
    if (!running) throw new Error('the worker runs inside tests only');
    return running;
  };
  const subject: Subject = { rules: rulesOf(version), traits, worker, rest: restClient(() => worker().url) };

  beforeAll(async () => {
    running = await start();
  });
  afterAll(async () => {
    await running?.stop();
  });

  describe(`Kafka Connect ${version}`, () => {
    describeRootAndPlugins(subject);
    describeTransport(subject);
    describeListing(subject);
    describeCreating(subject);
    describeConfigValues(subject);
    describeReplacing(subject);
    describeValidation(subject);
    describeStates(subject);
    describeRestarts(subject);
    describeTasksAndTopics(subject);
    describeLoggers(subject);
    describeDeleting(subject);
    describeNames(subject);
    describeRebalances(subject);
    // Last, since it kills the worker.
    describeCluster(subject);
  });
}
