import type { Config } from '../model/config.ts';
import { nearestClass } from '../model/nearest-class.ts';
import { distanceBetween } from '../model/nearest-name.ts';
import { classKey } from '../model/plugin-choice-keys.ts';
import { namesOfClass } from '../model/plugin-classes.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { type UsedPlugin, usedPlugins } from '../model/redaction/password-keys.ts';
import { findInstalled, installedOfKind } from './installed-plugins.ts';
import type { UpgradeFinding } from './upgrade-finding.ts';

/** Both sides of an upgrade; undefined: its plugins could not be read. */
export interface UpgradeSides {
  readonly from: PluginSet | undefined;
  readonly to: PluginSet | undefined;
}

/**
 * The classes of a config that the target does not list. A class that the source does not list either, although it runs
 * there, is no proof: workers hide some classes of their own.
 */
export function findMissingClasses(config: Config, { from, to }: UpgradeSides): readonly UpgradeFinding[] {
  const installed = to?.installed;
  if (!installed) return [];
  return usedPlugins(config).flatMap((plugin) => {
    if (findInstalled(installed, plugin) !== 'missing') return [];
    if (from?.installed && findInstalled(from.installed, plugin) === 'missing') return [];
    const classes = installedOfKind(installed, plugin.kind).map(({ className }) => className);
    return [missingClass(plugin, similarClass(plugin.className, classes))];
  });
}

/** A plugin that moved to another package, or was renamed a little: what is less alike is another plugin. */
function similarClass(className: string, installed: readonly string[]): string | undefined {
  const near = nearestClass(className, installed);
  if (near === undefined) return undefined;
  const [one, other] = [className, near].map((name) => namesOfClass(name)[2]);
  return distanceBetween(one ?? '', other ?? '', mostLetters) <= mostLetters ? near : undefined;
}

const mostLetters = 2;

/** The finding about a class that the target does not have. */
export function missingClass(
  { kind, className, prefix }: UsedPlugin,
  near: string | undefined,
): UpgradeFinding {
  const isFile = /(?:^|\.)FileStream(?:Source|Sink)(?:Connector)?$/.test(className);
  return {
    level: 'fails',
    kind: 'class-missing',
    message: `the ${kind === 'connector' ? 'class' : kind} ${className} is not installed`,
    hint: isFile
      ? 'add connect-file to plugin.path: from 3.1.1 on it is not on the class path (KAFKA-13748)'
      : near === undefined
        ? 'add the plugin to the image'
        : `add the plugin to the image; ${near} is installed`,
    keys: [classKey({ kind, prefix })],
  };
}
