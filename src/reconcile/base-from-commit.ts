import type { ProjectFiles } from '../desired/read-project.ts';
import { resolveConnectors } from '../desired/resolve-connectors.ts';
import { attributeChange, type DriftBase } from '../diff/attribute-drift.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { isNoConnectorFiles } from '../project/no-connector-files.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import type { ClusterBase, OpenDriftBase } from './attribute-drift.ts';
import { readFilesAtRef } from './files-at-ref.ts';

/**
 * The files as of a Git commit, branch or tag as the base of drift.
 *
 * The opened function throws ConnectSyncError (failure) without Git or such a commit, and InvalidInputError if the files
 * of the commit have errors.
 */
export function openCommitBase(ref: string): OpenDriftBase {
  return async (clusters) => {
    const [first] = clusters;
    if (!first) return new Map();
    const { files, description } = await readFilesAtRef(first.project, ref);
    return new Map(clusters.map((cluster) => [cluster.label, baseOf(files, cluster, description)]));
  };
}

function baseOf(files: ProjectFiles, { project, target }: DesiredCluster, description: string): ClusterBase {
  const offlineCluster = { name: target.name, vars: project.input.vars ?? new Map() };
  const resolved = resolveConnectors(files, offlineCluster, {
    unsetEnvironment: 'warning',
    variableValues: 'unchecked',
  });
  for (const secret of resolved.secrets) project.secrets.learn(secret);
  const problems = [...files.diagnostics, ...resolved.diagnostics].filter((one) => !isNoConnectorFiles(one));
  if (hasErrors(problems)) {
    throw new InvalidInputError(problems, files.files, {
      heading: `${description} have errors and cannot be the base:`,
    });
  }
  const connectors = new Map<string, DesiredConnector>(resolved.connectors.map((one) => [one.name, one]));
  return {
    description,
    check: () => undefined,
    attribute: (change) => attributeChange(change, declaredIn(connectors.get(change.name))),
  };
}

function declaredIn(connector: DesiredConnector | undefined): DriftBase {
  if (connector?.kind !== 'present') return { kind: 'absent' };
  const { config, secretKeys, state, ignoreKeys, fingerprint } = connector;
  return {
    kind: 'present',
    state,
    keys: [...config.keys()],
    isSame: (key, value, side) => {
      // Managed elsewhere: no file declared its value.
      if (matchesAnyGlob(ignoreKeys, key)) return undefined;
      const isEqual = config.get(key) === value;
      // The fingerprint is derived from the secrets.
      if (!secretKeys.has(key) && key !== fingerprint?.key) return isEqual;
      if (value === undefined) return false;
      // `${env.…}` is resolved with today's environment: that the desired value equals it proves nothing about then.
      return isEqual && side === 'live' ? true : undefined;
    },
  };
}
