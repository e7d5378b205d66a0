import { collisionsPage } from './collisions-page.ts';
import { commandPages } from './command-pages.ts';
import { effectsPage } from './effects-page.ts';
import { exitCodesPage } from './exit-codes-page.ts';
import { firstPage } from './first-page.ts';
import { jsonPage } from './json-page.ts';
import { metricsPage } from './metrics-page.ts';
import { policiesPage } from './policies-page.ts';
import { problemPages } from './problem-pages.ts';

/** Folders that contain nothing but generated pages. */
export const generatedFolders = ['reference/commands', 'reference/problems'] as const;

/** Every generated page: the text by its path in docs/. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map([
    ...(await commandPages()),
    ...problemPages(),
    ['index.md', await firstPage()],
    ['reference/collisions.md', collisionsPage()],
    ['reference/effects.md', effectsPage()],
    ['reference/exit-codes.md', exitCodesPage()],
    ['reference/json.md', await jsonPage()],
    ['reference/metrics.md', metricsPage()],
    ['reference/policies.md', policiesPage()],
  ]);
  return new Map([...pages].map(([file, text]) => [file, `${notice}\n\n${text}`]));
}

/** The first line of a generated page. */
export const notice =
  '<!-- Generated from the program by `npm run docs:generate`. Do not edit: change the source and generate again. -->';
