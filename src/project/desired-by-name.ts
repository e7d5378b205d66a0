import { inReportOrder } from '../desired/report-order.ts';
import { resolveConnectors } from '../desired/resolve-connectors.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ClusterContext } from './resolve-clusters.ts';

/** What the connector files declare on one cluster, as far as they can be read. */
export interface DesiredByName {
  readonly byName: ReadonlyMap<string, DesiredConnector>;
  /** Names that files limit to other clusters. */
  readonly elsewhere: ReadonlySet<string>;
  /** False where a file has an error: then it is unknown which connectors are in no file. */
  readonly isComplete: boolean;
  /** The errors for which connectors are left out; sorted by place. */
  readonly errors: readonly Diagnostic[];
  /** By connector, the keys that are secret by where their values come from. */
  readonly secretKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** By connector, the keys with a provider reference: what stands in its place is secret. */
  readonly referenceKeys: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A cluster, as far as connector files depend on it; without a name, files for every cluster. */
export type DesiredOn = Pick<ClusterContext, 'project' | 'vars'> & {
  readonly target: Pick<ClusterContext['target'], 'name'>;
};

/**
 * The desired state for a command that does not apply files: it tells what the next apply would do. Errors in files
 * are ignored.
 */
export function readDesiredByName({ project, target, vars }: DesiredOn): DesiredByName {
  const { files, secrets } = project;
  const found = resolveConnectors(
    files,
    { name: target.name, vars },
    { unsetEnvironment: 'warning', variableValues: 'unchecked' },
  );
  for (const secret of found.secrets) secrets.learn(secret);
  return {
    byName: new Map<string, DesiredConnector>(found.connectors.map((desired) => [desired.name, desired])),
    elsewhere: new Set(found.elsewhere.map(({ name }) => name)),
    isComplete: files.brokenFiles === 0,
    errors: inReportOrder(
      [...files.diagnostics, ...found.diagnostics].filter(({ severity }) => severity === 'error'),
    ),
    get secretKeys() {
      return found.secretKeys;
    },
    get referenceKeys() {
      return found.referenceKeys;
    },
  };
}
