import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare, type Row, type Sides } from '../row.ts';
import { bytesOfEach, command, inWorld } from './large-plans.ts';

const count = 100;

/** Rules of the kinds that teams write: about a key, a class, a list, a label, a change, and the plan. */
const kinds: readonly string[] = [
  "int(connector.config.get('tasks.max', '1')) <= 99",
  "connector.config.get('errors.tolerance', 'none') != 'all' || 'errors.log.enable' in connector.config",
  "connector.class != '' && !connector.class.endsWith('Unknown')",
  "connector.config.list('topics').all(topic, topic.size() < 250)",
  "connector.labels.get('tier', 'low') in ['low', 'high']",
  "!change.losesOffsets || connector.labels.get('approved-by', '') != ''",
  'plan.deletes <= 3',
  "connector.name.matches('^[a-zA-Z0-9._-]+$')",
  "connector.secrets.size() == 0 || connector.secrets.all(key, key != '')",
  "connector.config.get('batch.size', '1').size() < 20",
];

/** What a hundred policies cost on top of the same command without them. */
export const policyRows: readonly Row[] = (
  [
    ['plan, no change', 'as-live', ['plan'], 4],
    ['plan --no-validate, all changed', 'all-changed', ['plan', '--no-validate'], 5],
  ] as const
).map(([name, files, args, requests]) => ({
  name: `${name}, ${count} policies`,
  bound: 'the same without policies',
  bar: 1.3,
  most: { requests, bytesOfEach },
  run: (effort) =>
    inWorld(effort, files, (world) => {
      const policies = path.join(world.tree.directory, 'rules');
      writePolicies(policies);
      const sides: Sides = {
        ours: command(world, [...args, '--policies', policies], {}),
        bound: command(world, args, {}),
        worker: world.worker,
      };
      return compare(sides, effort);
    }),
}));

/** Ten in a file, each limited to connectors of some name, as rules of teams are; half apply to all. */
function writePolicies(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let file = 0; file < count / kinds.length; file += 1) {
    const documents = kinds.map((assert, index) =>
      [
        `name: rule-${file}-${index}`,
        `assert: ${JSON.stringify(assert)}`,
        'message: "{{ connector.name }} does not fit"',
        '',
      ].join('\n'),
    );
    writeFileSync(
      path.join(folder, `rules-${file}.yaml`),
      documents
        .map((text) => (text.includes('plan.') ? text.replace(/message.*\n/, '') : text))
        .join('---\n'),
    );
  }
}
