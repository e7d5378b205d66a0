import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unreservedName } from '../../src/model/environment-names.ts';
import type { ImportView } from '../../src/model/import-view.ts';
import { isMasked } from '../../src/model/masked-value.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { hasCorpus, type PublishedConfig, publishedConfigs } from '../support/corpus.ts';
import { publishedFile } from '../support/corpus-files.ts';
import { corpusFolder } from '../support/corpus-folder.ts';
import { onlyCluster, problemsIn } from '../support/json-output.ts';
import { projectFolder } from '../support/project-folder.ts';
import { resolvedConfigs } from '../support/resolved-configs.ts';
import { runCli } from '../support/run-cli.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const isMissing = !hasCorpus();

/**
 * Some published JSON is invalid, or is valid only after shell expansion; some files are templates; some values are
 * expressions of Terraform, placeholders or masks.
 */
const unusable =
  /^(the worker rejects (it|"[\w.]+" of \S+): Invalid value |a value is masked|a (Jinja template|jq program): |.*(invalid JSON|unexpected end of JSON|unterminated|unclosed|is nested|which import cannot evaluate))/;

describe.skipIf(isMissing)('real configs on a cluster', () => {
  it('are imported with an empty plan', { timeout: 120_000 }, async () => {
    const world = await tryout({ files: {}, anyClass: true });
    const exceptions = new Map<string, string>();
    const running: PublishedConfig[] = [];
    for (const one of publishedConfigs()) {
      const rejection = await create(world.sandbox.url, one);
      if (rejection === undefined) running.push(one);
      else exceptions.set(one.file, rejection);
    }
    const writes = world.writes().length;
    const imported = await world.run(['import', '--secrets', '.env', '-f', 'json', '-q']);
    expect(imported.exitCode, imported.stderr).toBe(0);
    expect(world.writes().length).toBe(writes);
    const { variables } = JSON.parse(imported.stdout) as ImportView;
    const masked = variables.filter(({ known }) => !known).map(({ name }) => [name, 'filled in by hand']);

    const plan = await world.run(['plan', '--dotenv', '.env', '--detailed-exitcode', '-f', 'json', '-q'], {
      environment: Object.fromEntries(masked),
    });
    expect(plan.exitCode, plan.stderr).toBe(0);
    const { changes, unchanged, leftAlone } = onlyCluster<PlanView>(plan.stdout);
    expect(changes).toEqual([]);
    for (const { name, reason } of leftAlone) {
      expect(reason, name).toBe('cannot-compare');
      const one = running.find((found) => found.name === name);
      exceptions.set(one?.file ?? name, 'a value is masked at its source');
    }
    const desired = await resolvedConfigs(world.folder, ['.env']);
    const same = running.filter(({ name, config, file }) => {
      if (!exceptions.has(file)) expect(desired.get(name), name).toEqual(config);
      return !exceptions.has(file);
    });
    expect(unchanged.length).toBe(same.length);
    report('are imported from a cluster with an empty plan', same.length, exceptions);
    for (const reason of exceptions.values()) expect(reason).toMatch(unusable);
    expect(exceptions.size).toBeLessThan(running.length / 20);
  });
});

describe.skipIf(isMissing)('real configs in existing files', () => {
  it('are imported key by key, valid and applied, and the plan is empty', { timeout: 120_000 }, async () => {
    const all = publishedConfigs();
    const exceptions = new Map<string, string>();
    const files: Record<string, string> = {};
    const expected: (PublishedConfig & { path: string })[] = [];
    for (const one of all) {
      const found = publishedFile(one);
      files[found.path] = found.text;
      expected.push({ ...one, path: found.path });
    }
    const world = await tryout({ files, anyClass: true });
    const { rejected, nameOfFile, environment } = await importAll(world, files);
    const desired = await resolvedConfigs(world.folder, ['.env']);
    for (const [file, reason] of rejected)
      exceptions.set(expected.find((one) => one.path === file)?.file ?? file, reason);
    const usable = expected.filter(({ file }) => !exceptions.has(file));
    for (const one of usable) {
      const got = desired.get(one.name) ?? {};
      if (Object.entries(one.config).some(([key, text]) => isMasked(key, text))) {
        exceptions.set(one.file, 'a value is masked at its source');
      } else expect(normal(got, one), one.file).toEqual(normal(one.config, one));
    }
    const count = all.length - exceptions.size;
    report('are imported from files and resolve to the same config', count, exceptions);
    for (const reason of exceptions.values()) expect(reason).toMatch(unusable);
    expect(count).toBeGreaterThan(580);

    const refused = await takeOutRefused(world, environment);
    const applied = nameOfFile.size - refused.size;
    await expectRoundTrip(world, environment, applied);
    const fileOf = new Map(all.map(({ name, file }) => [name, file]));
    const reasons = [...refused].map(
      ([file, reason]) => [fileOf.get(nameOfFile.get(file) ?? '') ?? file, reason] as const,
    );
    report('are imported from files, valid and applied, with an empty plan', applied, new Map(reasons));
    for (const reason of refused.values()) expect(reason).toMatch(unusable);
    expect(applied).toBeGreaterThan(580);
  });
});

describe.skipIf(isMissing)('real configs as they were published', () => {
  it('are each in the account, by an independent count of classes', { timeout: 120_000 }, async () => {
    const files = new Map(publishedConfigs().map((one) => [path.basename(one.file), one]));
    const texts = [...files].map(([base, { file }]) => [
      base,
      readFileSync(path.join(corpusFolder, file), 'utf8'),
    ]);
    const { directory } = projectFolder(Object.fromEntries(texts));
    const run = await runCli(['import', '--dry-run', '-f', 'json', '--from', ...files.keys()], { directory });
    const view = JSON.parse(run.stdout) as ImportView;
    const { connectors, notRead, diagnostics, counts } = view;
    const invalid = new Set(
      diagnostics.flatMap(({ severity, source }) => (severity === 'error' && source ? [source.file] : [])),
    );
    const places = [...connectors.flatMap(({ place }) => place ?? []), ...notRead].map(({ file }) => file);
    for (const [base = '', text = ''] of texts) {
      if (invalid.has(base) || isGivenTwice(base, files)) continue;
      const accounted = places.filter((file) => file === base).length;
      expect(accounted, base).toBe(countClasses(text));
    }
    const outcomes = counts.new + counts.updated + counts.unchanged + counts.differs + counts.skipped;
    expect(outcomes).toBe(connectors.length);
    expect(counts.notRead).toBe(notRead.length);
    expect(counts.invalidFiles).toBe(invalid.size);
    reportAccount(view);
  });
});

type Environment = Readonly<Record<string, string>>;

/** Connectors that a text describes, by the key that each has; a resource of an operator has one of its own. */
function countClasses(text: string): number {
  const keys = [...text.matchAll(/connector\.class(?![\w.])/g)].length;
  const kinds = [...text.matchAll(/^kind:[ \t]*"?(?:KafkaConnector|Connector)"?[ \t]*$/gm)].length;
  return Math.max(keys, kinds);
}

/** Whether another file has the same config: identical definitions of a name are one connector. */
function isGivenTwice(base: string, files: ReadonlyMap<string, PublishedConfig>): boolean {
  const config = JSON.stringify(files.get(base)?.config);
  return [...files].some(([other, one]) => other !== base && JSON.stringify(one.config) === config);
}

function reportAccount({ counts, connectors, notRead }: ImportView): void {
  const reasons = new Map<string, number>();
  for (const { reason, outcome } of [
    ...connectors,
    ...notRead.map((one) => ({ ...one, outcome: 'not read' })),
  ]) {
    if (reason === null) continue;
    const kind = `${outcome}: ${reason.replaceAll(/"[^"]*"/g, '…')}`;
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
  }
  const lines = [...reasons]
    .sort(([, one], [, other]) => other - one)
    .map(([reason, number]) => `  ${number} ${reason}`);
  console.info([`account of the published files: ${JSON.stringify(counts)}`, ...lines].join('\n'));
}

/**
 * Imports all files. Nothing is imported of those with an error or a warning that names what is skipped. The environment
 * has a value for each variable whose value is unknown.
 */
async function importAll({ run }: Tryout, files: Readonly<Record<string, string>>) {
  const rejected = new Map<string, string>();
  const imported = await run([
    ...['import', '--substitute', 'keep', '--secrets', '.env', '-f', 'json', '--from'],
    ...Object.keys(files),
  ]);
  expect([0, 20], imported.stderr).toContain(imported.exitCode);
  const { diagnostics, notRead, connectors, variables } = JSON.parse(imported.stdout) as ImportView;
  for (const { source, message, code, severity } of diagnostics) {
    if (
      severity === 'error' ||
      /unreadable|nested|no-connectors|invalid-name|not-written|duplicate|unknown-value/.test(code)
    )
      rejected.set(source?.file ?? '', message);
  }
  for (const { file, reason } of notRead) rejected.set(file, reason);
  const unknown = variables.filter(({ known }) => !known).map(({ name }) => [name, 'http://filled-in']);
  return {
    rejected,
    nameOfFile: new Map(connectors.flatMap(({ file, name }) => (file === null ? [] : [[file, name]]))),
    environment: Object.fromEntries(unknown) as Environment,
  };
}

/** Removes the connector files that are invalid or that the worker rejects; returns the reasons by path. */
async function takeOutRefused({ folder, run, sandbox }: Tryout, environment: Environment) {
  const refused = new Map<string, string>();
  for (;;) {
    const validated = await run(['validate', '--cluster', sandbox.url, ...quietly], { environment });
    const errors = problemsIn(validated.stdout).filter(({ severity }) => severity === 'error');
    expect(validated.exitCode, validated.stderr).toBe(errors.length === 0 ? 0 : 29);
    if (errors.length === 0) return refused;
    for (const { source, message } of errors) {
      const file = source?.file ?? '';
      if (!refused.has(file)) rmSync(path.join(folder.directory, file));
      refused.set(file, message);
    }
  }
}

/** They are applied, and then nothing is left to do. */
async function expectRoundTrip({ run }: Tryout, environment: Environment, count: number): Promise<void> {
  const applied = await run(['apply', '--yes', '--stable-for', '1s', '--concurrency', '16', ...quietly], {
    environment,
  });
  expect(applied.exitCode, applied.stderr).toBe(0);
  const plan = await run(['plan', '--detailed-exitcode', ...quietly], { environment });
  expect(plan.exitCode, plan.stderr).toBe(0);
  const { changes, unchanged, leftAlone } = onlyCluster<PlanView>(plan.stdout);
  expect([changes, leftAlone]).toEqual([[], []]);
  expect(unchanged.length).toBe(count);
}

const quietly = ['--dotenv', '.env', '-f', 'json', '-q'];

async function create(url: string, { name, config }: PublishedConfig): Promise<string | undefined> {
  const body = JSON.stringify({ name, config });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/connectors`, { method: 'POST', headers, body });
  const { message } = (await answer.json()) as { message?: string };
  return answer.ok ? undefined : `the worker rejects it: ${message?.split('\n')[1] ?? message}`;
}

/** Makes variables of a script and environment variables comparable. */
function normal(config: Readonly<Record<string, string>>, { kind }: PublishedConfig) {
  if (kind !== 'shell-inline-json') return config;
  const texts = Object.entries(config).map(([key, text]) => [
    key,
    text.replaceAll(
      /\$\{env\.(\w+)\}|\$\{(\w+)\}|\$([A-Za-z_]\w*)/g,
      // Import gives variables of other tools, such as AWS_SECRET_ACCESS_KEY, another name.
      (_, env, braced, bare) => `<${unreservedName(env ?? braced ?? bare)}>`,
    ),
  ]);
  return Object.fromEntries(texts) as Record<string, string>;
}

function report(what: string, count: number, exceptions: ReadonlyMap<string, string>): void {
  const lines = [...exceptions].map(([file, reason]) => `  not ${file}: ${reason}`);
  console.info([`${count} of ${count + exceptions.size} real configs ${what}`, ...lines].join('\n'));
}
