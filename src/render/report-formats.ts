import { textReport } from './apply-report.ts';
import { githubReport } from './github-report.ts';
import { markdownReport } from './markdown-report.ts';
import type { ReportFormat } from './report-format.ts';

/** Every format of a report by the name that `--format` takes; JSON tells its story event by event instead. */
export const reportFormats = {
  text: textReport,
  markdown: markdownReport,
  github: githubReport,
} satisfies Record<string, ReportFormat>;

/** The name of a format of a report. */
export type ReportFormatName = keyof typeof reportFormats;
