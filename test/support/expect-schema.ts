import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type SchemaName = 'plan' | 'event' | 'comparison' | 'import';

let validators: Readonly<Record<SchemaName, ValidateFunction>> | undefined;

/**
 * Holds what a command with `-f json` printed to the published schemas: one document of plan, drift, import and
 * render --against, each line of apply and restore. Every run of every test goes through it.
 *
 * @throws Error that names the first place that is not as the schema says
 */
export function expectSchema(args: readonly string[], stdout: string): void {
  if (!asksForJson(args) || stdout === '') return;
  if (args[0] === 'plan' || args[0] === 'drift') check('plan', stdout);
  if (args[0] === 'import') check('import', stdout);
  if (args[0] === 'render' && args.includes('--against')) check('comparison', stdout);
  if (args[0] === 'apply' || args[0] === 'restore') {
    for (const line of stdout.trimEnd().split('\n')) check('event', line);
  }
}

function asksForJson(args: readonly string[]): boolean {
  return args.some((word, index) => word === 'json' && /^(?:-f|--format)$/.test(args[index - 1] ?? ''));
}

function check(schema: SchemaName, text: string): void {
  validators ??= compile();
  const isValid = validators[schema];
  if (isValid(JSON.parse(text))) return;
  throw new Error(`not as ${schema}.schema.json says: ${JSON.stringify(isValid.errors?.[0])} in ${text}`);
}

function compile() {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addSchema(read('plan'), 'plan.schema.json');
  return {
    plan: ajv.compile(read('plan')),
    event: ajv.compile(read('event')),
    comparison: ajv.compile(read('comparison')),
    import: ajv.compile(read('import')),
  };
}

function read(name: string) {
  return JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8'),
  );
}
