import { count } from '../model/count.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import type { UncheckedView } from '../model/upgrade-view.ts';
import { supports, type WorkerVersion } from '../model/worker-version.ts';
import { combineFindings } from '../plugins/combine-findings.ts';
import { definedKeys } from '../plugins/defined-keys.ts';
import { makeFindKeyChanges } from '../plugins/find-key-changes.ts';
import { findMissingClasses } from '../plugins/find-missing-classes.ts';
import { findUnloadedClass } from '../plugins/find-unloaded-classes.ts';
import { findVersionConflicts } from '../plugins/find-version-conflicts.ts';
import { findWorkerBreaks } from '../plugins/find-worker-breaks.ts';
import type { UpgradeFinding } from '../plugins/upgrade-finding.ts';
import type { TargetReading } from './check-on-cluster.ts';
import type { SourceReading } from './read-source.ts';

/** Both sides, with the versions of their workers. */
export interface ComparedSides {
  readonly source: SourceReading;
  readonly target: TargetReading;
  readonly from: WorkerVersion | undefined;
  readonly to: WorkerVersion | undefined;
}

/** What the upgrade means for each connector, by name. */
export function compareSides(sides: ComparedSides): ReadonlyMap<string, readonly UpgradeFinding[]> {
  const { source, target, from, to } = sides;
  const plugins = { from: source.plugins.set, to: target.plugins };
  const findKeyChanges = plugins.from && plugins.to ? makeFindKeyChanges(plugins.from, plugins.to) : () => [];
  return new Map(
    source.connectors.map((connector) => {
      const { name, config } = connector;
      const refused = target.refused.get(name);
      const findings = combineFindings({
        missing: findMissingClasses(config, plugins),
        refused,
        unloaded: refused ? [] : findUnloadedClass(config, plugins),
        versions: findVersionConflicts(config, plugins.to, { from, to }),
        breaks: breaksFor(connector, sides),
        keys: findKeyChanges(config),
      });
      return [name, findings] as const;
    }),
  );
}

function breaksFor(connector: LiveConnector, { from, to }: ComparedSides): readonly UpgradeFinding[] {
  if (!from || !to) return [];
  return findWorkerBreaks(connector, { from, to }).map(({ row, keys }) => ({
    level: row.level,
    kind: 'worker',
    message: row.message(keys),
    hint: row.hint,
    source: row.source,
    keys,
  }));
}

/** What no comparison can tell: versions that are not known, and plugins that the target does not describe. */
export function uncheckedSides({ source, target, from, to }: ComparedSides): readonly UncheckedView[] {
  const versions = from && to ? [] : [`the version of ${from ? target.side.name : 'the source'}`];
  return [
    ...versions.map((which) => ({
      message: `${which} is not known: what Kafka Connect itself changed was not checked`,
      hint: null,
      connectors: [],
    })),
    ...connectorsOnly(source.worker.versionText, from),
    ...connectorsOnly(target.side.kafkaConnect, to),
    ...(target.plugins && target.side.kind === 'snapshots' ? undescribed(source, target.plugins) : []),
  ];
}

/** Older workers say nothing about other plugins. */
function connectorsOnly(text: string | null, version: WorkerVersion | undefined): readonly UncheckedView[] {
  if (!version || supports(version, 'pluginConfig')) return [];
  return [
    {
      message: `Kafka Connect ${text} lists connectors only: other plugins are not compared, and are missing only if the target says so`,
      hint: null,
      connectors: [],
    },
  ];
}

/** Only a folder of snapshots leaves plugins out: it describes those that were in use when it was written. */
function undescribed(source: SourceReading, set: PluginSet): readonly UncheckedView[] {
  const byClass = new Map<string, string[]>();
  const unread = new Set(set.unreadable.map(({ className }) => className));
  const installed = set.installed && new Set(set.installed.map(({ className }) => className));
  for (const { name, config } of source.connectors) {
    for (const { className } of definedKeys(config, set).undescribed) {
      if (unread.has(className) || installed?.has(className) === false) continue;
      byClass.set(className, [...(byClass.get(className) ?? []), name]);
    }
  }
  if (byClass.size === 0) return [];
  return [
    {
      message: `${set.from} does not describe ${count(byClass.size, 'class', 'classes')}: ${[...byClass.keys()].sort().join(', ')}`,
      hint: 'add them there with  connect-sync plugins pull',
      connectors: [...new Set([...byClass.values()].flat())].sort(),
    },
  ];
}
