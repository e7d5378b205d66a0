import { compareText } from '../model/config.ts';
import type { ClusterPluginsDocument } from '../model/plugin-snapshot-document.ts';
import type { InstalledDifferenceView } from './pull-view.ts';

/** Which plugins two lists have in different versions; first the version of Kafka Connect, with an empty class. */
export function installedDifferences(
  before: ClusterPluginsDocument | undefined,
  after: ClusterPluginsDocument,
): readonly InstalledDifferenceView[] {
  if (!before) return [];
  const [old, current] = [before, after].map(versionsByClass);
  const classes = [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])].sort(compareText);
  return classes.flatMap((className) => {
    const difference = {
      class: className,
      before: old?.get(className) ?? null,
      after: current?.get(className) ?? null,
    };
    return JSON.stringify(difference.before) === JSON.stringify(difference.after) ? [] : [difference];
  });
}

/** A class that is listed as a converter and as a header converter has the same versions. */
function versionsByClass({ kafkaConnect, plugins }: ClusterPluginsDocument): Map<string, readonly string[]> {
  return new Map([['', [kafkaConnect]], ...plugins.map((one) => [one.class, one.versions] as const)]);
}
