import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { serve } from '../support/serve.ts';
import { repository } from './workflow-file.ts';

/** A server in place of the release page, with the release files of this version. */
export interface ReleaseHost {
  /** The folder that contains the files, as a URL. */
  readonly url: string;
  /** SHA256SUMS, as a person has downloaded it. */
  readonly checksums: string;
  /** The paths that were requested. */
  readonly requests: readonly string[];
  /** The folder of the files, to change them. */
  readonly folder: string;
}

/**
 * Starts one. The tarball is the real one; the executable is a script that starts the program that was built here, and
 * the image what `installFakeDocker` loads.
 */
export async function startReleaseHost(): Promise<ReleaseHost> {
  const root = mkdtempSync(path.join(tmpdir(), 'connect-sync-release-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = path.join(root, 'files');
  mkdirSync(folder);
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: repository,
  });
  const program = path.join(repository, 'dist/bin.cjs');
  const script = `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(program)} "$@"\n`;
  writeFileSync(path.join(folder, 'connect-sync-0.1.0-linux-x64'), script);
  writeFileSync(path.join(folder, 'connect-sync-0.1.0-image.tar'), script);
  const checksums = path.join(root, 'SHA256SUMS');
  const lines = readdirSync(folder).map((file) => `${sha256(path.join(folder, file))}  ${file}\n`);
  writeFileSync(checksums, lines.join(''));
  const requests: string[] = [];
  const url = await serve(({ url: target = '' }, response) => {
    requests.push(target);
    try {
      response.end(readFileSync(path.join(folder, path.posix.basename(target))));
    } catch {
      response.writeHead(404).end();
    }
  });
  return { url: `${url}/v0.1.0`, checksums, requests, folder };
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Puts a `docker` into a folder for PATH that can load an image, and run it as install-release.sh does: only with the
 * variables and in the working directory that the options give. It refuses what it does not know.
 */
export function installFakeDocker(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const image = JSON.stringify(path.join(folder, 'image'));
  const text = `#!/usr/bin/env bash
set -euo pipefail
case $1 in
  load)
    [[ $2 == --input ]]
    install -m 755 "$3" ${image}
    echo 'Loaded image: connect-sync:0.1.0'
    ;;
  run)
    shift
    variables=() directory=/ mounted=() user=
    while (($# > 0)); do
      case $1 in
        --rm | --read-only) shift ;;
        --network) [[ $2 == host ]]; shift 2 ;;
        --user) user=$2; shift 2 ;;
        --workdir) directory=$2; shift 2 ;;
        --volume) [[ -d \${2%%:*} && \${2%%:*} == "\${2#*:}" ]]; mounted+=("\${2#*:}"); shift 2 ;;
        --env)
          if [[ $2 == *=* ]]; then variables+=("$2"); elif [[ -v $2 ]]; then variables+=("$2=\${!2}"); fi
          shift 2
          ;;
        connect-sync:0.1.0) shift; break ;;
        *) echo "unknown option: $1" >&2; exit 125 ;;
      esac
    done
    [[ $user == "$(id -u):$(id -g)" && " \${mounted[*]} " == *" $directory "* ]]
    cd "$directory"
    exec env --ignore-environment "\${variables[@]}" ${image} "$@"
    ;;
  *) echo "unknown: $1" >&2; exit 125 ;;
esac
`;
  writeFileSync(path.join(folder, 'docker'), text, { mode: 0o755 });
}
