import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { everyName } from '../model/environment-names.ts';
import type { Vars } from '../model/project.ts';
import type { AllowedUrls } from './allowed-urls.ts';
import { declaredVars, valuesOfVars } from './cluster-document.ts';
import type { ProjectFiles } from './read-project.ts';
import type { Lookup } from './resolve-config.ts';
import type { Template } from './template.ts';

/** The variables on a cluster: those of the run take precedence over the cluster's, these over the project's. */
export function variablesOn(files: ProjectFiles, cluster: string | undefined, ofRun: Vars): Vars {
  return new Map([...valuesOfVars(declaredVars(files, cluster), files), ...ofRun]);
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
    declared: declaredVars(files, cluster),
    cluster,
    classes,
    ...options,
  };
}

/** What the connection to a cluster is resolved with. A trusted project file may use what the job has. */
export function connectionOf(
  files: ProjectFiles,
  { name }: { readonly name: string },
  { vars, ofRun }: { readonly vars: Vars; readonly ofRun: Vars },
) {
  const { connections, environmentNames, base, boundary } = files;
  if (!connections) return { vars, declared: declaredVars(files, name), environmentNames, base, boundary };
  const declared = new Map([...connections.vars, ...(connections.clusterVars.get(name) ?? [])]);
  const trusted = new Map([...valuesOfVars(declared, files), ...ofRun]);
  return {
    vars: trusted,
    declared,
    environmentNames: everyName,
    base: connections.base,
    boundary: undefined,
  };
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
