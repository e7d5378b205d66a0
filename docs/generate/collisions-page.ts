import type { CollisionRule } from '../../src/plan/collisions/rule.ts';
import { collisionRules } from '../../src/plan/collisions/rules.ts';
import { code, prose, table } from './markdown.ts';

/** The table of the rules, and what they have in common. */
export function collisionsPage(): string {
  return [
    '# Collisions between connectors\n',
    introduction,
    '## Rules\n',
    ...collisionRules.map(section),
  ].join('\n');
}

const introduction = `Two connectors of one cluster may use a resource that only one of them can use, for example a replication slot. A worker accepts both.
\`validate\` (without a cluster too) and \`plan\` warn of it: [\`connector-collision\`](problems/connector-collision.md). With \`--strict\` it is
an error.

- Values are compared after resolution: layers, variables and defaults of the plugin count. Hosts are compared without case, a missing
  port is the default one, and \`localhost\` is \`127.0.0.1\`. Credentials in URLs do not count.
- A provider reference such as \`\${file:…}\` is compared as text. A value from \`\${env.…}\` is compared and never shown. A value that the
  worker masks equals nothing.
- \`plan\` also compares with live connectors that are in no file, unless the plan deletes them. Two connectors that are both in no file are
  not reported. With FILE arguments or \`--only\`, only collisions of the selected connectors are reported.
- A stopped connector uses nothing. A paused one keeps its connections, so it counts.
- Two sinks collide on a topic only if both read it and write it to the same target with the same transformations. A pattern
  (\`topics.regex\`) is compared as text.
- Connectors of different clusters are not compared.

There is no list of accepted collisions: a warning stops nothing. To make \`--strict\` pass, let the values differ, or declare one of the
connectors with \`state: stopped\`.
`;

function section({ id, classes, identity, at, consequence, remedy, source }: CollisionRule): string {
  const rows = [
    ['connectors', classes === 'sinks' ? 'every sink' : classes.map(code).join(', ')],
    ['must be equal', identity.map(({ inWords }) => inWords).join('; ')],
    ['reported at', at.map(code).join(', ')],
    ['consequence', prose(consequence)],
    ['what to do', prose(remedy)],
    ['source', source],
  ];
  return `### ${id}\n\n${table(['', ''], rows)}`;
}
