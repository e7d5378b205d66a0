import { planDigest, plansDigest } from '../model/digest.ts';
import type { PlanView } from '../model/plan-view.ts';
import { jsonOutput, toJson } from '../model/print-json.ts';
import { diffFormat } from './diff-format.ts';
import { githubFormat } from './github-format.ts';
import { jsonPatchFormat } from './json-patch-format.ts';
import { markdownFormat } from './markdown-format.ts';
import { clusterName, type PlanFormat } from './plan-format.ts';
import { textFormat } from './text-format.ts';

/** The plans of all clusters, as defined by `schemas/plan.schema.json`. */
const jsonFormat: PlanFormat = {
  render: (views, { command, unread = [] }) => {
    const clusters = views.map((view) => ({
      name: clusterName(view),
      digest: planDigest(view),
      counts: countsOf(view),
      ...view,
    }));
    const complete = unread.length === 0 && views.every((view) => view.complete);
    const format = command === 'drift' ? 'connect-sync/drift' : 'connect-sync/plans';
    // What `apply --expect-digest` compares: without every plan, and for files alone, there is nothing to compare.
    const digest = complete && command !== 'compare' ? plansDigest(clusters.map((one) => one.digest)) : null;
    return toJson(jsonOutput({ format, complete, clusters, diagnostics: unread }, { digest }));
  },
};

/** Every plan format by its `--format` name. A new format is a new file and a line here. */
export const planFormats = {
  text: textFormat,
  diff: diffFormat,
  'json-patch': jsonPatchFormat,
  json: jsonFormat,
  markdown: markdownFormat,
  github: githubFormat,
} satisfies Record<string, PlanFormat>;

/** The name of a format of a plan. */
export type PlanFormatName = keyof typeof planFormats;

function countsOf({ changes, unchanged, leftAlone }: PlanView) {
  const counts = { create: 0, update: 0, 'set-state': 0, restart: 0, delete: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return { ...counts, unchanged: unchanged.length, leftAlone: leftAlone.length };
}
