import { transformSync } from 'esbuild';
import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { runs, seed } from '../support/property-runs.ts';
import { readSource, sourceFiles } from './source-files.ts';

/** Expressions that do not take linear time, and what bounds the text that they are given. */
const bounded: Readonly<Record<string, string>> = {
  'cli/source-stack.ts /(file:\\/\\/\\S+?\\.js):(\\d+):(\\d+)/g': 'a line of at most 4,096 characters',
  'connect/worker-message.ts /disconnect\\/reset before headers.{0,200}(?:connection failure|connection timeout|delayed connect error|overflow)/s':
    '200 characters from each place where it begins',
  'desired/mask-excerpt.ts /(?<!\\\\)"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"\\s*:|\'([^\']*)\'\\s*:\\s|(?<![^\\s"\'{}[\\],:#-])([^\\s"\'{}[\\],:#-][^\\s"\'{}[\\],:]*)\\s*:(?:\\s|$)/g':
    'a line of at most 4,000 characters',
  'desired/find-template.ts /^[^#\'"\\n]{0,300}?(\\{\\{|\\{%|<%)/m':
    '300 characters from the start of each line',
  'init/pipeline-files.ts /^(# Plans on .*)\\. A GitLab CI\\/CD component:\\n(?:#.*\\n)+?#\\n(?=# CONNECT_SYNC_ENV)/m':
    'a template that is built into the program',
  'model/count.ts /\\B(?=(?:\\d{3})+$)/g': 'the digits of a number',
  'model/exact-json.ts /"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"|-?\\d[\\d.eE+-]*/g':
    'valid JSON, in which every quote is closed',
  'sandbox/validation/java-regex.ts /\\[[^\\]]*\\]/g':
    'an expression in a request to a sandbox of the same user',
};

/** A check takes a tenth of a second: each run takes every eighth expression, and `npm run test:laws` takes all. */
const partsOf = runs < 2_000 ? 8 : 1;

/** Expressions that are put together at run time, with what they look like. */
const composed: Readonly<Record<string, readonly string[]>> = {
  'desired/mask-excerpt.ts': ['(?:^|[^\\w.+/=-])[A-Za-z0-9+/=]{40,}(?:$|[^\\w.+/=-])'],
  // Sticky: it is tried at one place only.
  'desired/read-plain-lines.ts': [
    `^( *)(\\w[\\w.$/-]{0,200}):(?:( +)(?:"([^"\\\\\\n]*)"|'([^'\\n]*)'|((?:[\\w/.$^(+~\\\\;<=]|-(?=\\w))[^\\s:#]*(?:(?::(?=\\S)|#| +(?=[^\\s#]))[^\\s:#]*)*)))? *(?: #[^\\n]*)?(?:\\n|$)`,
  ],
  'init/pipeline-files.ts': ['^( {2}version:\\n {4}description: .*\\n {4}default: ).*$'],
  'model/exact-json.ts': ['"exact0:([^"]*)"'],
  'connect/worker-message.ts': [],
  // Of the name of a key in a snapshot; tried on the other names.
  'plugins/editor/misspellings.ts': [
    '^(?:\\D{3,5}shot\\.mode|sna(?:\\D{3,5}t\\.mode|psh(?:\\D{3,5}ode|ot\\.(?:\\D{3,5}|mod\\D{0,2}))))$',
    '^(?:\\Dfile|\\D?ile|ifle|f\\Dile|f\\D?le|flie|fi\\Dle|fi\\D?e|fiel|fil\\De|fil\\D?|file\\D)$',
  ],
  'plugins/editor/value-descriptions.ts': [
    "(?:^|[:;.,] |\\bor )'(initial|never|when_needed)'(?: \\([^()]{0,40}\\))?[:,]? ",
  ],
  'sandbox/http/media-types.ts': [
    `^\\s*([!#$%&'*+.^_\`|~\\w-]+)\\s*=\\s*("[^"]*"|[!#$%&'*+.^_\`|~\\w-]+)\\s*$`,
    `^\\s*([!#$%&'*+.^_\`|~\\w-]+)(?:\\s*/\\s*([!#$%&'*+.^_\`|~\\w-]+))?\\s*$`,
  ],
  // Written by the developer of a test, who starts the sandbox with it.
  'sandbox/faults.ts': [],
  // Only compiled, to see whether it is an expression.
  'sandbox/validation/java-regex.ts': [],
  // `topics.regex` of a request to one's own sandbox, tried on one name.
  'sandbox/validation/sink-topics.ts': [],
};

describe('every regular expression', () => {
  it('takes linear time on hostile text, or gets only short text', { timeout: 900_000 }, async () => {
    const slow: string[] = [];
    const all = [...literals()].map(([source, one]) => ({ ...one, name: `${one.file} /${source}` }));
    const checked = all.filter(({ name }, index) => name in bounded || index % partsOf === seed % partsOf);
    for (const { name, pattern, flags } of checked) {
      const isSlow = await isSuspected(pattern, flags);
      // What is listed needs no second opinion.
      if (isSlow && (name in bounded || !(await isLinear(pattern, flags)))) slow.push(name);
    }
    expect(slow.sort()).toEqual(Object.keys(bounded).sort());
    console.info(`${checked.length} of ${all.length} regular expressions checked`);
  });

  it('that is put together at run time is known, and takes linear time', { timeout: 120_000 }, async () => {
    const files = sourceFiles.filter((file) => /\bRegExp\(/.test(readSource(file)));
    expect([...files].sort()).toEqual(Object.keys(composed).sort());
    for (const pattern of Object.values(composed).flat()) {
      expect(await isLinear(pattern, ''), pattern).toBe(true);
    }
  });

  it('is checked by a tool that finds what is slow', async () => {
    expect(await isLinear('^(a+)+$', '')).toBe(false);
    expect(await isLinear('a+b', 'dg')).toBe(false);
    expect(await isLinear('\\s+$', '')).toBe(false);
    expect(await isLinear('(?<!\\s)\\s+$', '')).toBe(true);
    // These two it tries out, because of what stands before them.
    expect(await isLinear('(?<!b)(a+)+$', '')).toBe(false);
    expect(await isLinear('(?<!b)a+b', '')).toBe(false);
  });
});

interface Literal {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Each different literal of the sources once. */
function literals(): ReadonlyMap<string, Literal> {
  const found = new Map<string, Literal>();
  for (const file of sourceFiles) {
    const { code } = transformSync(readSource(file), { loader: 'ts', format: 'esm' });
    for (const { pattern, flags } of expressionsIn(parseAst(code))) {
      found.set(`${pattern}/${flags}`, { file, pattern, flags });
    }
  }
  expect(found.size).toBeGreaterThan(200);
  return found;
}

/** The literals below a node of a syntax tree. */
function expressionsIn(node: unknown): Omit<Literal, 'file'>[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('regex' in node && node.regex) return [node.regex as Omit<Literal, 'file'>];
  return Object.values(node).flatMap(expressionsIn);
}

/**
 * Limits of steps and none of time: the checker takes what exceeds either for slow, so that with a limit of time a busy
 * machine would decide. Of this many steps the attack on a quadratic expression needs fourteen thousand characters.
 */
const bySteps = {
  attackLimit: 50_000_000,
  randomSeed: 0,
  timeout: null,
  seedingTimeout: null,
  incubationTimeout: null,
  attackTimeout: null,
};

/** On a busy machine a linear expression may be suspected: its attack is given one second. */
function isSuspected(pattern: string, flags: string): Promise<boolean> {
  return isVulnerable(pattern, flags, { timeout: 240_000 });
}

/** Decided by steps alone, which may take minutes where each place costs hundreds of them. */
async function isLinear(pattern: string, flags: string): Promise<boolean> {
  return !(await isSuspected(pattern, flags)) || !(await isVulnerable(pattern, flags, bySteps));
}

/** The flag `d` reports positions and changes nothing else; the checker does not know it. */
async function isVulnerable(
  pattern: string,
  flags: string,
  limits: Parameters<typeof check>[2],
): Promise<boolean> {
  const { status, ...rest } = await check(pattern, flags.replace('d', ''), limits);
  if (status === 'unknown') throw new Error(`not checked: /${pattern}/${flags}: ${JSON.stringify(rest)}`);
  return status === 'vulnerable';
}
