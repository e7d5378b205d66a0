import { type DiagnosticCode, severityOf } from './diagnostic.ts';
import { backupPages } from './diagnostics/pages/backup-pages.ts';
import { clusterPages } from './diagnostics/pages/cluster-pages.ts';
import { configPages } from './diagnostics/pages/config-pages.ts';
import { importPages } from './diagnostics/pages/import-pages.ts';
import { layerPages } from './diagnostics/pages/layer-pages.ts';
import { manualActionPages } from './diagnostics/pages/manual-action-pages.ts';
import { namingPages } from './diagnostics/pages/naming-pages.ts';
import type { Page } from './diagnostics/pages/page.ts';
import { projectPages } from './diagnostics/pages/project-pages.ts';
import { savedPlanPages } from './diagnostics/pages/saved-plan-pages.ts';
import { schemaPages } from './diagnostics/pages/shape-pages.ts';
import { sourcePages } from './diagnostics/pages/source-pages.ts';
import { valuePages } from './diagnostics/pages/value-pages.ts';

/** The page of every problem: the build breaks where one is missing. */
const pages: Readonly<Record<DiagnosticCode, Page>> = {
  ...sourcePages,
  ...schemaPages,
  ...namingPages,
  ...valuePages,
  ...configPages,
  ...layerPages,
  ...projectPages,
  ...clusterPages,
  ...backupPages,
  ...savedPlanPages,
  ...manualActionPages,
  ...importPages,
};

/** The page of a problem with its code, as `explain` shows it. */
export interface CodePage extends Page {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
}

/** All pages, sorted by code. */
export function allPages(): readonly CodePage[] {
  const codes = (Object.keys(pages) as DiagnosticCode[]).sort();
  return codes.map((code) => ({ code, severity: severityOf(code), ...pages[code] }));
}
