import path from 'node:path';
import { describeCommit } from '../../git/describe-commit.ts';
import { jsonDigest } from '../../model/digest.ts';
import type { SourceScan } from './scan-source.ts';

/**
 * What a revision of the files is called: the commit where Git knows it, or where the name of the real folder is one, as
 * git-sync names them; else a digest of names, sizes and times.
 *
 * @param directory absolute, as it was given
 */
export async function nameRevision(scan: SourceScan, directory: string): Promise<string> {
  const folder = path.basename(scan.root);
  if (scan.root !== directory && /^[0-9a-f]{40}$/.test(folder)) return folder.slice(0, 12);
  return (await describeCommit(scan.root)) ?? jsonDigest(scan.entries).slice(0, 'sha256:'.length + 12);
}
