import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Output, packLibrary, run, tool } from './packed-library.ts';

let packed: Awaited<ReturnType<typeof packLibrary>>;
let consumer: string;

beforeAll(async () => {
  packed = await packLibrary();
  consumer = path.join(packed.folder, 'consumer');
  await mkdir(consumer);
  await writeFile(path.join(consumer, 'package.json'), '{ "type": "module", "private": true }\n');
  const args = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', packed.tarball];
  const installed = await run('npm', args, consumer);
  if (installed.exitCode !== 0) throw new Error(installed.stderr);
});
afterAll(() => packed?.remove());

describe('a project that installs the packed library offline', () => {
  it('type-checks and runs integration tests against the sandbox', { timeout: 120_000 }, async () => {
    const { exitCode, stdout, stderr } = await compileAndRun('sandbox-example');
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('409 201 2\n');
    expect(stdout).toContain("'orders.url': 'https://example.com'");
  });

  it('plans and applies a project to the sandbox in twenty lines', { timeout: 120_000 }, async () => {
    const project = path.join(consumer, 'project');
    await mkdir(path.join(project, 'connectors'), { recursive: true });
    await writeFile(path.join(project, 'connectors/lines.yaml'), connectorFile);
    const { exitCode, stdout, stderr } = await compileAndRun('library-example');
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('+topic: (sensitive #1)');
    expect(stdout).toContain('\nlines: applied\n');
    expect(stdout).toContain('1 planned: 1 applied.');
  });

  it('runs what its page in the documentation shows', async () => {
    const [page, ...examples] = await Promise.all([
      readFile(path.join(import.meta.dirname, '../../docs/reference/library.md'), 'utf8'),
      ...['library-example', 'sandbox-example'].map((example) =>
        readFile(path.join(import.meta.dirname, `${example}.ts`), 'utf8'),
      ),
    ]);
    for (const example of examples) expect(page).toContain(`\`\`\`ts\n${example}\`\`\`\n`);
  });
});

const connectorFile = `config:
  connector.class: FileStreamSource
  file: /data/in.txt
  topic: \${env.TOPIC}
`;

/** Type-checks an example against nothing but the package (no types of Node, every declaration checked), and runs it. */
async function compileAndRun(example: string): Promise<Output> {
  await copyFile(path.join(import.meta.dirname, `${example}.ts`), path.join(consumer, `${example}.ts`));
  const config = {
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      lib: ['es2023', 'dom', 'esnext.disposable'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: [],
    },
    files: [`${example}.ts`],
  };
  await writeFile(path.join(consumer, 'tsconfig.json'), JSON.stringify(config));
  const compiled = await run(tool('tsc'), ['-p', consumer], consumer);
  if (compiled.exitCode !== 0) return compiled;
  return run(process.execPath, [`${example}.js`], consumer);
}
