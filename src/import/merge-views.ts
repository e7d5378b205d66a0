import type {
  ImportCounts,
  ImportedPlaceholdersView,
  ImportResult,
  ImportView,
} from '../model/import-view.ts';

/** One result of several imports: for programs, and for the exit code. */
export function mergeViews([first, ...others]: readonly [ImportView, ...ImportView[]]): ImportView {
  return others.reduce(merge, first);
}

function merge(one: ImportView, other: ImportView): ImportView {
  return {
    ...one,
    from: `${one.from}, ${other.from}`,
    written: one.written && other.written,
    result: mergeResults(one.result, other.result),
    connectors: [...one.connectors, ...other.connectors],
    notRead: [...one.notRead, ...other.notRead],
    counts: mergeCounts(one.counts, other.counts),
    files: [...one.files, ...other.files],
    variables: mergeVariables([...one.variables, ...other.variables]),
    defaults: [...one.defaults, ...other.defaults],
    placeholders: mergePlaceholders(one.placeholders, other.placeholders),
    diagnostics: [...one.diagnostics, ...other.diagnostics],
  };
}

function mergePlaceholders(
  one: ImportedPlaceholdersView,
  other: ImportedPlaceholdersView,
): ImportedPlaceholdersView {
  const names = (key: 'env' | 'vars' | 'unset') => [...new Set([...one[key], ...other[key]])].sort();
  return {
    replaced: one.replaced + other.replaced,
    kept: one.kept + other.kept,
    env: names('env'),
    vars: names('vars'),
    unset: names('unset'),
  };
}

function mergeResults(one: ImportResult, other: ImportResult): ImportResult {
  if (one === other) return one;
  return one === 'invalid-input' || other === 'invalid-input' ? 'invalid-input' : 'partly-imported';
}

function mergeCounts(one: ImportCounts, other: ImportCounts): ImportCounts {
  const entries = Object.entries(one).map(([key, number]) => [
    key,
    number + other[key as keyof ImportCounts],
  ]);
  return Object.fromEntries(entries) as ImportCounts;
}

function mergeVariables(variables: ImportView['variables']): ImportView['variables'] {
  const byName = new Map<string, ImportView['variables'][number]>();
  for (const variable of variables) {
    const before = byName.get(variable.name);
    byName.set(variable.name, before ? { ...before, uses: [...before.uses, ...variable.uses] } : variable);
  }
  return [...byName.values()];
}
