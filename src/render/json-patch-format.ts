import jsonPatch from 'fast-json-patch';
import { compareText } from '../model/config.ts';
import { documentAsSeen } from '../model/masked-value.ts';
import type { ConnectorDocument, PlanView } from '../model/plan-view.ts';
import { toJsonLine } from '../model/print-json.ts';
import { clusterName, type PlanFormat } from './plan-format.ts';

/**
 * One RFC 6902 patch from the output of `show -f json` to the output of `show --planned -f json`, one operation per
 * line. Unchanged connectors appear in both documents and in no operation, so the changes alone make up the patch.
 * With several clusters each path begins with the name of the cluster. An invertible patch tests each value before it
 * replaces or removes it: it can be reversed, and it fails if the connector changed after the plan was made.
 */
export const jsonPatchFormat: PlanFormat = {
  render: (views, { invertible }) => {
    const [before, after] = [documents(views, 'before'), documents(views, 'after')];
    const operations = jsonPatch
      .compare(before, after, invertible)
      .sort((one, other) => compareText(one.path, other.path));
    const lines = operations.map((operation) => `  ${toJsonLine(operation)}`);
    return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
  },
};

function documents(views: readonly PlanView[], side: 'before' | 'after'): object {
  const [only] = views;
  if (views.length === 1 && only) return documentsOf(only, side);
  return Object.fromEntries(views.map((view) => [clusterName(view), documentsOf(view, side)]));
}

function documentsOf(view: PlanView, side: 'before' | 'after'): Record<string, ConnectorDocument> {
  return Object.fromEntries(
    view.changes.flatMap((change) => {
      const document = side === 'before' ? change.before : documentAsSeen(change);
      return document ? [[change.name, document] as const] : [];
    }),
  );
}
