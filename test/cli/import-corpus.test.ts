import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unreservedName } from '../../src/model/environment-names.ts';
import type { ImportView } from '../../src/model/import-view.ts';
import { isMasked } from '../../src/model/masked-value.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { hasCorpus, type PublishedConfig, publishedConfigs } from '../support/corpus.ts';
import { corpusFolder } from '../support/corpus-folder.ts';
import { projectFolder } from '../support/project-folder.ts';
import { resolvedConfigs } from '../support/resolved-configs.ts';
import { runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';

const isMissing = !hasCorpus();

/**
 * Some published JSON is invalid, or is valid only after shell expansion; some files are templates; some values are
 * expressions of Terraform, placeholders or masks.
 */
const unusable =
  /^(the worker rejects it: Invalid value |a value is masked|a (Jinja template|jq program): |.*(invalid JSON|unexpected end of JSON|unterminated|unclosed|is nested|which import cannot evaluate))/;

describe.skipIf(isMissing)('real configs on a cluster', () => {
  it('are imported with an empty plan', { timeout: 60_000 }, async () => {
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

    const plan = await world.run(['plan', '--env-file', '.env', '--detailed-exitcode', '-f', 'json', '-q'], {
      environment: Object.fromEntries(masked),
    });
    expect(plan.exitCode, plan.stderr).toBe(0);
    const { changes, unchanged, leftAlone } = JSON.parse(plan.stdout) as PlanView;
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
  it('are imported and resolve to the same config, key by key', { timeout: 60_000 }, async () => {
    const all = publishedConfigs();
    const exceptions = new Map<string, string>();
    const files: Record<string, string> = {};
    const expected: (PublishedConfig & { path: string })[] = [];
    for (const one of all) {
      const found = asFound(one);
      files[found.path] = found.text;
      expected.push({ ...one, path: found.path });
    }
    const { folder, rejected } = await importAll(files);
    const desired = await resolvedConfigs(folder, ['.env']);
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
  });
});

describe.skipIf(isMissing)('real configs as they were published', () => {
  it('are each in the account, by an independent count of classes', { timeout: 60_000 }, async () => {
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

/** Imports all files. Nothing is imported of those with an error or a warning that names what is skipped. */
async function importAll(files: Readonly<Record<string, string>>) {
  const folder = projectFolder(files);
  const rejected = new Map<string, string>();
  const run = await runCli(
    ['import', '--substitute', 'keep', '--from', ...Object.keys(files), '--secrets', '.env', '-f', 'json'],
    {
      directory: folder.directory,
    },
  );
  expect([0, 20], run.stderr).toContain(run.exitCode);
  const { diagnostics, notRead } = JSON.parse(run.stdout) as ImportView;
  for (const { source, message, code, severity } of diagnostics) {
    if (
      severity === 'error' ||
      /unreadable|nested|no-connectors|invalid-name|not-written|duplicate|unknown-value/.test(code)
    )
      rejected.set(source?.file ?? '', message);
  }
  for (const { file, reason } of notRead) rejected.set(file, reason);
  return { folder, rejected };
}

/** The published file with a unique name; a config from a script becomes a script again. */
function asFound(one: PublishedConfig): { path: string; text: string } {
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
    case 'terraform':
      return {
        path: `${base}.tf`,
        text: raw.replace(/^(\s*"?(?:connector_)?name"?\s*=).*$/gm, (_, key) => `${key} "${one.name}"`),
      };
    case 'ksqldb-sql':
      return {
        path: `${base}.sql`,
        text: raw.replace(
          /(\sCONNECTOR\s+(?:IF NOT EXISTS\s+)?)\S+/i,
          (_, before) => `${before}\`${one.name}\``,
        ),
      };
    default:
      throw new Error(`the corpus has a new kind: ${one.kind}`);
  }
}

function asScript(one: PublishedConfig, raw: string): string {
  const [target, body] =
    one.shape === 'put'
      ? [`-X PUT http://connect:8083/connectors/${one.name}/config`, raw]
      : ['-X POST http://connect:8083/connectors', renamed(raw, one)];
  return one.context === 'single'
    ? `curl ${target} -H 'Content-Type: application/json' -d '${body}'\n`
    : `curl ${target} --data @- <<EOF\n${body}\nEOF\n`;
}

function renamed(text: string, { name, isNamed }: PublishedConfig): string {
  if (!isNamed) return text;
  return text.replaceAll(/("name"\s*:\s*)("(?:[^"\\]|\\.)*")/g, (_, key) => key + JSON.stringify(name));
}

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
