import type { PluginCatalogue } from '../plugins/catalogue.ts';
import type { Profile } from '../profile.ts';

/** What validation needs to know of its worker. */
export interface ValidationContext {
  readonly profile: Profile;
  readonly catalogue: PluginCatalogue;
}
