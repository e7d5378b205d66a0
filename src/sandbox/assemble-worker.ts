import type { Worker } from './api/handler.ts';
import { type MaskStyle, makeMasking } from './masking.ts';
import { PluginCatalogue } from './plugins/catalogue.ts';
import type { PluginDefinition } from './plugins/plugin-definition.ts';
import type { Profile } from './profile.ts';
import { Herder } from './worker/herder.ts';
import { Instances } from './worker/instances.ts';
import { Ledger } from './worker/ledger.ts';
import { Lifecycle } from './worker/lifecycle.ts';
import { Loggers } from './worker/loggers.ts';
import { Offsets } from './worker/offsets.ts';
import { Outages } from './worker/outages.ts';
import type { Timing } from './worker/timing.ts';

/** Which worker to assemble. */
export interface Assembly {
  readonly profile: Profile;
  readonly timing: Timing;
  readonly workerId: () => string;
  /** The plugins that are installed, any class, or any class with any configuration: then the classes to list. */
  readonly classes: 'installed' | 'any' | readonly string[];
  readonly plugins?: readonly PluginDefinition[];
  readonly kafkaClusterId?: string;
  readonly mask?: MaskStyle | undefined;
}

/** Assembles an in-memory worker without a server. */
export function assembleWorker({ profile, timing, workerId, classes, plugins, ...options }: Assembly) {
  const catalogue = new PluginCatalogue(profile, classes, plugins);
  const ledger = new Ledger();
  const outages = new Outages(profile, timing);
  const instances = new Instances({
    timing,
    workerId,
    versionOf: (connector) => catalogue.versionOf(connector.plugin),
  });
  const lifecycle = new Lifecycle({ profile, timing, ledger, instances });
  const worker: Worker = {
    profile,
    catalogue,
    outages,
    herder: new Herder({ profile, timing, ledger, outages, lifecycle }),
    offsets: new Offsets(),
    masking: makeMasking(options.mask),
    loggers: new Loggers(profile, () => timing.wallTime()),
    kafkaClusterId: options.kafkaClusterId ?? 'sandboxAAAAAAAAAAAAAAA',
    isFollower: false,
  };
  return { worker, ledger, instances };
}
