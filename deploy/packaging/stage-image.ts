import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { artifacts, root } from './artifacts.ts';
import { fetchNode } from './executable/fetch-node.ts';

const run = promisify(execFile);

/** Puts all files of the image into a folder: the executable, its libraries and their licenses, and the users of the image. */
export async function stageImage(folder: string): Promise<void> {
  const copy = async (from: string, to: string) => {
    const target = path.join(folder, to);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(from, target);
  };
  await copy(artifacts.executable, 'usr/bin/connect-sync');
  for (const library of await librariesOf(artifacts.executable)) {
    await copy(await realpath(library), library);
    const copyright = await copyrightOf(library);
    if (copyright !== undefined) await copy(copyright, copyright);
  }
  // Node has these roots itself; programs that read the usual file, such as Node with --use-openssl-ca, find them here.
  await copy('/etc/ssl/certs/ca-certificates.crt', 'etc/ssl/certs/ca-certificates.crt');
  const documents = 'usr/share/doc/connect-sync';
  await copy(path.join(root, 'LICENSE'), `${documents}/LICENSE`);
  await copy(path.join(root, 'dist/THIRD-PARTY-LICENSES.txt'), `${documents}/THIRD-PARTY-LICENSES.txt`);
  await copy(path.join(await fetchNode(), 'LICENSE'), `${documents}/NODE-LICENSE`);
  for (const [file, text] of Object.entries(texts)) await writeFile(path.join(folder, file), text);
  await mkdir(path.join(folder, 'work'));
  await mkdir(path.join(folder, 'tmp'));
  await chmod(path.join(folder, 'tmp'), 0o1777);
}

/** As in other images without a shell, so that the same policies fit. */
const texts = {
  'etc/passwd': 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n',
  'etc/group': 'root:x:0:\nnonroot:x:65532:\n',
  'etc/nsswitch.conf': 'hosts: files dns\n',
};

/** The paths of the shared libraries, the loader among them, as the loader of this machine finds them. */
async function librariesOf(executable: string): Promise<string[]> {
  const { stdout } = await run('ldd', [executable]);
  const missing = stdout.match(/\S+ => not found/g);
  if (missing) throw new Error(`libraries of the executable are missing: ${missing.join(', ')}`);
  return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(/gm)].map(([, library = '']) => library);
}

/** The file with the license of a library, where a Debian package owns it. */
async function copyrightOf(library: string): Promise<string | undefined> {
  // Packages list some libraries without /usr, since / and /usr were merged.
  const names = [library, library.replace(/^\/usr/, ''), `/usr${library}`];
  for (const name of names) {
    const owner = await run('dpkg-query', ['--search', name]).catch(() => undefined);
    const [, found] = /^([^:, ]+)/.exec(owner?.stdout ?? '') ?? [];
    if (found !== undefined) return `/usr/share/doc/${found}/copyright`;
  }
  return undefined;
}
