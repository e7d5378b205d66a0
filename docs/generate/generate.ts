import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { generatedFolders, generatedPages } from './pages.ts';

// Writes the pages of the documentation that are made from the program. Usage: npm run docs:generate

const docs = path.resolve(import.meta.dirname, '..');
const pages = await generatedPages();

// A command or a problem that no longer exists must not keep its page.
for (const folder of generatedFolders) await rm(path.join(docs, folder), { recursive: true, force: true });
for (const [file, text] of pages) {
  const absolute = path.join(docs, file);
  if ((await readFile(absolute, 'utf8').catch(() => '')) === text) continue;
  await mkdir(path.dirname(absolute), { recursive: true });
  await writeFile(absolute, text);
}
process.stdout.write(`${pages.size} pages\n`);
