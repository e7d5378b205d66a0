import jsonPatch from 'fast-json-patch';
import { compareText } from '../model/config.ts';
import type { ConnectorDocument, PlanView } from '../model/plan-view.ts';
import { toJsonLine } from '../model/print-json.ts';
import { clusterName, type PlanFormat } from './plan-format.ts';

/**
 * One RFC 6902 patch from what `show -f json` prints to what `show --planned -f json` prints, one operation a line.
 * Connectors that do not change are in both and in no operation, so the changes alone make the patch. Of several
 * clusters each path begins with the cluster's name. An invertible patch tests each value before it replaces or
 * removes it: it can be turned round, and it fails where the connector is no longer what the plan saw.
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
      const document = change[side];
      return document ? [[change.name, document] as const] : [];
    }),
  );
}
