import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { packageVersion, root } from './artifacts.ts';
import { releaseNotes } from './release-notes.ts';

// Called with the tag of a release: fails unless it fits package.json and CHANGELOG.md, and prints the notes.

const changelog = await readFile(path.join(root, 'CHANGELOG.md'), 'utf8');
const result = releaseNotes({ tag: process.argv[2] ?? '', version: packageVersion, changelog });
if ('problem' in result) {
  console.error(result.problem);
  process.exitCode = 1;
} else {
  process.stdout.write(result.notes);
}
