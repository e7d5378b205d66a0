import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type {
  PackEntry,
  PackValue,
  PolicyDocument,
  PolicyParameter,
  PolicyParameters,
} from '../model/policy.ts';
import type { ReadyMadePolicy } from './pack/ready-made-policy.ts';
import { readyMadePolicies } from './ready-made.ts';

/** The ready-made policies that a project takes; a later entry replaces the parameters of an earlier one. */
export function takePack(entries: readonly PackEntry[]): {
  readonly documents: readonly PolicyDocument[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const taken = new Map<string, PolicyDocument>();
  for (const entry of entries) {
    const found =
      entry.name === 'all' ? readyMadePolicies : readyMadePolicies.filter(({ name }) => name === entry.name);
    if (found.length === 0) {
      const suggestion = nearestName(entry.name, ['all', ...readyMadePolicies.map(({ name }) => name)]);
      diagnostics.push(
        diagnose('unknown-pack-policy', { name: entry.name, suggestion }, { source: entry.source }),
      );
    }
    for (const policy of found) {
      const { parameters, problems } = fill(policy, entry.name === 'all' ? new Map() : entry.with);
      diagnostics.push(...problems);
      taken.set(policy.name, documentOf(policy, parameters));
    }
  }
  return { documents: [...taken.values()], diagnostics };
}

/** A ready-made policy as a document, with these values of its parameters. */
export function documentOf(policy: ReadyMadePolicy, parameters: PolicyParameters): PolicyDocument {
  const nowhere = () => undefined;
  return {
    name: policy.name,
    description: policy.description,
    match: policy.match,
    assert: { text: policy.assert, at: nowhere },
    message: { text: policy.message, at: nowhere },
    severity: policy.severity ?? 'deny',
    exempt: [],
    examples: policy.examples,
    parameters,
    source: undefined,
  };
}

/** The defaults of its parameters. */
export function defaultsOf({ parameters }: ReadyMadePolicy): PolicyParameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, one.default]));
}

function fill(policy: ReadyMadePolicy, given: ReadonlyMap<string, PackValue>) {
  const problems: Diagnostic[] = [];
  const parameters: Record<string, PolicyParameter> = { ...defaultsOf(policy) };
  for (const [parameter, { value, source }] of given) {
    const known = Object.hasOwn(policy.parameters, parameter) ? policy.parameters[parameter] : undefined;
    const read = known && readValue(value, known.default);
    if (read !== undefined) parameters[parameter] = read;
    else {
      const names = Object.keys(policy.parameters);
      const fault = known ? `must be ${formOf(known.default)}` : `does not exist${others(parameter, names)}`;
      problems.push(
        diagnose('invalid-pack-parameter', { policy: policy.name, parameter, fault }, { source }),
      );
    }
  }
  return { parameters, problems };
}

function others(parameter: string, names: readonly string[]): string {
  if (names.length === 0) return ': it has none';
  const near = nearestName(parameter, names);
  return near === undefined ? `: it has ${names.join(', ')}` : `: did you mean "${near}"?`;
}

/** A value of the same form as the default; undefined if it has another one. */
function readValue(value: PackValue['value'], usual: PolicyParameter): PolicyParameter | undefined {
  if (Array.isArray(usual)) return typeof value === 'string' ? [value] : value;
  if (typeof value !== 'string') return undefined;
  if (typeof usual === 'number') return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  if (typeof usual === 'boolean') return /^(?:true|false)$/.test(value) ? value === 'true' : undefined;
  return value;
}

function formOf(usual: PolicyParameter): string {
  if (Array.isArray(usual)) return 'a list of texts';
  if (typeof usual === 'number') return 'a whole number';
  return typeof usual === 'boolean' ? 'true or false' : 'a text';
}
