import { callsOf, functionNames } from '../../src/policy/cel-functions.ts';
import { typeText } from '../../src/policy/cel-type.ts';
import type { ReadyMadePolicy } from '../../src/policy/pack/ready-made-policy.ts';
import { readyMadePolicies } from '../../src/policy/ready-made.ts';
import { policyVariables } from '../../src/policy/variables.ts';
import { block, code, prose, table } from './markdown.ts';

/** The variables and functions of policies, and the ready-made ones. */
export function policiesPage(): string {
  return [
    '# Policies: variables, functions, ready-made policies\n',
    introduction,
    '## Variables\n',
    table(
      ['variable', 'type', 'meaning'],
      policyVariables.flatMap(({ name, type, description, fields }) => [
        [code(name), fields.length > 0 ? '' : code(typeText(type)), description],
        ...fields.map((field) => [
          code(`${name}.${field.name}`),
          code(typeText(field.type)),
          field.description,
        ]),
      ]),
    ),
    '## Functions\n',
    functions,
    table(
      ['function', 'calls'],
      functionNames().map((name) => [code(name), callsOf(name).map(code).join('<br>')]),
    ),
    '## Ready-made policies\n',
    pack,
    ...readyMadePolicies.map(section),
  ].join('\n');
}

const introduction = `[Policies](../guides/policies.md) shows how to write one. Expressions are in
[CEL](https://github.com/google/cel-spec/blob/master/doc/langdef.md). Each is parsed and checked before anything is contacted: unknown names
and wrong types are errors with their line and column.

A policy that refers to \`connector\`, \`live\` or \`change\`, or is limited by \`match.class\`, \`name\`, \`type\` or \`change\`, is evaluated for each
connector; another one that refers to \`plan\` once for each plan, and one that refers to neither once for each cluster. \`validate\` evaluates the policies
that refer to neither \`live\` nor \`change\` nor \`plan\`, for every declared connector. \`plan\` and \`apply\` evaluate all of them for what changes.
`;

const functions = `The operators of CEL, and these functions. The macros \`has\`, \`all\`, \`exists\`, \`exists_one\`, \`map\` and \`filter\` are there
too. \`get\` and \`list\` are additions: \`connector.config.get("tasks.max", "1")\` has a default for a key that does not exist, and
\`connector.config.list("topics")\` are the entries of a list. Regular expressions have the syntax of RE2. \`dyn\` and \`type\` are left out, so that every
type is known before a policy runs.

An expression has at most 4,000 characters. One evaluation takes at most 200,000 steps; a step is an iteration, a call in a loop, or 16
characters of an argument. A policy that takes more denies.
`;

const pack = `None is in force unless \`policy.pack\` of the project file names it, or says \`all\`. \`connect-sync policy list --pack\` shows the same.
`;

function section(policy: ReadyMadePolicy): string {
  const { name, description, severity = 'deny', match, parameters } = policy;
  const limits = Object.entries(match).map(([key, words]) => `${key}: ${(words ?? []).join(', ')}`);
  const rows = Object.entries(parameters).map(([parameter, one]) => [
    code(parameter),
    code(JSON.stringify(one.default)),
    one.description,
  ]);
  return [
    `### ${name}\n`,
    `${prose(description)} Severity: \`${severity}\`.${limits.length > 0 ? ` Limited to ${code(limits.join('; '))}.` : ''}\n`,
    block('text', policy.assert),
    ...(rows.length > 0 ? [table(['parameter', 'default', 'meaning'], rows)] : []),
  ].join('\n');
}
