import { count } from '../model/count.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { CheckView } from '../model/doctor-view.ts';
import { nearestClass } from '../model/nearest-class.ts';
import { namesOfClass, PluginClasses } from '../model/plugin-classes.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type UsedPlugin, usedPlugins } from '../model/redaction/password-keys.ts';
import { supports } from '../model/worker-version.ts';
import { failed, ok, skipped, warning } from './check.ts';
import type { WorkerReading } from './read-worker.ts';

/** A plugin that the files name, and the connectors that use it. */
interface NeededPlugin extends Pick<UsedPlugin, 'kind' | 'className'> {
  readonly usedBy: readonly string[];
}

/** Whether every worker has the plugins that the files need; one line for each that is missing. */
export function checkPlugins(
  desired: readonly DesiredConnector[],
  readings: readonly WorkerReading[],
): readonly CheckView[] {
  const needed = neededPlugins(desired);
  if (needed.length === 0) return [skipped('plugins', 'no connector is declared for this cluster')];
  const workers = readings.flatMap(installedOn);
  const refused = readings.flatMap(({ plugins }) => (plugins?.kind === 'failed' ? [plugins.failure] : []));
  const [refusal] = refused;
  if (workers.length === 0 && refusal)
    return [warning('plugins', `not known: ${refusal.brief}`, refusal.next)];
  if (workers.length === 0) return [skipped('plugins', 'not known: no worker could be read')];
  const missing = needed.flatMap((plugin) => checkPlugin(plugin, workers));
  return missing.length > 0
    ? missing
    : [ok('plugins', `${count(needed.length, 'plugin')} of the files: installed`)];
}

/** Each class once, with the connectors that name it. */
function neededPlugins(desired: readonly DesiredConnector[]): readonly NeededPlugin[] {
  const found = new Map<string, NeededPlugin>();
  for (const connector of desired) {
    if (connector.kind !== 'present') continue;
    for (const { kind, className } of usedPlugins(connector.config)) {
      const usedBy = [...(found.get(className)?.usedBy ?? []), connector.name];
      found.set(className, { kind, className, usedBy: [...new Set(usedBy)] });
    }
  }
  return [...found.values()];
}

interface Installed {
  readonly url: string;
  readonly classes: readonly string[];
  /** Older workers list connectors only. */
  readonly isComplete: boolean;
}

function installedOn({ url, worker, plugins }: WorkerReading): readonly Installed[] {
  if (worker.kind !== 'read' || plugins?.kind !== 'read') return [];
  const classes = plugins.value.map(({ className }) => className);
  return [{ url, classes, isComplete: supports(worker.value.version, 'pluginConfig') }];
}

function checkPlugin(plugin: NeededPlugin, workers: readonly Installed[]): readonly CheckView[] {
  const without = workers.filter((worker) => !isInstalled(plugin, worker));
  if (without.length === 0) return [];
  const [first = '', ...others] = plugin.usedBy;
  const uses = others.length === 0 ? first : `${first} and ${others.length} more`;
  const where = without.length === workers.length ? '' : ` on ${without.map(({ url }) => url).join(', ')}`;
  const near = nearestClass(
    plugin.className,
    without.flatMap(({ classes }) => classes),
  );
  return [
    failed(
      'plugins',
      `${toPrintableLine(plugin.className)} is not installed${where} (used by ${toPrintableLine(uses)})`,
      near === undefined
        ? 'install it in plugin.path of every worker, and restart them; connect-sync plugins lists what is installed'
        : `did you mean ${near}? If not, install it in plugin.path of every worker`,
    ),
  ];
}

function isInstalled({ kind, className }: NeededPlugin, { classes, isComplete }: Installed): boolean {
  if (classes.includes(className)) return true;
  if (kind !== 'connector')
    return !isComplete || classes.some((one) => namesOfClass(one).includes(className));
  const resolved = new PluginClasses(classes).resolve(className);
  return resolved !== undefined && classes.includes(resolved);
}
