import type { DesiredConnector } from '../model/desired-connector.ts';
import type { CheckName, CheckView } from '../model/doctor-view.ts';
import type { Ports } from '../model/ports.ts';
import { onEachCluster } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { ok, skipped, warning } from './check.ts';
import { type Reading, readingOf, type WorkerReading } from './read-worker.ts';

/** What the permissions are checked with. */
export interface PermissionInput {
  readonly desired: readonly DesiredConnector[];
  readonly readings: readonly WorkerReading[];
}

const patience = { budgetMilliseconds: 2_000 };

/**
 * Whether configurations may be validated and written. Both requests are such that every worker rejects them before it
 * does anything, so nothing changes: see `probeWrite` and `probeValidate`.
 */
export async function checkPermissions(
  cluster: ClusterContext,
  { desired, readings }: PermissionInput,
  ports: Ports,
): Promise<readonly CheckView[]> {
  const readable = readings.some(({ worker, names }) => worker.kind === 'read' && names?.kind === 'read');
  if (!readable)
    return [
      skipped('validate', 'not known: no worker could be read'),
      skipped('write', 'not known: no worker could be read'),
    ];
  const className = classToValidate(desired, readings);
  const [result] = await onEachCluster([cluster], { ...ports, onWait: undefined }, async (connection) => ({
    write: await readingOf(() => connection.probeWrite(patience)),
    validate:
      className === undefined
        ? undefined
        : await readingOf(() => connection.probeValidate(className, patience)),
  }));
  if (!result?.ok) throw result?.error ?? new Error('a cluster without a result');
  const { validate, write } = result.value;
  return [
    validate
      ? assess('validate', validate, 'plan and validate work without it, but find less: see --no-validate')
      : skipped('validate', 'not known: no plugin is installed'),
    assess('write', write, 'plan, drift and status work without it; apply needs credentials that may write'),
  ];
}

function classToValidate(
  desired: readonly DesiredConnector[],
  readings: readonly WorkerReading[],
): string | undefined {
  const declared = desired.flatMap((one) =>
    one.kind === 'present' ? (one.config.get('connector.class') ?? []) : [],
  );
  const installed = readings.flatMap(({ plugins }) =>
    plugins?.kind === 'read'
      ? plugins.value.flatMap(({ className, type }) => (['source', 'sink'].includes(type) ? [className] : []))
      : [],
  );
  return declared.find((one) => installed.includes(one)) ?? installed[0];
}

const words = { validate: 'configurations may be validated', write: 'connectors may be written' } as const;

function assess(
  check: keyof typeof words & CheckName,
  reading: Reading<void>,
  consequence: string,
): CheckView {
  if (reading.kind === 'read')
    return ok(check, `${words[check]} (checked with a request that the worker rejects)`);
  const { verdict, brief } = reading.failure;
  return verdict === 'forbidden' || verdict === 'unauthorised'
    ? warning(check, brief, consequence)
    : warning(check, `could not be checked: ${brief}`, reading.failure.next);
}
