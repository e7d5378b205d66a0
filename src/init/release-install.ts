import { fileSha256 } from '../files/file-digest.ts';
import { readTextIfPossible } from '../files/read-file.ts';
import { ConnectSyncError } from '../model/error.ts';

/** What a pipeline can install from a release. */
type InstallKind = 'tarball' | 'binary' | 'image';

/** The release file that the pipeline installs. */
export interface ReleaseInstall {
  readonly kind: InstallKind;
  readonly version: string;
  /** Of the file; empty if it is not known: the pipeline then refuses to install it. */
  readonly sha256: string;
  /** The folder that contains the file; empty: the release on GitHub. */
  readonly releaseUrl: string;
}

/** How the release file is chosen. */
export interface InstallInput {
  readonly version: string;
  readonly install?: InstallKind;
  readonly releaseUrl?: string;
  /** SHA256SUMS of the release, absolute. */
  readonly checksums?: string;
  /** The path of the single executable that runs; left out: Node runs the program. */
  readonly executable?: string;
}

/**
 * The release file of this version. Its checksum comes from a file that the person has, or is that of the executable that
 * runs. A program cannot contain the checksum of the archive that it is shipped in, and one that is downloaded from the
 * release would prove nothing.
 *
 * @throws ConnectSyncError `option-invalid` (usage)
 */
export async function chooseRelease(input: InstallInput): Promise<ReleaseInstall> {
  const { version, checksums, executable } = input;
  const kind = input.install ?? (executable === undefined ? 'tarball' : 'binary');
  const releaseUrl = (input.releaseUrl ?? '').replace(/(?<!\/)\/+$/, '');
  if (!/^(https?:\/\/[\w.~%:@/[\]-]+)?$/.test(releaseUrl)) {
    throw usage(
      `--release-url: not the URL of a folder: ${releaseUrl}`,
      'such as https://mirror.example/connect-sync/0.1.0',
    );
  }
  if (/^https?:\/\/[^/]*@/.test(releaseUrl)) {
    throw usage('--release-url: credentials in the URL would be stored in plain text');
  }
  const release = { kind, version, releaseUrl, sha256: '' };
  if (checksums !== undefined) return { ...release, sha256: await findChecksum(checksums, release) };
  return kind === 'binary' && executable !== undefined
    ? { ...release, sha256: await fileSha256(executable) }
    : release;
}

/** The name of the file in the release. */
function releaseFile({ kind, version }: ReleaseInstall): string {
  return `connect-sync-${version}${{ tarball: '.tgz', binary: '-linux-x64', image: '-image.tar' }[kind]}`;
}

/** What to do about a missing checksum, after the sentence that names the problem. */
export function checksumRemark(install: ReleaseInstall, problem: string): string {
  return `${problem}: copy the SHA-256 of ${releaseFile(install)} from ${urlOf(install)}/SHA256SUMS (or delete that file, and run init with --checksums SHA256SUMS)`;
}

/** What the pipeline installs, in a sentence; what to do first if it would refuse to. */
export function installRemark(install: ReleaseInstall, settingFile: string): string {
  const file = `${urlOf(install)}/${releaseFile(install)}`;
  if (install.sha256 !== '') return `The pipeline installs ${file}, if its SHA-256 is ${install.sha256}.`;
  return `${checksumRemark(install, `The pipeline installs nothing until sha256 is set in ${settingFile}`)}.`;
}

function urlOf({ version, releaseUrl }: ReleaseInstall): string {
  return releaseUrl || `https://github.com/connect-sync/connect-sync/releases/download/v${version}`;
}

/** The checksum of the file in lines as `sha256sum` writes them. */
async function findChecksum(file: string, release: ReleaseInstall): Promise<string> {
  const text = await readTextIfPossible(file);
  if (text === undefined) throw usage(`--checksums: ${file} cannot be read`);
  const name = releaseFile(release);
  const found = text.split(/\r?\n/).flatMap((line) => {
    const [, sha256 = '', named] = /^([0-9a-f]{64}) [ *](?:\.\/)?(\S+)$/i.exec(line) ?? [];
    return named === name ? [sha256.toLowerCase()] : [];
  });
  const [sha256, ...others] = new Set(found);
  if (sha256 !== undefined && others.length === 0) return sha256;
  const problem = sha256 === undefined ? `${file} does not list` : `${file} lists several checksums for`;
  throw usage(`--checksums: ${problem} ${name}`, 'take SHA256SUMS of the release of this version');
}

function usage(message: string, hint?: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'option-invalid', message, category: 'usage', ...(hint && { hint }) });
}
