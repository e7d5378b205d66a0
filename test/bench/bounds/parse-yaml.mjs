// The bound of everything that reads many files: the yaml package alone, in one process. Argument: the folder.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseDocument } from 'yaml';

const folder = process.argv[2];
const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.yaml'));
let keys = 0;
for (const file of files) {
  const document = parseDocument(readFileSync(path.join(folder, file), 'utf8'), { schema: 'failsafe' });
  keys += document.get('config').items.length;
}
process.stdout.write(`${files.length} files, ${keys} keys\n`);
