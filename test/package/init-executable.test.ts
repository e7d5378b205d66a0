import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { artifact, emptyFolder } from './artifact.ts';
import { runProgram } from './run-program.ts';

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('init of the executable', () => {
  it('writes a pipeline that installs this executable, by its checksum', async () => {
    const directory = await emptyFolder();
    const args = ['init', '--yes', '--forge', 'github', '--cluster', 'http://127.0.0.1:1'];
    const { exitCode, stdout, stderr } = await runProgram([artifact('executable'), ...args], { directory });
    expect(exitCode, stderr).toBe(0);
    const sha256 = createHash('sha256')
      .update(readFileSync(artifact('executable')))
      .digest('hex');
    expect(stdout).toContain(`-linux-x64, if its SHA-256 is ${sha256}.`);
    expect(readFileSync(artifact('checksums'), 'utf8')).toContain(sha256);
    const action = readFileSync(path.join(directory, '.github/actions/connect-sync/action.yml'), 'utf8');
    expect(action).toContain(`default: '${sha256}'`);
    expect(action).toContain("default: 'binary'");
  });
});
