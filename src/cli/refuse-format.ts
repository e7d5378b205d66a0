import { ConnectSyncError } from '../model/error.ts';
import type { CommonOptions } from './options/project-options.ts';

/**
 * Rejects a format that another option excludes.
 *
 * @throws ConnectSyncError (usage)
 */
export function refuseFormat({ format }: CommonOptions, allowed: readonly string[], message: string): void {
  if (format === undefined || allowed.includes(format)) return;
  throw new ConnectSyncError({ code: 'format-usage', message, category: 'usage' });
}
