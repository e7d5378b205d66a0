import { execFile } from 'node:child_process';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { artifacts, buildFolder, packageVersion, repositoryUrl, root } from './artifacts.ts';
import { commitOf } from './commit.ts';
import { stageImage } from './stage-image.ts';

const run = promisify(execFile);

/**
 * Builds the image from the executable that is there, as an archive that podman, skopeo and docker load. Left out where
 * buildah is missing, unless CONNECT_SYNC_REQUIRE_IMAGE is set.
 */
export async function buildImage(): Promise<void> {
  const missing = await missingForImage();
  if (missing !== undefined) {
    if (process.env['CONNECT_SYNC_REQUIRE_IMAGE']) throw new Error(`the image cannot be built: ${missing}`);
    console.log(`left out: the image, because ${missing}`);
    return;
  }
  const folder = path.join(buildFolder, 'image');
  await stageImage(path.join(folder, 'root'));
  await buildWithBuildah(folder);
  await addDockerManifest(folder);
  await rm(folder, { recursive: true });
  const { size } = await stat(artifacts.image);
  console.log(`${artifacts.image} ${(size / 1e6).toFixed(1)} MB`);
}

async function missingForImage(): Promise<string | undefined> {
  const hasExecutable = await stat(artifacts.executable).then(
    () => true,
    () => false,
  );
  if (!hasExecutable) return 'there is no executable';
  return run('buildah', ['--version']).then(
    () => undefined,
    () => 'buildah is missing (a package of Debian and Fedora)',
  );
}

/** Chroot isolation and the driver vfs need no privilege that containers and CI lack. */
async function buildWithBuildah(folder: string): Promise<void> {
  const storage = ['--root', path.join(folder, 'storage'), '--runroot', path.join(folder, 'run')];
  const buildah = (...args: readonly string[]) =>
    run('buildah', [...storage, '--storage-driver', 'vfs', ...args]);
  const { revision, seconds } = await commitOf(root);
  const values = { VERSION: packageVersion, REVISION: revision, SOURCE: repositoryUrl };
  const given = Object.entries(values).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const name = `connect-sync:${packageVersion}`;
  const file = path.join(root, 'deploy/Containerfile');
  const options = ['--isolation', 'chroot', '--format', 'oci', '--timestamp', String(seconds), ...given];
  await buildah('build', ...options, '--file', file, '--tag', name, path.join(folder, 'root'));
  await rm(artifacts.image, { force: true });
  await buildah('push', `localhost/${name}`, `oci-archive:${artifacts.image}:${name}`);
}

/** Docker loads an OCI archive only if it has this file too, which `docker save` writes since version 25. */
async function addDockerManifest(folder: string): Promise<void> {
  const read = async (file: string) => JSON.parse((await run('tar', ['-xOf', artifacts.image, file])).stdout);
  const blob = (digest: string) => `blobs/${digest.replace(':', '/')}`;
  const index = (await read('index.json')) as { readonly manifests: readonly { readonly digest: string }[] };
  const manifest = (await read(blob(index.manifests[0]?.digest ?? ''))) as {
    readonly config: { readonly digest: string };
    readonly layers: readonly { readonly digest: string }[];
  };
  const entry = {
    Config: blob(manifest.config.digest),
    RepoTags: [`connect-sync:${packageVersion}`],
    Layers: manifest.layers.map(({ digest }) => blob(digest)),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify([entry]));
  await run('tar', ['--append', '--file', artifacts.image, '--directory', folder, 'manifest.json']);
}
