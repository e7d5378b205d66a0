import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { quotations, scannedTokens } from './foreign-secrets.ts';
import { projectFolder } from './project-folder.ts';
import { outputsVariable, recordOutput } from './record-output.ts';
import { runCli } from './run-cli.ts';
import { scanOutputs } from './scan-outputs.ts';

function recordingFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-outputs-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  vi.stubEnv(outputsVariable, folder);
  return folder;
}

describe('the scan of everything that the program writes', () => {
  it.each(scannedTokens)('finds a planted secret: %s', async (form) => {
    const folder = recordingFolder();
    recordOutput('a command', quotations[form]?.('x', 'QplantedCanary-._~QplantedCanary') ?? '');
    const { findings } = await scanOutputs(folder);
    expect(findings).not.toEqual([]);
    expect(findings[0]).toContain('a command');
  });

  it('finds nothing in a harmless text', async () => {
    const folder = recordingFolder();
    recordOutput('a command', 'password: (sensitive)\nhttps://u:(sensitive)@db.example/x\n${file:/a:b}\n');
    expect(await scanOutputs(folder)).toMatchObject({ outputs: 1, findings: [] });
  });

  it('reads what commands print and the files that they write', async () => {
    const folder = recordingFolder();
    const project = projectFolder({ 'connectors/a.yaml': 'config: { connector.class: A, topic: first }\n' });
    await runCli(['render'], { directory: project.directory });
    await runCli(['init', '--no-input', '--ci', 'github'], { directory: project.directory });
    expect((await scanOutputs(folder)).outputs).toBeGreaterThan(0);
  });
});
