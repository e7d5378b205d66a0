import { diagnose } from '../model/diagnostic.ts';
import type { OwnershipMarker } from '../model/project.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import type { Report } from './report.ts';
import { type SourceNode, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { readPlainText } from './template.ts';

/** Keys that the worker itself uses: the name of a repository in one of them would break every connector. */
const usedByTheWorker = new Set(['name', 'connector.class', 'tasks.max', 'topics', 'topics.regex']);

/** Reads `ownership.marker` and `ownership.repository`; undefined if one is missing, which the schema reports. */
export function readMarker(
  source: SourceText,
  ownership: SourceNode | undefined,
  report: Report,
): OwnershipMarker | undefined {
  const scalars = [scalarOf(ownership, 'marker'), scalarOf(ownership, 'repository')];
  const [marker, repository] = scalars.map((scalar) => scalar && readPlainText(source, scalar, report));
  if (!marker || !repository || marker.text === '' || repository.text === '') return undefined;
  const { text: key, source: place } = marker;
  if (usedByTheWorker.has(key))
    report(diagnose('invalid-marker', { key, isSecret: false }, { source: place }));
  // The marker must be visible to everybody, so its value must not be masked.
  if (saysSecret(key)) report(diagnose('invalid-marker', { key, isSecret: true }, { source: place }));
  return { key, repository: repository.text, source: place };
}
