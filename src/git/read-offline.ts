import { runGit } from './run-git.ts';

/** What Git reads, and how long a run may wait for it. */
interface OfflineRead {
  readonly input?: string;
  readonly timeoutMilliseconds: number;
}

/** The arguments that print what commits and the work tree change of files, as NUL-separated entries. */
export const rawFormat: readonly string[] = ['--raw', '--no-abbrev', '--no-renames', '-z', '--relative'];

/** The pathspecs of files that may declare connectors. */
export const yamlAndJsonFiles: readonly string[] = [
  ':(glob)**/*.yaml',
  ':(glob)**/*.yml',
  ':(glob)**/*.json',
];

/** What Git prints; empty where it fails. In a partial clone it would fetch what is missing: no protocol is allowed. */
export async function readOffline(
  directory: string,
  args: readonly string[],
  { input = '', timeoutMilliseconds }: OfflineRead,
): Promise<Buffer> {
  const options = ['--no-optional-locks', '-c', 'protocol.allow=never'];
  const result = await runGit(directory, [...options, ...args], { input, timeoutMilliseconds });
  return result.kind === 'done' ? result.output : Buffer.alloc(0);
}

/** The texts of blobs by their ids; those that the repository does not hold are left out. */
export async function readTexts(
  directory: string,
  blobs: readonly string[],
  timeoutMilliseconds: number,
): Promise<ReadonlyMap<string, string>> {
  if (blobs.length === 0) return new Map();
  const input = blobs.map((blob) => `${blob}\n`).join('');
  const output = await readOffline(directory, ['cat-file', '--batch'], { input, timeoutMilliseconds });
  const texts = new Map<string, string>();
  let position = 0;
  while (position < output.length) {
    // `ID blob SIZE`, a line feed, the contents, a line feed; or `ID missing` and a line feed.
    const end = output.indexOf(10, position);
    if (end < 0) break;
    const [id = '', , size] = output.toString('latin1', position, end).split(' ');
    position = end + 1;
    if (size === undefined) continue;
    texts.set(id, output.toString('utf8', position, position + Number(size)));
    position += Number(size) + 1;
  }
  return texts;
}
