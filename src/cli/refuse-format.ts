import { ConnectSyncError } from '../model/error.ts';
import type { CommonOptions } from './options/project-options.ts';

/**
 * Refuses a format that an option of the command rules out.
 *
 * @throws ConnectSyncError (usage)
 */
export function refuseFormat({ format }: CommonOptions, allowed: readonly string[], message: string): void {
  if (format === undefined || allowed.includes(format)) return;
  throw new ConnectSyncError({ code: 'format-usage', message, category: 'usage' });
}
