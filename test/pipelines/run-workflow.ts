import path from 'node:path';
import { type Contexts, fillIn, holds } from './expressions.ts';
import { runShell, type ShellResult } from './shell-step.ts';
import { type Action, type Job, readYaml, type Step } from './workflow-file.ts';

/** A machine that runs the jobs of workflows. */
export interface Runner {
  /** The checked-out repository. */
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  /** What GitHub and the test put into the environment of every step. */
  readonly environment: Readonly<Record<string, string>>;
  /** The contexts `github` and `runner`. */
  readonly contexts: Contexts;
  /** Called with each process group, so that it can be ended. */
  readonly onGroup: (group: number) => void;
  /** Called after each step, to change things before the next one. */
  readonly onStep?: (step: StepRecord) => Promise<void>;
}

/** One step that was run. */
export interface StepRecord {
  readonly name: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The result of a job. */
export interface JobRecord {
  readonly conclusion: 'success' | 'failure' | 'skipped';
  /** In order; the steps of our own action among them. */
  readonly steps: readonly StepRecord[];
  /** `with` of each step that uses another repository's action, by its name without version. */
  readonly used: readonly { readonly action: string; readonly inputs: Readonly<Record<string, string>> }[];
}

/** Runs the steps of a job from its file, one after another; our own action by its scripts. */
export async function runJob(runner: Runner, job: Job): Promise<JobRecord> {
  if (job.if !== undefined && !holds(job.if, runner.contexts, 'success')) {
    return { conclusion: 'skipped', steps: [], used: [] };
  }
  const run = new JobRun(runner, filled(job.env, runner.contexts));
  await run.all(job.steps, { contexts: runner.contexts, environment: {} });
  return { conclusion: run.hasFailed ? 'failure' : 'success', steps: run.steps, used: run.used };
}

/** Where steps come from: the job itself, or an action that it uses. */
interface Scope {
  readonly contexts: Contexts;
  readonly environment: Readonly<Record<string, string>>;
}

class JobRun {
  readonly steps: StepRecord[] = [];
  readonly used: { action: string; inputs: Readonly<Record<string, string>> }[] = [];
  hasFailed = false;
  readonly #runner: Runner;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #paths: string[] = [];

  constructor(runner: Runner, environment: Readonly<Record<string, string>>) {
    this.#runner = runner;
    this.#environment = environment;
  }

  /** Runs steps in order; returns the outputs of each one with an `id`. */
  async all(steps: readonly Step[], scope: Scope): Promise<Readonly<Record<string, unknown>>> {
    const known: Record<string, { outputs: Readonly<Record<string, string>> }> = {};
    for (const step of steps) {
      const contexts = { ...scope.contexts, steps: known };
      if (!holds(step.if, contexts, this.hasFailed ? 'failure' : 'success')) continue;
      const outputs = await this.#one(step, { ...scope, contexts });
      if (step.id !== undefined) known[step.id] = { outputs };
    }
    return known;
  }

  async #one(step: Step, scope: Scope): Promise<Readonly<Record<string, string>>> {
    if (step.run !== undefined) return this.#script(step, step.run, scope);
    const uses = step.uses ?? '';
    const inputs = filled(step.with, scope.contexts);
    if (uses.startsWith('./')) return this.#action(uses, inputs, scope);
    this.used.push({ action: uses.replace(/@.*$/, ''), inputs });
    return {};
  }

  async #action(
    uses: string,
    given: Readonly<Record<string, string>>,
    scope: Scope,
  ): Promise<Readonly<Record<string, string>>> {
    const action = readYaml<Action>(path.join(this.#runner.workspace, uses, 'action.yml'));
    const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
    if (unknown.length > 0) throw new Error(`${uses} has no input ${unknown.join(', ')}`);
    const defaults = Object.fromEntries(
      Object.entries(action.inputs).map(([name, { default: value }]) => [name, value ?? '']),
    );
    const inputs = { ...filled(defaults, scope.contexts), ...given };
    const inner = {
      contexts: { ...this.#runner.contexts, inputs },
      environment: { GITHUB_ACTION_PATH: `${this.#runner.workspace}/${uses.slice(2)}` },
    };
    const steps = await this.all(action.runs.steps, inner);
    const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, value] as const);
    return filled(Object.fromEntries(outputs), { ...inner.contexts, steps });
  }

  async #script(step: Step, script: string, scope: Scope): Promise<Readonly<Record<string, string>>> {
    const { workspace, temp, environment } = this.#runner;
    if (script.includes('${{')) throw new Error(`an expression in a script: ${step.name}`);
    const result: ShellResult = await runShell({
      script,
      directory: `${workspace}/${fillIn(step['working-directory'] ?? '.', scope.contexts)}`,
      temp,
      // What GitHub runs without `shell`, and with `shell: bash`.
      flags: step.shell === 'bash' ? ['-eo', 'pipefail'] : ['-e'],
      environment: {
        ...environment,
        PATH: [...[...this.#paths].reverse(), environment['PATH']].join(':'),
        ...this.#environment,
        ...scope.environment,
        ...filled(step.env, scope.contexts),
      },
    });
    this.#paths.push(...result.paths);
    this.#runner.onGroup(result.group);
    const { code, stdout, stderr, outputs } = result;
    const record = { name: step.name ?? script, code, stdout, stderr };
    this.steps.push(record);
    if (code !== 0) this.hasFailed = true;
    await this.#runner.onStep?.(record);
    return outputs;
  }
}

function filled(
  values: Readonly<Record<string, unknown>> | undefined,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, fillIn(String(value), contexts)]),
  );
}
