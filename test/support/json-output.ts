import type { DiagnosticView } from '../../src/model/plan-view.ts';

/** What a command with `-f json` printed about its only cluster; without a type, anything. */
export function onlyCluster<Found = ReturnType<typeof JSON.parse>>(stdout: string): Found {
  const { clusters } = JSON.parse(stdout) as { readonly clusters: readonly Found[] };
  const [only] = clusters;
  if (clusters.length !== 1 || only === undefined) throw new Error(`not one cluster: ${stdout}`);
  return only;
}

/** The diagnostics that a command with `-f json` printed, of its clusters and of the whole run. */
export function problemsIn(stdout: string): readonly DiagnosticView[] {
  const { clusters, diagnostics } = JSON.parse(stdout) as {
    readonly clusters: readonly { readonly diagnostics?: readonly DiagnosticView[] }[];
    readonly diagnostics: readonly DiagnosticView[];
  };
  return [...diagnostics, ...clusters.flatMap((one) => one.diagnostics ?? [])];
}
