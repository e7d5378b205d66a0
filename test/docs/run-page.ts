import { stripVTControlCharacters } from 'node:util';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { startFakeForge } from '../support/forge/fake-forge.ts';
import { runCli } from '../support/run-cli.ts';
import { isAsShown } from './compare-output.ts';
import { startPageClusters } from './page-clusters.ts';
import { type Answer, type Call, runInShell } from './page-shell.ts';
import { type CommandStep, type PageScript, readPageSteps, type Step } from './page-steps.ts';

/** A page that was run: what is wrong with it, and the page with the outputs that its commands had. */
export interface PageRun {
  readonly problems: readonly string[];
  readonly updated: string;
  readonly commands: number;
}

/** Runs the blocks of a page in its order, in an empty folder, against sandboxes. */
export async function runPage(page: string, text: string): Promise<PageRun> {
  const script = withValidation(readPageSteps(text));
  if (script.steps.length === 0) return { problems: [], updated: text, commands: 0 };
  const clusters = await startPageClusters(text, script);
  try {
    const steps = script.steps.map((step): Step => ({ ...step, text: clusters.toSandbox(step.text) }));
    const forge = script.forge ? await startFakeForge(script.forge) : undefined;
    const { answers, directory } = await runInShell(steps, forge?.environment ?? {}, (call) =>
      answerCall(call, clusters.sandboxes),
    );
    const onPage = (written: string) =>
      clusters.toPage(stripVTControlCharacters(written)).replaceAll(directory, '/home/ada/connectors');
    const runs = script.steps.flatMap((step, index) => {
      const answer = answers[index];
      if (step.kind === 'file' || answer === undefined) return [];
      return [{ step, answer: { ...answer, stdout: onPage(answer.stdout), stderr: onPage(answer.stderr) } }];
    });
    return {
      problems: runs.flatMap(({ step, answer }) => problemsOf(page, step, answer)),
      updated: withOutputs(text, runs),
      commands: runs.length,
    };
  } finally {
    await clusters.close();
  }
}

/** The connector files of a page are valid in the end, unless the page shows an error on purpose. */
function withValidation(script: PageScript): PageScript {
  const { steps } = script;
  const isProject = steps.some(
    (step) => step.kind === 'file' && /^connect(?:ors\/|-sync\.yaml$)/.test(step.path),
  );
  const isInvalid = steps.some((step) => step.kind === 'command' && [1, 28, 29].includes(step.exitCode));
  if (!isProject || isInvalid) return script;
  const line = steps.findLast((step) => step.kind === 'file')?.line ?? 0;
  const text = 'cd "$DOCS_FOLDER" && connect-sync validate';
  return { ...script, steps: [...steps, { kind: 'command', text, exitCode: 0, line, output: undefined }] };
}

async function answerCall(call: Call, sandboxes: readonly Sandbox[]): Promise<Answer> {
  const { program, args } = call;
  if (program === 'connect-sync') return runProgram(call);
  if (program !== 'npx') return changeWorker(call, sandboxes);
  const [first, ...others] = args.filter((arg) => arg !== '--yes' && arg !== '-y');
  if (first === 'connect-sync') return runProgram({ ...call, args: others });
  return { stdout: '', stderr: `npx ${first} would install a package\n`, exitCode: 1 };
}

async function runProgram({ args, environment, directory, input }: Call): Promise<Answer> {
  const command = args.find((arg) => !arg.startsWith('-'));
  const controller = new AbortController();
  // These run until Ctrl-C, which comes with their first output.
  const runsOn = command === 'sandbox' || args.includes('--watch');
  const answers = command === 'import' ? undefined : Array<string>(20).fill(command === 'init' ? '' : 'y');
  return runCli(command === 'sandbox' ? onAnyPort(args) : args, {
    directory,
    environment,
    input,
    speed: 20,
    ...(answers && { answers }),
    ...(runsOn && {
      interrupt: controller.signal,
      terminal: { write: () => void setTimeout(() => controller.abort(), 50), columns: 80, rows: 24 },
    }),
  });
}

function onAnyPort(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--port');
  return [...(at < 0 ? args : args.toSpliced(at, 2)), '--port', '0'];
}

/** What the setup of a page does to a cluster: `put NAME key=value…`, `fail-task NAME ID TRACE`, `fail-connector NAME TRACE`. */
async function changeWorker(call: Call, sandboxes: readonly Sandbox[]): Promise<Answer> {
  const done = { stdout: '', stderr: '', exitCode: 0 };
  const url = call.environment['CLUSTER_URL'];
  const sandbox = sandboxes.find((one) => one.url === url?.replace('localhost', '127.0.0.1')) ?? sandboxes[0];
  const [name = '', ...rest] = call.args;
  if (!sandbox) throw new Error('no sandbox');
  if (call.program === 'put') {
    const config = Object.fromEntries(rest.map((pair) => [pair.split('=')[0], pair.replace(/^[^=]*=/s, '')]));
    const answer = await fetch(`${sandbox.url}/connectors/${name}/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(config),
    });
    if (!answer.ok) return { ...done, stderr: await answer.text(), exitCode: 1 };
    await settled(sandbox, name);
  } else if (call.program === 'fail-task') sandbox.worker.failTask(name, Number(rest[0]), rest[1] ?? '');
  else sandbox.worker.failConnector(name, rest[0] ?? '');
  return done;
}

/** A new connector has its tasks after a moment. */
async function settled(sandbox: Sandbox, name: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(`${sandbox.url}/connectors/${name}/status`);
    const status = (await answer.json()) as { readonly tasks?: readonly { readonly state: string }[] };
    if (status.tasks?.length && status.tasks.every(({ state }) => state === 'RUNNING')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function problemsOf(page: string, step: CommandStep, { stdout, stderr, exitCode }: Answer): string[] {
  const place = `${page}:${step.line}: ${step.text.trim()}`;
  if (exitCode !== step.exitCode)
    return [`${place}\nexits ${exitCode}, not ${step.exitCode}\n${stderr}${stdout}`];
  const isEqual =
    !step.output ||
    [stdout, onTerminal({ stdout, stderr, exitCode })].some((one) =>
      isAsShown(step.output?.lines ?? [], one),
    );
  return isEqual
    ? []
    : [
        `${place}\nprints:\n${onTerminal({ stdout, stderr, exitCode })}\nand not:\n${step.output?.lines.join('\n')}`,
      ];
}

/** Both streams as a terminal shows them: problems, the result, and at the end the sentence about the exit code. */
function onTerminal({ stdout, stderr }: Answer): string {
  const [last = ''] = /^exit \d+: .*\n$/m.exec(stderr) ?? [];
  return `${stderr.slice(0, stderr.length - last.length)}${stdout}${last}`;
}

/** The page with the actual outputs in place of those that are not current. */
function withOutputs(
  text: string,
  runs: readonly { readonly step: CommandStep; readonly answer: Answer }[],
): string {
  const lines = text.split('\n');
  for (const { step, answer } of [...runs].reverse()) {
    // The output of a command that ends otherwise is a mistake of the page.
    const isCurrent = problemsOf('', step, answer).length === 0;
    if (!step.output || isCurrent || answer.exitCode !== step.exitCode) continue;
    const { line, indent } = step.output;
    const written = answer.exitCode === 0 && answer.stdout !== '' ? answer.stdout : onTerminal(answer);
    const shown = written
      .trimEnd()
      .split('\n')
      .map((one) => `${one === '' ? '' : indent}${one}`);
    lines.splice(line - 1, step.output.lines.length, ...(written.trim() === '' ? [] : shown));
  }
  return lines.join('\n');
}
