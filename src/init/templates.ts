import { readFile } from 'node:fs/promises';

/** The files of this repository that `init` copies into a project, by their paths. */
export const templateFiles = [
  'action.yml',
  'deploy/action/install.sh',
  'deploy/action/install-release.sh',
  'deploy/action/run.sh',
  '.github/workflows/plan.yml',
  '.github/workflows/apply.yml',
  '.github/workflows/drift.yml',
  'templates/connect-sync.yml',
] as const;

/** One of them. */
export type TemplateFile = (typeof templateFiles)[number];

/** The text of a template. The build replaces this module by one that contains the texts. */
export async function readTemplate(file: TemplateFile): Promise<string> {
  return readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
}
