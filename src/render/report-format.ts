import type { ReportView } from '../model/apply-view.ts';
import type { NextArguments } from './next-lines.ts';

/** A way to print the report of an apply on one cluster. */
export interface ReportFormat {
  /** Ends with a line feed, or is empty where there is nothing to print. */
  render(view: ReportView, options: ReportFormatOptions): string;
}

/** What a format depends on beside the report. */
export interface ReportFormatOptions {
  readonly color: boolean;
  /** What to repeat in the commands that may follow. */
  readonly next?: NextArguments;
}
