import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentCheck, loadDocumentCheck } from '../../src/desired/check-own-document.ts';
import { hasOwnDigests } from '../../src/model/digest.ts';
import { ConnectSyncError, InvalidInputError } from '../../src/model/error.ts';
import { actionLines } from '../../src/model/redaction/action-lines.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import type { ProjectInput } from '../../src/project/load-project.ts';
import type { PlannedCluster } from '../../src/reconcile/plan-cluster.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { applySavedPlan } from '../../src/saved-plan/apply-saved-plan.ts';
import { planToFile } from '../../src/saved-plan/plan-to-file.ts';
import { type Mutation, mutationsOf } from '../support/mutations.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { withDigests } from '../support/saved-plan-of.ts';

const config = (topic: string) => ({ 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic });
const file = (topic: string, more = '') =>
  `${more}config: { connector.class: FileStreamSource, tasks.max: 1, topic: ${topic} }\n`;
const files = {
  'connect-sync.yaml': 'version: 1\nownership: { names: ["*"] }\n',
  'connectors/a.yaml': file('new'),
  'connectors/b.yaml': file('new, some.password: "${env.PIN}"'),
  'connectors/c.yaml': 'state: absent\n',
  'connectors/e.yaml': file('x', 'state: paused\n'),
  'connectors/f.yaml': file('x'),
};
const planKey = 'a key that nobody guesses';

let folder: ProjectFolder & { remove(): void };
let sandbox: Sandbox;
let check: DocumentCheck<'saved-plan'>;

beforeAll(async () => {
  check = await loadDocumentCheck('saved-plan');
  folder = makeProjectFolder(files);
  const options = { port: 0, connectVersion: '4.3', anyClass: false, pace: 0 } as const;
  sandbox = await startSandbox({ ...options, clock: realClock() });
  const { worker } = sandbox;
  worker.seed(['b', 'c', 'd', 'e', 'f'].map((name) => ({ name, config: config('x') })));
  worker.failConnector('f', 'java.lang.IllegalStateException: broken');
});

afterAll(async () => {
  folder.remove();
  await sandbox.close();
});

const ports = () => ({ clock: realClock(), signal: new AbortController().signal });

function project(key?: string): ProjectInput {
  const environment = new Map([['PIN', '1234'], ...(key ? [['CONNECT_SYNC_PLAN_KEY', key] as const] : [])]);
  return { directory: folder.directory, environment, version: '0.1.0' };
}

async function save(key?: string): Promise<SavedPlan> {
  const input = {
    project: project(key),
    clusters: { clusters: [sandbox.url] },
    plan: { prune: true, allowDeletes: 9 },
    out: 'plan.json',
  };
  await planToFile(input, { ...ports(), onSaved: () => undefined, onWarning: () => undefined });
  return JSON.parse(readFileSync(path.join(folder.directory, 'plan.json'), 'utf8')) as SavedPlan;
}

/** A plan as it is after it was loaded; undefined if it is not accepted. */
function accepted(plan: unknown): SavedPlan | undefined {
  const checked = check(JSON.parse(JSON.stringify(plan)));
  return checked.kind === 'valid' && hasOwnDigests(checked.document) ? checked.document : undefined;
}

/** What would be sent to the cluster, one line for each call, or why the plan is refused. */
async function operationsOf(
  plan: unknown,
  { key, expectDigest }: { readonly key?: string; readonly expectDigest?: string } = {},
): Promise<readonly string[] | 'refused'> {
  const saved = accepted(plan);
  if (!saved) return 'refused';
  const operations: string[] = [];
  try {
    const results = await applySavedPlan(
      {
        saved,
        project: project(key),
        clusters: { clusters: [] },
        apply: { concurrency: 1, wait: false, stableForMilliseconds: 0, onFailure: 'halt', expectDigest },
      },
      {
        ...ports(),
        confirm: async ({ plan: { steps } }: PlannedCluster) => {
          for (const { name, actions } of steps) {
            const bodies = actions.map((one) =>
              'config' in one ? JSON.stringify([...one.config].sort()) : '',
            );
            operations.push(...actionLines(actions).map((line, index) => `${name} ${line} ${bodies[index]}`));
          }
          return false;
        },
        onPlanned: () => undefined,
        onEvent: () => undefined,
        onFinished: () => undefined,
        onWarning: () => undefined,
      },
    );
    for (const result of results) {
      if (!result.ok) throw result.error;
      if (result.value.kind === 'blocked') return 'refused';
    }
    return operations;
  } catch (error) {
    const isRefusal =
      error instanceof InvalidInputError ||
      (error instanceof ConnectSyncError && ['plan-refused', 'usage'].includes(error.category));
    if (!isRefusal) throw error;
    return 'refused';
  }
}

/** Refused, or a part of the operations: each at most as often as in the plan, and in its order. */
function isWithin(found: readonly string[] | 'refused', original: readonly string[]): boolean {
  if (found === 'refused') return true;
  let next = 0;
  for (const operation of original) if (found[next] === operation) next += 1;
  return next === found.length;
}

const asPlan = ({ value }: Mutation) => value as SavedPlan;

/** With digests that match, where the mutation leaves something to compute them of. */
function redone(mutation: Mutation): unknown {
  try {
    return withDigests(asPlan(mutation));
  } catch {
    return mutation.value;
  }
}

describe('a saved plan in which one place was changed', { timeout: 120_000 }, () => {
  it('is refused: its digest covers everything', async () => {
    const saved = await save();
    let count = 0;
    for (const { where, value } of mutationsOf(saved)) {
      expect(accepted(value), where).toBe(undefined);
      count += 1;
    }
    expect(count).toBeGreaterThan(2_000);
  });

  it('is refused with the digest of the reviewed plan, if the digests inside were computed again', async () => {
    const saved = await save();
    const { digest } = saved;
    for (const mutation of mutationsOf(saved, 2)) {
      const edited = redone(mutation);
      // Digests that were edited are computed again, so this is the reviewed plan.
      if (isDeepStrictEqual(edited, saved)) continue;
      expect(await operationsOf(edited, { expectDigest: digest }), mutation.where).toBe('refused');
    }
  });

  it('is refused with the plan key', async () => {
    const saved = await save(planKey);
    for (const mutation of mutationsOf(saved, 2)) {
      const edited = redone(mutation);
      if (isDeepStrictEqual(edited, saved)) continue;
      expect(await operationsOf(edited, { key: planKey }), mutation.where).toBe('refused');
    }
  });

  it('does the reviewed operations or fewer, if nothing can show that it was changed', async () => {
    const saved = await save();
    const original = await operationsOf(saved);
    expect(original).toHaveLength(6);
    // What a wider plan could do more: prune, create, restart.
    sandbox.worker.seed(['g', 'i'].map((name) => ({ name, config: config('x') })));
    sandbox.worker.failConnector('i', 'java.lang.IllegalStateException: broken');
    folder.write('connectors/h.yaml', file('new'));
    folder.write('connectors/i.yaml', file('x'));
    expect(await operationsOf(saved)).toEqual(original);
    const wider: string[] = [];
    for (const mutation of mutationsOf(saved, 2)) {
      const found = await operationsOf(redone(mutation));
      if (!isWithin(found, original as readonly string[])) wider.push(`${mutation.where}: ${found}`);
    }
    expect(wider).toEqual([]);
  });
});
