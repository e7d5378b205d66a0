import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { artifacts } from '../../deploy/packaging/artifacts.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';

/** An image that was unpacked as a container engine does. */
export interface Image {
  readonly config: {
    readonly User: string;
    readonly Entrypoint: readonly string[];
    readonly Cmd: readonly string[];
    readonly WorkingDir: string;
    readonly Labels: Readonly<Record<string, string>>;
  };
  /** Its file system. */
  readonly root: string;
  /** The files that only `docker load` reads. */
  readonly docker: readonly {
    readonly Config: string;
    readonly RepoTags: readonly string[];
    readonly Layers: readonly string[];
  }[];
  /** The files in the archive. */
  readonly files: readonly string[];
  remove(): void;
}

/** Files of other users and mounts need root; the machines of CI have sudo. */
const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];

/** Why there is no image to test; undefined if there is. Where it is required, nothing is skipped. */
export function missingForImage(): string | undefined {
  if (process.env['CONNECT_SYNC_REQUIRE_IMAGE']) return undefined;
  if (!existsSync(artifacts.image)) return 'npm run package made no image (buildah is missing)';
  return spawnSync('env', [...asRoot, 'unshare', '--mount', 'true']).status === 0
    ? undefined
    : 'only root can run a program in another root';
}

function runAsRoot(...words: readonly string[]): void {
  execFileSync('env', [...asRoot, ...words]);
}

/** Unpacks the archive that `npm run package` made. */
export function unpackImage(): Image {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-image-'));
  const [archive, root] = [path.join(folder, 'archive'), path.join(folder, 'root')];
  for (const made of [archive, root]) mkdirSync(made);
  execFileSync('tar', ['-xf', artifacts.image, '-C', archive]);
  const read = (file: string) => JSON.parse(readFileSync(path.join(archive, file), 'utf8'));
  const blob = (digest: string) => `blobs/${digest.replace(':', '/')}`;
  const manifest = read(blob(read('index.json').manifests[0].digest));
  for (const { digest } of manifest.layers) {
    runAsRoot('tar', '-xpf', path.join(archive, blob(digest)), '-C', root, '--numeric-owner');
  }
  return {
    config: read(blob(manifest.config.digest)).config,
    root,
    docker: read('manifest.json'),
    files: execFileSync('tar', ['-tf', artifacts.image], { encoding: 'utf8' }).split('\n'),
    remove: () => runAsRoot('rm', '-rf', folder),
  };
}

/**
 * Runs the entry point as a container engine would: as the user of the image, in its folder, on its root, which is
 * read-only, with this folder as /work, and with no variable of this machine.
 */
export function runInImage(
  { root, config }: Image,
  args: readonly string[],
  work: string,
): Promise<ProgramEnd> {
  const script = `
    mount --bind "$ROOT" "$ROOT"
    mount --bind -o ro "$WORK" "$ROOT/work"
    mount -o remount,bind,ro "$ROOT/work"
    mount -o remount,bind,ro "$ROOT"
    cd "$ROOT"
    exec chroot --userspec="$USERSPEC" "$ROOT" "$@"`;
  const variables = [`ROOT=${root}`, `WORK=${work}`, `USERSPEC=${config.User}`, 'NO_COLOR=1'];
  const [entry = ''] = config.Entrypoint;
  const program = [
    'env',
    ...asRoot,
    'env',
    '--ignore-environment',
    `PATH=${process.env['PATH']}`,
    ...variables,
    'unshare',
    '--mount',
    'sh',
    '-euc',
    script,
    'sh',
    entry,
    ...args,
    '-C',
    config.WorkingDir,
  ];
  return runProgram(args[0] === '--version' ? program.slice(0, -2) : program, { directory: '/' });
}
