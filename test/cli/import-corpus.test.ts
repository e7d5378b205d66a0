import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import type { ImportView } from '../../src/model/import-view.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { corpusFolder } from '../support/corpus-folder.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';

/** A configuration as it was published, and the map that it means. */
interface Published {
  readonly file: string;
  readonly repository: string;
  readonly kind: string;
  readonly shape: string;
  readonly context: string | null;
  /** A name that no other has. */
  readonly name: string;
  readonly isNamed: boolean;
  readonly expected: Readonly<Record<string, string>>;
}

const isMissing = !existsSync(corpusFolder);
if (isMissing) console.info(`skipped: no corpus of real configurations at ${corpusFolder}`);

describe.skipIf(isMissing)('real configurations that run on a cluster', () => {
  it('are imported, and the plan is empty', { timeout: 60_000 }, async () => {
    const world = await tryout({ files: {}, anyClass: true });
    const exceptions = new Map<string, string>();
    const running: Published[] = [];
    for (const one of published()) {
      const refusal = await create(world.sandbox.url, one);
      if (refusal === undefined) running.push(one);
      else exceptions.set(one.file, refusal);
    }
    const writes = world.writes().length;
    const imported = await world.run(['import', '--secrets', '.env', '-f', 'json', '-q']);
    expect(imported.exitCode, imported.stderr).toBe(0);
    expect(world.writes().length).toBe(writes);
    const { variables } = JSON.parse(imported.stdout) as ImportView;
    const hidden = variables.filter(({ known }) => !known).map(({ name }) => [name, 'filled in by hand']);

    const plan = await world.run(['plan', '--env-file', '.env', '--detailed-exitcode', '-f', 'json', '-q'], {
      environment: Object.fromEntries(hidden),
    });
    expect(plan.exitCode, plan.stderr).toBe(0);
    const { changes, unchanged, leftAlone } = JSON.parse(plan.stdout) as PlanView;
    expect(changes).toEqual([]);
    for (const { name, reason } of leftAlone) {
      expect(reason, name).toBe('cannot-compare');
      const one = running.find((found) => found.name === name);
      exceptions.set(one?.file ?? name, 'a value is hidden where it comes from');
    }
    const wished = await wishes(world.folder, ['.env']);
    const same = running.filter(({ name, expected, file }) => {
      if (!exceptions.has(file)) expect(wished.get(name), name).toEqual(expected);
      return !exceptions.has(file);
    });
    expect(unchanged.length).toBe(same.length);
    tell('are imported from a cluster, and plan empty', same.length, exceptions);
    expect(exceptions.size).toBeLessThan(running.length / 20);
  });
});

describe.skipIf(isMissing)('real files as they lie about', () => {
  it('are imported, and resolve to what they say, key by key', { timeout: 60_000 }, async () => {
    const all = published();
    const exceptions = new Map<string, string>();
    const files: Record<string, string> = {};
    const expected: (Published & { path: string })[] = [];
    for (const one of all) {
      const found = asFound(one);
      if (found === undefined) exceptions.set(one.file, `import does not read ${one.kind}`);
      else {
        files[found.path] = found.text;
        expected.push({ ...one, path: found.path });
      }
    }
    const { folder, refused } = await importAll(files);
    const wished = await wishes(folder, ['.env']);
    for (const [file, reason] of refused)
      exceptions.set(expected.find((one) => one.path === file)?.file ?? file, reason);
    let count = 0;
    for (const one of expected) {
      if (exceptions.has(one.file)) continue;
      const got = wished.get(one.name);
      if (!got) exceptions.set(one.file, 'NOT FOUND');
      else if (JSON.stringify(normal(got, one)) !== JSON.stringify(normal(one.expected, one))) {
        exceptions.set(
          one.file,
          `DIFFERS ${JSON.stringify(Object.entries(normal(got, one)).filter(([k, v]) => normal(one.expected, one)[k] !== v))} ${JSON.stringify(Object.entries(normal(one.expected, one)).filter(([k, v]) => normal(got, one)[k] !== v))}`,
        );
      } else count += 1;
    }
    tell('are imported from files, and resolve to what they say', count, exceptions);
  });
});

/** Imports all; a file that cannot be read is taken out, as the hint says. */
async function importAll(files: Readonly<Record<string, string>>) {
  const folder = projectFolder(files);
  const refused = new Map<string, string>();
  for (;;) {
    const from = Object.keys(files).filter((file) => !refused.has(file));
    const run = await runCli(['import', '--from', ...from, '--secrets', '.env', '-f', 'json'], {
      directory: folder.directory,
    });
    const { diagnostics } = JSON.parse(run.stdout) as Pick<PlanView, 'diagnostics'>;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    for (const { source, message } of errors) refused.set(source?.file ?? '', message);
    if (errors.length > 0) continue;
    expect(run.exitCode, run.stderr).toBe(0);
    for (const { source, message, code } of diagnostics) {
      if (/unreadable|nested|nothing|refused|not-written|repeated/.test(code))
        refused.set(source?.file ?? '', message);
    }
    return { folder, refused };
  }
}

function published(): Published[] {
  const manifest = new Map(linesOf('manifest.jsonl').map((one) => [one['file'], one]));
  return linesOf('configs.jsonl').map((one, index) => {
    const about = manifest.get(one['file']) ?? {};
    const config = (one['config'] ?? {}) as Record<string, unknown>;
    const given = one['name'] ?? config['name'];
    const base = String(given ?? 'unnamed')
      .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
      .slice(0, 60);
    const texts = Object.entries(config).filter(([key]) => key !== 'name');
    return {
      file: String(one['file']),
      repository: String(about['repo']),
      kind: String(about['kind']),
      shape: String(about['shape']),
      context: about['shell_context'] as string | null,
      name: `${base}-${index}`,
      isNamed: given !== undefined && given !== null,
      expected: sorted(Object.fromEntries(texts.map(([key, value]) => [key, String(value)]))),
    };
  });
}

function linesOf(file: string): Record<string, unknown>[] {
  const text = readFileSync(path.join(corpusFolder, file), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}

/** The file as somebody has it, but for the name, which no other has; what stood in a script stands in one again. */
function asFound(one: Published): { path: string; text: string } | undefined {
  const raw = readFileSync(path.join(corpusFolder, one.file), 'utf8');
  const base = `found/${one.name}`;
  switch (one.kind.split(':')[0]) {
    case 'json':
    case 'yaml-embedded-json':
      return { path: `${base}.json`, text: renamed(raw, one) };
    case 'properties':
      return { path: `${base}.properties`, text: `${raw}\nname=${one.name}\n` };
    case 'yaml':
      return { path: `${base}.yaml`, text: raw.replace(/^( {2}name:).*$/m, `$1 ${one.name}`) };
    case 'shell-inline-json':
      return {
        path: `${base}.sh`,
        text: asScript(one, raw),
      };
    default:
      return undefined;
  }
}

function asScript(one: Published, raw: string): string {
  const [target, body] =
    one.shape === 'put'
      ? [`-X PUT http://connect:8083/connectors/${one.name}/config`, raw]
      : ['-X POST http://connect:8083/connectors', renamed(raw, one)];
  return one.context === 'single'
    ? `curl ${target} -H 'Content-Type: application/json' -d '${body}'\n`
    : `curl ${target} --data @- <<EOF\n${body}\nEOF\n`;
}

function renamed(text: string, { name, isNamed }: Published): string {
  if (!isNamed) return text;
  return text.replaceAll(/("name"\s*:\s*)("(?:[^"\\]|\\.)*")/g, (_, key) => key + JSON.stringify(name));
}

async function create(url: string, { name, expected }: Published): Promise<string | undefined> {
  const body = JSON.stringify({ name, config: expected });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/connectors`, { method: 'POST', headers, body });
  const { message } = (await answer.json()) as { message?: string };
  return answer.ok ? undefined : `the worker refuses it: ${message?.split('\n')[1] ?? message}`;
}

/** What the files of a folder wish for, every value filled in. */
async function wishes(folder: ProjectFolder, envFiles: readonly string[]) {
  const loaded = await folder.load({ envFiles });
  const { connectors } = resolveConnectors(
    loaded,
    { name: undefined, vars: new Map() },
    { unsetEnvironment: 'warning' },
  );
  return new Map<string, Record<string, string>>(
    connectors.flatMap((one) =>
      one.kind === 'present' ? [[one.name, sorted(Object.fromEntries(one.config))] as const] : [],
    ),
  );
}

function sorted(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Variables of a script are variables of the environment. */
function normal(config: Readonly<Record<string, string>>, { kind }: Published) {
  if (kind !== 'shell-inline-json') return config;
  const texts = Object.entries(config).map(([key, text]) => [
    key,
    text.replaceAll(
      /\$\{env\.(\w+)\}|\$\{(\w+)\}|\$([A-Za-z_]\w*)/g,
      (_, env, braced, bare) => `<${env ?? braced ?? bare}>`,
    ),
  ]);
  return Object.fromEntries(texts) as Record<string, string>;
}

function tell(what: string, count: number, exceptions: ReadonlyMap<string, string>): void {
  const lines = [...exceptions].map(([file, reason]) => `  not ${file}: ${reason}`);
  console.info([`${count} of ${count + exceptions.size} real configurations ${what}`, ...lines].join('\n'));
}
