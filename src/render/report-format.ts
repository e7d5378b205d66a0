import type { ReportView } from '../model/apply-view.ts';
import type { NextArguments } from './next-lines.ts';

/** A way to print the report of an apply on one cluster. */
export interface ReportFormat {
  /** The result ends with a line feed, or is empty. */
  render(view: ReportView, options: ReportFormatOptions): string;
}

/** The options of a format. */
export interface ReportFormatOptions {
  readonly color: boolean;
  /** Options that the suggested commands repeat. */
  readonly next?: NextArguments;
  /** For text: the connectors whose outcome already stands above the report; left out: there is nothing above it. */
  readonly shown?: ReadonlySet<string> | undefined;
}
