import type { ApplyCommandOptions } from './commands/apply.ts';
import type { ApplyProgress } from './progress/apply-progress.ts';

/** What was asked of one apply, and where it tells how it goes. */
export interface ApplyOrder {
  readonly options: ApplyCommandOptions;
  readonly files: readonly string[];
  readonly progress: ApplyProgress;
}
