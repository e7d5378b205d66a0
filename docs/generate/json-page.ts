import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { code, prose, table } from './markdown.ts';

const folder = path.resolve(import.meta.dirname, '../../schemas');

interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
}

type Schemas = ReadonlyMap<string, Schema>;

/** The page of the JSON formats: what each schema is for, and its top-level fields. */
export async function jsonPage(): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.schema.json')).sort();
  const schemas: Schemas = new Map(
    await Promise.all(
      files.map(async (file) => [file, JSON.parse(await readFile(path.join(folder, file), 'utf8'))] as const),
    ),
  );
  return [
    '# JSON\n',
    'Every JSON output and every file of connect-sync has a schema (JSON Schema draft 2020-12), which the package contains. Within one `version`, fields are only added.\n',
    table(
      ['schema', 'describes'],
      [...schemas].map(([file, { title = file, description = '' }]) => [
        `[${prose(title)}](#${anchorOf(title)})`,
        prose(firstSentence(description)),
      ]),
    ),
    ...[...schemas].map(([file, schema]) => section(file, schema, schemas)),
  ].join('\n');
}

function section(file: string, schema: Schema, schemas: Schemas): string {
  const variants = variantsOf(schema, file, schemas);
  return [
    `## ${schema.title ?? file}\n`,
    `${prose(schema.description ?? '')} Schema: [\`schemas/${file}\`](../../schemas/${file}).\n`,
    ...variants.map((variant) => fieldTable(variant, file, schemas)),
  ].join('\n');
}

interface Variant {
  readonly title: string | undefined;
  readonly schema: Schema;
}

/** The forms that a document can have: one, or those of `oneOf`. */
function variantsOf(schema: Schema, file: string, schemas: Schemas): readonly Variant[] {
  const forms = schema.oneOf ?? schema.anyOf;
  if (!forms || schema.properties) return [{ title: undefined, schema }];
  return forms.map((form) => {
    const found = resolved(form, file, schemas);
    return { title: found.title, schema: found };
  });
}

function fieldTable({ title, schema }: Variant, file: string, schemas: Schemas): string {
  const note = title === undefined ? '' : `**${prose(title)}** ${prose(schema.description ?? '')}\n\n`;
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== '$schema')
    .map(([name, field]) => {
      const found = { ...resolved(field, file, schemas), ...field };
      const shown = `${code(name)}${required.has(name) ? '' : ' (optional)'}`;
      return [shown, typeOf(found), prose(firstSentence(found.description ?? found.title ?? ''))];
    });
  return rows.length === 0 ? note : `${note}${table(['field', 'type', 'meaning'], rows)}`;
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((one) => code(JSON.stringify(one))).join(', ');
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (type) return type.join(' or ');
  return schema.properties ? 'object' : '';
}

function resolved(schema: Schema, file: string, schemas: Schemas): Schema {
  if (schema.$ref === undefined) return schema;
  const [other = '', pointer = ''] = schema.$ref.split('#');
  const target = other === '' ? file : path.posix.basename(other);
  const name = pointer.split('/').at(-1) ?? '';
  const found = name === '' ? schemas.get(target) : schemas.get(target)?.$defs?.[name];
  if (!found) throw new Error(`${file}: ${schema.$ref} leads nowhere`);
  return resolved(found, target, schemas);
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s[A-Z`]|$)/s.exec(text)?.[0] ?? text;
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
