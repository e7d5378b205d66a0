import { textReport } from './apply-report.ts';
import { githubReport } from './github-report.ts';
import { markdownReport } from './markdown-report.ts';
import type { ReportFormat } from './report-format.ts';

/** Every report format by its `--format` name; `json` streams events instead. */
export const reportFormats = {
  text: textReport,
  markdown: markdownReport,
  github: githubReport,
} satisfies Record<string, ReportFormat>;

/** The name of a format of a report. */
export type ReportFormatName = keyof typeof reportFormats;
