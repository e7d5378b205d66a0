import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { editorKeywords } from '../../src/desired/compile-schema.ts';

const folder = path.resolve(import.meta.dirname, '../../schemas');

/** Commands that print one event per line. */
const streaming = new Set(['apply', 'restore', 'restart', 'pause', 'resume', 'stop', 'delete']);
/** Commands whose document has a schema of its own name. */
const named = [
  'list',
  'status',
  'describe',
  'tasks',
  'topics',
  'offsets',
  'loggers',
  'plugins',
  'plugins-pull',
  'plugins-diff',
  'cluster',
  'doctor',
  'upgrade',
  'new',
  'validate',
  'import',
];
const schemaOfCommand: ReadonlyMap<string, string> = new Map([
  ...named.map((name) => [name, name] as const),
  ['plan', 'plan'],
  ['drift', 'plan'],
  ['policy list', 'policy-list'],
  ['policy test', 'policy-test'],
]);

let compiler: Ajv2020 | undefined;

/**
 * Holds what a command with `-f json` printed to the published schemas: one document, or each line of a command that
 * changes connectors. Every run of every test goes through it.
 *
 * @throws Error that names the first place that is not as the schema says
 */
export function expectSchema(args: readonly string[], stdout: string): void {
  const [first = '', second = ''] = args;
  const command = first === 'plugins' && ['pull', 'diff'].includes(second) ? `plugins-${second}` : first;
  if (!asksForJson(args) || stdout === '') return;
  const schema =
    command === 'render' && args.includes('--against')
      ? 'comparison'
      : (schemaOfCommand.get(command) ?? schemaOfCommand.get(args.slice(0, 2).join(' ')));
  if (schema !== undefined) check(schema, stdout);
  if (listsBackups(command, stdout)) check('backups', stdout);
  else if (streaming.has(command)) for (const line of stdout.trimEnd().split('\n')) check('event', line);
  else if (command === 'reconcile')
    for (const line of stdout.trimEnd().split('\n')) checkControllerLine(line);
}

/** The validator of a published schema, by the name of its file. */
export function schemaValidator(name: string): ValidateFunction {
  compiler ??= compile();
  const validate = compiler.getSchema(`${name}.schema.json`);
  if (!validate) throw new Error(`there is no schemas/${name}.schema.json`);
  return validate;
}

/** What the controller tells stands between what its engine does. */
function checkControllerLine(line: string): void {
  check(line.includes('"format":"connect-sync/event"') ? 'event' : 'controller-event', line);
}

/** Without files, `restore` prints one document. */
function listsBackups(command: string, stdout: string): boolean {
  return command === 'restore' && stdout.startsWith('{\n');
}

function asksForJson(args: readonly string[]): boolean {
  return args.some((word, index) => word === 'json' && /^(?:-f|--format)$/.test(args[index - 1] ?? ''));
}

function check(schema: string, text: string): void {
  const isValid = schemaValidator(schema);
  if (isValid(JSON.parse(text))) return;
  throw new Error(`not as ${schema}.schema.json says: ${JSON.stringify(isValid.errors?.[0])} in ${text}`);
}

function compile(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true }).addVocabulary([...editorKeywords]);
  for (const file of readdirSync(folder)) {
    ajv.addSchema(JSON.parse(readFileSync(path.join(folder, file), 'utf8')), file);
  }
  return ajv;
}
