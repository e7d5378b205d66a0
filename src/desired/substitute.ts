import { type Diagnostic, diagnose, type Severity } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Vars } from '../model/project.ts';
import { literalText, type Reference, type Template } from './template.ts';

/** Where references take their values from. */
export interface Lookup {
  readonly environment: ReadonlyMap<string, string>;
  readonly vars: Vars;
  /** The cluster that the variables are for; undefined: of the project alone. */
  readonly cluster: string | undefined;
  /** How bad an environment variable is that is unset or empty: a fork's pull request has no secrets. */
  readonly unsetEnvironment: Severity;
}

/** A value with its references replaced, once: what they give is not looked through again. */
export interface Substituted {
  /** References without a value stay as they are written. */
  readonly text: string;
  /** One problem for each place. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the environment gave. */
  readonly secrets: readonly string[];
}

const nothing: readonly never[] = [];

/** Replaces the references of a template by their values. */
export function substitute(template: Template, lookup: Lookup): Substituted {
  const literal = literalText(template);
  if (literal !== undefined) return { text: literal, diagnostics: nothing, secrets: nothing };
  const [diagnostics, secrets]: [Diagnostic[], string[]] = [[], []];
  const texts = template.parts.map((part) => {
    if (part.kind !== 'reference') return part.text;
    const value = (part.scope === 'env' ? lookup.environment : lookup.vars).get(part.name);
    if (!value) {
      diagnostics.push(missingValue(part, value, lookup));
      return `\${${part.scope}.${part.name}}`;
    }
    if (part.scope === 'env') secrets.push(value);
    return value;
  });
  return { text: texts.join(''), diagnostics, secrets };
}

function missingValue(
  { scope, name, source }: Reference,
  value: string | undefined,
  { vars, cluster, unsetEnvironment }: Lookup,
): Diagnostic {
  if (scope === 'env') {
    const code = value === undefined ? 'unset-environment-variable' : 'empty-environment-variable';
    return { ...diagnose(code, { name }, { source }), severity: unsetEnvironment };
  }
  if (value !== undefined) return diagnose('empty-variable', { name }, { source });
  return diagnose(
    'unset-variable',
    { name, cluster, suggestion: nearestName(name, [...vars.keys()]) },
    { source },
  );
}
