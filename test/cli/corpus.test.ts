import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { PlanView } from '../../src/model/plan-view.ts';
import { corpusFolder } from '../support/corpus-folder.ts';
import { onlyCluster, problemsIn } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

/**
 * Configs that cannot run as published: placeholders of other tools instead of a number or an enumerated value, masked
 * values, or two different names in one file.
 */
const unusable =
  /^("\S+" contains the mask|the worker rejects "\S+" of \S+: Invalid value |the published value is a mask|"name" in the config is )/;

/** A published config and its key-value pairs. */
interface Published {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly expected: Readonly<Record<string, string>>;
}

/** A config as a connector file with a unique name. */
interface Example extends Published {
  readonly connector: string;
  readonly path: string;
  readonly contents: string;
}

describe('real configurations', () => {
  it('load and are applied, and nothing is left to do', { timeout: 120_000 }, async ({ skip }) => {
    if (!existsSync(corpusFolder)) {
      console.info(`skipped: no corpus of real configurations at ${corpusFolder}`);
      skip();
    }
    const examples = published().map(asConnectorFile);
    const files = Object.fromEntries(examples.map((example) => [example.path, example.contents]));
    const world = await tryout({ files, anyClass: true });
    const exceptions = await takeOutRefused(world);
    const written = examples.filter((example) => !exceptions.has(example.path));

    const apply = await world.run(['apply', '--yes', '--stable-for', '1s', '--quiet']);
    expect(apply.exitCode, apply.stderr).toBe(0);
    expect(apply.stdout).toContain(`${written.length} planned: ${written.length} applied.`);
    for (const { connector, expected } of written) {
      expect(world.sandbox.worker.config(connector), connector).toEqual({ ...expected, name: connector });
    }

    const plan = await world.run(['plan', '--detailed-exitcode', '-f', 'json', '--quiet']);
    const { changes, unchanged, leftAlone } = onlyCluster<PlanView>(plan.stdout);
    expect(changes).toEqual([]);
    expect(plan.exitCode).toBe(0);
    for (const { name, reason, detail } of leftAlone) {
      expect(reason, name).toBe('cannot-compare');
      const file = written.find(({ connector }) => connector === name)?.path ?? '';
      exceptions.set(file, `the published value is a mask: ${detail}`);
    }
    expect(unchanged.length).toBe(examples.length - exceptions.size);

    tell(examples, exceptions);
    for (const reason of exceptions.values()) expect(reason).toMatch(unusable);
    expect(exceptions.size).toBeLessThan(examples.length / 20);
  });
});

/** All configs of the corpus; other values than strings become the string that a worker stores. */
function published(): Published[] {
  const kinds = new Map(linesOf('manifest.jsonl').map(({ file, kind }) => [file, kind]));
  return linesOf('configs.jsonl').map(({ file, name, config = {} }) => ({
    file,
    kind: kinds.get(file) ?? '',
    name: name ?? String(config['name'] ?? 'unnamed'),
    expected: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)])),
  }));
}

function linesOf(file: string): {
  readonly file: string;
  readonly kind?: string;
  readonly name?: string | null;
  readonly config?: Readonly<Record<string, unknown>>;
}[] {
  const text = readFileSync(path.join(corpusFolder, file), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}

/** JSON files as published, except for the name; configs in other formats as YAML. */
function asConnectorFile(one: Published, index: number): Example {
  const connector = `${one.name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60)}-${index}`;
  const json = renamedJson(one, connector);
  const { name: _, ...config } = one.expected;
  return {
    ...one,
    connector,
    path: `connectors/${connector}.${json === undefined ? 'yaml' : 'json'}`,
    contents: json ?? stringify({ name: connector, config }),
  };
}

/** Undefined if it was published in another format or the JSON is invalid. */
function renamedJson({ file, kind, name }: Published, connector: string): string | undefined {
  if (kind !== 'json') return undefined;
  const text = readFileSync(path.join(corpusFolder, file), 'utf8');
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return text.replaceAll(/("name"\s*:\s*)("(?:[^"\\]|\\.)*")/g, (pair, key, value) =>
    JSON.parse(value) === name ? key + JSON.stringify(connector) : pair,
  );
}

/** Removes the files that connect-sync or the worker rejects; returns the reasons by path. */
async function takeOutRefused({ folder, run }: Tryout): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (;;) {
    const { stdout } = await run(['plan', '-f', 'json', '--quiet']);
    const errors = problemsIn(stdout).filter(({ severity }) => severity === 'error');
    if (errors.length === 0) return refused;
    for (const { source, message } of errors) {
      const file = source?.file ?? '';
      refused.set(file, message);
      rmSync(path.join(folder.directory, file), { force: true });
    }
  }
}

function tell(examples: readonly Example[], exceptions: ReadonlyMap<string, string>): void {
  const named = examples.flatMap(({ file, path: connectorFile }) => {
    const reason = exceptions.get(connectorFile);
    return reason === undefined ? [] : [`  not ${file}: ${reason}`];
  });
  const usable = examples.length - named.length;
  const line = `${usable} of ${examples.length} real configurations load, are applied, and plan empty`;
  console.info([line, ...named].join('\n'));
}
