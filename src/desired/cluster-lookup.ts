import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { everyName } from '../model/environment-names.ts';
import type { Vars } from '../model/project.ts';
import type { AllowedUrls } from './allowed-urls.ts';
import type { ProjectFiles } from './read-project.ts';
import type { Lookup } from './resolve-config.ts';
import type { Template } from './template.ts';

/** The variables on a cluster: those of the run take precedence over the cluster's, these over the project's. */
export function variablesOn(files: ProjectFiles, cluster: string | undefined, ofRun: Vars): Vars {
  const own = cluster === undefined ? undefined : files.clusters.get(cluster)?.vars;
  return new Map([...files.project.vars, ...(own ?? []), ...ofRun]);
}

/** Where connectors get the values of their references on a cluster. */
export function lookupOn(
  files: ProjectFiles,
  { name: cluster, vars, classes }: Pick<Lookup, 'vars' | 'classes'> & { readonly name: string | undefined },
  options: Pick<Lookup, 'unsetEnvironment' | 'variableValues'>,
): Lookup {
  const { environment, environmentNames } = files;
  return {
    environment,
    environmentNames,
    vars: variablesOn(files, cluster, vars),
    cluster,
    classes,
    ...options,
  };
}

/** What the connection to a cluster is resolved with. A trusted project file may use what the job has. */
export function connectionOf(
  { connections, environmentNames, base, boundary }: ProjectFiles,
  { name }: { readonly name: string },
  { vars, ofRun }: { readonly vars: Vars; readonly ofRun: Vars },
) {
  if (!connections) return { vars, environmentNames, base, boundary };
  const trusted = new Map([...connections.vars, ...(connections.clusterVars.get(name) ?? []), ...ofRun]);
  return { vars: trusted, environmentNames: everyName, base: connections.base, boundary: undefined };
}

/** Whether the job allows a URL. */
export function checkUrl(
  allowed: AllowedUrls | undefined,
  {
    url,
    shown,
    source,
  }: { readonly url: string; readonly shown: string; readonly source: Template['source'] | undefined },
): readonly Diagnostic[] {
  if (!allowed || allowed.allows(url)) return [];
  const { listed, invalid } = allowed;
  return [diagnose('cluster-url-not-allowed', { shown, listed, invalid }, { source })];
}
