import { parse } from 'yaml';

/** A job of the component, or what its jobs extend. */
export interface GitLabJob {
  readonly extends?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly [key: string]: unknown;
}

interface Input {
  readonly default?: string;
  readonly options?: readonly string[];
  readonly description?: string;
}

interface Component {
  readonly spec: { readonly inputs: Readonly<Record<string, Input>> };
}

/** The inputs that a component declares. */
export function inputsOf(text: string): Readonly<Record<string, Input>> {
  const header = parse(text.slice(0, text.indexOf('\n---\n'))) as Component;
  return header.spec.inputs;
}

/** The jobs of a component with its inputs filled in, as GitLab does: `$[[ inputs.NAME ]]` is replaced as text. */
export function fillInComponent(
  text: string,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, GitLabJob>> {
  const declared = inputsOf(text);
  for (const [name, value] of Object.entries(given)) {
    const input = declared[name];
    if (!input) throw new Error(`the component has no input ${name}`);
    if (input.options && !input.options.includes(value)) throw new Error(`${name} cannot be ${value}`);
  }
  const body = text.slice(text.indexOf('\n---\n') + 5);
  const filled = body.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => {
    const value = given[name] ?? declared[name]?.default;
    if (value === undefined) throw new Error(`the input ${name} is missing`);
    return value;
  });
  if (filled.includes('$[[')) throw new Error('an input was not filled in');
  return parse(filled) as Readonly<Record<string, GitLabJob>>;
}

/** What a runner executes for a job, and its variables. */
export function jobOf(
  jobs: Readonly<Record<string, GitLabJob>>,
  name: string,
): { readonly script: string; readonly variables: Readonly<Record<string, string>> } {
  const job = jobs[name];
  const common = jobs[job?.extends ?? ''];
  if (!job || !common) throw new Error(`there is no job ${name}`);
  return {
    script: [...(common.before_script ?? []), ...(job.script ?? [])].join('\n'),
    variables: { ...common.variables, ...job.variables },
  };
}
