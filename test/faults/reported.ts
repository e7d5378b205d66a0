import { expect } from 'vitest';
import type { CliRun } from '../support/run-cli.ts';

/** The seven outcomes of a report. */
export const buckets = [
  'applied',
  'unchanged',
  'failed',
  'skipped',
  'stale',
  'unknown',
  'not-started',
] as const;

/** One of the seven. */
export type Bucket = (typeof buckets)[number];

/** The reported outcome of one change. */
export interface ReportedOutcome {
  readonly name: string;
  readonly change: string;
  readonly kind: Bucket;
  readonly text: string;
}

/** The report of a run on stdout. */
export interface RunReport {
  readonly planned: number;
  readonly counts: Readonly<Record<Bucket, number>>;
  /** Everything declared that is not healthy at the end, also what was not before, and what the run did not change. */
  readonly unhealthy: number;
  /** How many connectors somebody else changed that the run did not. */
  readonly changedByOthers: number;
  readonly outcomes: readonly ReportedOutcome[];
  readonly restored: readonly string[];
  readonly left: readonly string[];
  /** The wave of each change, by name, where stdout has it. */
  readonly waves: ReadonlyMap<string, number>;
}

/** Reads the report from stdout; undefined where the run has none. Fails where stdout is malformed. */
export function readReport(run: CliRun, format: 'text' | 'json'): RunReport | undefined {
  return format === 'json' ? readJson(run) : readText(run);
}

interface JsonReport {
  readonly planned: number;
  readonly counts: Record<Bucket, number>;
  readonly unhealthy: number;
  readonly notHealed: number;
  readonly others: readonly { readonly changed: string | null }[];
  readonly outcomes: readonly {
    readonly name: string;
    readonly change: string;
    readonly kind: Bucket;
    readonly reason: string | null;
  }[];
  readonly rollback: { readonly restored: string[]; readonly left: { readonly name: string }[] } | null;
}

interface JsonDocument {
  readonly kind?: string;
  readonly complete?: boolean;
  readonly report?: JsonReport;
  readonly plan?: { readonly changes: readonly { readonly name: string; readonly wave: number }[] };
}

/** One document a line; the last one is the report, where there is one. */
function readJson({ stdout, exitCode }: CliRun): RunReport | undefined {
  const lines = stdout.split('\n');
  expect(lines.pop(), 'the last line ends').toBe('');
  const documents = lines.map((line) => JSON.parse(line) as JsonDocument);
  const reports = documents.flatMap((document) => (document.kind === 'report' ? [document.report] : []));
  expect(reports.length).toBeLessThanOrEqual(1);
  const [report] = reports;
  if (!report) {
    const last = documents.at(-1);
    expect(last?.kind === 'plan' || last?.complete === false, `a program finds no end in: ${stdout}`).toBe(
      true,
    );
    if (exitCode === 28) expect(last?.complete).toBe(false);
    return undefined;
  }
  expect(documents.at(-1)?.kind).toBe('report');
  const changedByOthers = report.others.filter(({ changed }) => changed !== null).length;
  return {
    ...report,
    unhealthy: report.unhealthy + report.notHealed + report.others.length - changedByOthers,
    changedByOthers,
    outcomes: report.outcomes.map(({ reason, ...outcome }) => ({ ...outcome, text: reason ?? '' })),
    restored: report.rollback?.restored ?? [],
    left: report.rollback?.left.map(({ name }) => name) ?? [],
    waves: new Map(
      documents.flatMap(({ plan }) => plan?.changes.map(({ name, wave }) => [name, wave]) ?? []),
    ),
  };
}

const words: readonly (readonly [RegExp, Bucket])[] = [
  [/^applied\b/, 'applied'],
  [/^unchanged\b/, 'unchanged'],
  [/^failed\b/, 'failed'],
  [/^skipped\b/, 'skipped'],
  [/^stale\b/, 'stale'],
  [/^outcome unknown\b/, 'unknown'],
  [/^not started\b/, 'not-started'],
];

function readText({ stdout }: CliRun): RunReport | undefined {
  const sentence = /^(\d+) planned(?:: ([^.]*))?\.(.*)$/m.exec(stdout);
  if (!sentence) return undefined;
  const parts = sentence[2] ?? '';
  const unhealthy = [
    ...parts.matchAll(/(\d+) of them unhealthy/g),
    ...(sentence[3] ?? '').matchAll(/(\d+) unchanged connectors? unhealthy/g),
  ];
  const countOf = (bucket: Bucket) =>
    Number(new RegExp(`\\b(\\d+) ${bucket.replace('-', ' ')}\\b`).exec(parts)?.[1] ?? 0);
  const names = (pattern: RegExp) => [...stdout.matchAll(pattern)].map((match) => match[1] ?? '');
  return {
    planned: Number(sentence[1]),
    counts: Object.fromEntries(buckets.map((bucket) => [bucket, countOf(bucket)])) as Record<Bucket, number>,
    unhealthy: unhealthy.reduce((sum, [, number]) => sum + Number(number), 0),
    changedByOthers: Number(/(\d+) other connectors? changed/.exec(sentence[3] ?? '')?.[1] ?? 0),
    outcomes: [...stdout.matchAll(/^ {2}(create|update|state|restart|delete) +(\S+) {3,}(.*)$/gm)].map(
      ([, change = '', name = '', text = '']) => ({ change, name, text, kind: kindOf(text) }),
    ),
    restored: names(/^ {2}rolled back: (\S+) /gm),
    left: names(/^ {2}not rolled back: (\S+):/gm),
    waves: new Map(),
  };
}

function kindOf(text: string): Bucket {
  const found = words.find(([pattern]) => pattern.test(text));
  if (!found) throw new Error(`no bucket in: ${text}`);
  return found[1];
}
