import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import type { SeededConnector } from '../../src/sandbox/sandbox-worker.ts';

/** A project with one file for each connector. */
export interface Tree {
  readonly directory: string;
  remove(): void;
}

/** Writes connector files in nested folders, a hundred to each. */
export function makeTree(connectors: readonly SeededConnector[]): Tree {
  const directory = mkdtempSync(path.join(tmpdir(), 'connect-sync-bench-'));
  for (const [index, { name, config }] of connectors.entries()) {
    const folder = path.join(directory, 'connectors', String(Math.floor(index / 100)));
    if (index % 100 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${name}.yaml`), stringify({ config }, { lineWidth: 0 }));
  }
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
