import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Ownership, Vars } from '../model/project.ts';
import { connectionOf, lookupOn, variablesOn } from './cluster-lookup.ts';
import { literalNames } from './owned-patterns.ts';
import type { ProjectFiles } from './read-project.ts';
import { type Lookup, substitute } from './resolve-config.ts';
import type { Template } from './template.ts';

/** What the project owns on one cluster. */
export interface ResolvedOwnership {
  /** Without names where a variable has no value: nothing may be pruned by an unresolved pattern. */
  readonly ownership: Ownership;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves the variables in `ownership` for a cluster. A trusted project file decides about its variables too: those
 * under review could widen what is owned.
 */
export function resolveOwnership(
  files: ProjectFiles,
  { name, vars: ofRun }: { readonly name: string | undefined; readonly vars: Vars },
): ResolvedOwnership {
  const { owned, project } = files;
  const trusted = connectionOf(files, { name: name ?? '' }, { vars: variablesOn(files, name, ofRun), ofRun });
  const { vars, declared, environmentNames } = trusted;
  const lookup = {
    ...lookupOn(files, { name, vars: ofRun }, { unsetEnvironment: 'error' }),
    ...{ vars, declared, environmentNames },
  };
  const names = owned.names?.map((template) => resolvePattern(template, lookup));
  const protect = owned.protect.map((template) => resolvePattern(template, lookup));
  const diagnostics = [...(names ?? []), ...protect].flatMap((one) => one.diagnostics);
  return {
    ownership: {
      ...project.ownership,
      names: names && (diagnostics.length === 0 ? names.map(({ text }) => text) : []),
      protect: protect.map(({ text }) => text),
    },
    diagnostics,
  };
}

/** The owned names that connector names are checked with on a cluster; `ownership`: what is resolved already. */
export function checkedNames(files: ProjectFiles, cluster: OwningCluster) {
  const { ownership, diagnostics } = cluster.ownership
    ? { ownership: cluster.ownership, diagnostics: [] }
    : resolveOwnership(files, cluster);
  const names = diagnostics.length > 0 || files.isProjectBroken ? undefined : ownership.names;
  const isVariable = files.owned.names !== undefined && literalNames(files.owned) === undefined;
  return { names, isVariable, marker: ownership.marker, diagnostics };
}

interface OwningCluster {
  readonly name: string | undefined;
  readonly vars: Vars;
  readonly ownership?: Ownership | undefined;
}

/** A value with a wildcard would cover more names than the file shows. */
function resolvePattern(template: Template, lookup: Lookup) {
  const { text, diagnostics } = substitute(template, lookup);
  const wild = template.parts.flatMap((part) => {
    if (part.kind !== 'reference' || !/[*?]/.test(lookup.vars.get(part.name) ?? '')) return [];
    return [diagnose('wildcard-in-ownership', { name: part.name }, { source: part.source })];
  });
  return { text, diagnostics: [...diagnostics, ...wild] };
}
