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

/** Runs a program as root, by sudo where this process is another user; returns its output. */
export function runAsRoot(...words: readonly string[]): string {
  return execFileSync('env', [...asRoot, ...words], { encoding: 'utf8' });
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
    remove: () => void runAsRoot('rm', '-rf', folder),
  };
}

/** What a container gets beside its arguments. */
export interface ContainerOptions {
  /** The folder that is `/work`, read-only. */
  readonly work: string;
  /** A folder that is `/tmp`, and may be written; left out: all is read-only. */
  readonly volume?: string;
}

/** Runs the entry point with these arguments in /work to its end; see `containerCommand`. */
export function runInImage(image: Image, args: readonly string[], work: string): Promise<ProgramEnd> {
  const where = args[0] === '--version' ? [] : ['-C', image.config.WorkingDir];
  return runProgram(containerCommand(image, [...args, ...where], { work }), { directory: '/' });
}

/**
 * The command that runs the entry point as a container engine would: as the user of the image, without a way to more
 * privileges, on its root, which is read-only, and with no variable of this machine. It becomes the program itself, so a
 * signal to it is one to the program.
 */
export function containerCommand(
  { root, config }: Image,
  args: readonly string[],
  { work, volume }: ContainerOptions,
): readonly string[] {
  const script = `
    mount --bind "$ROOT" "$ROOT"
    mount --bind -o ro "$WORK" "$ROOT/work"
    mount -o remount,bind,ro "$ROOT/work"
    if [ -n "$VOLUME" ]; then mount --bind "$VOLUME" "$ROOT/tmp"; fi
    mount -o remount,bind,ro "$ROOT"
    cd "$ROOT"
    exec setpriv --no-new-privs chroot --userspec="$USERSPEC" "$ROOT" "$@"`;
  const variables = [
    `ROOT=${root}`,
    `WORK=${work}`,
    `VOLUME=${volume ?? ''}`,
    `USERSPEC=${config.User}`,
    'NO_COLOR=1',
  ];
  const [entry = ''] = config.Entrypoint;
  const clean = ['env', '--ignore-environment', `PATH=${process.env['PATH']}`, ...variables];
  return ['env', ...asRoot, ...clean, 'unshare', '--mount', 'sh', '-euc', script, 'sh', entry, ...args];
}
