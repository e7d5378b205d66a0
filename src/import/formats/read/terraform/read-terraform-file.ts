import { connectorsOfData } from '../connectors-of-data.ts';
import { partsOfData } from '../embedded-parts.ts';
import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  positionOf,
  unreadable,
} from '../found-file.ts';
import type { Importer } from '../importer.ts';
import { mentionsOf } from '../mentions.ts';
import type { FoundConnector, Members } from '../shapes/data-shape.ts';
import { connectorOf, terraformShow } from '../shapes/terraform-state.ts';
import { UnknownValue } from '../shapes/unknown-value.ts';
import { toFoundConnectors } from '../to-found-connectors.ts';
import { membersOf, type TerraformScope } from './evaluate.ts';
import { type Block, type Body, type Expression, HclSyntaxError } from './hcl.ts';
import { parseHcl } from './parse-hcl.ts';

/** Terraform configurations. JSON of Terraform and its state are read as data. */
export const terraformImporter: Importer = {
  format: 'Terraform',
  extensions: ['.tf', '.tfvars', '.hcl', '.tofu'],
  recognizes: ({ text }) => /^[ \t]*resource[ \t]+"[\w-]+"[ \t]+"[\w-]+"[ \t]*\{/m.test(text),
  read: readTerraformFile,
};

function readTerraformFile(file: FoundFile): FoundConnectorFile {
  try {
    return readBody(file, parseHcl(file.text));
  } catch (error) {
    if (!(error instanceof HclSyntaxError)) throw error;
    return unreadable(positionOf(file, error.offset), `invalid HCL: ${error.message}`);
  }
}

function readBody(file: FoundFile, body: Body): FoundConnectorFile {
  const scope = { ...scopeOf(body), budget: { left: 1_000_000 + 10 * file.text.length } };
  // A module creates what its arguments describe.
  const resources = body.blocks.filter(({ type }) => type === 'resource' || type === 'module');
  const read = combine([
    ...resources.map((block) => readResource(file, block, scope)),
    toFoundConnectors(file, {
      found: connectorsOfData(membersOf({ ...body, blocks: [] }, scope)),
      offset: 0,
    }),
    ...unusedLocals(file, body, scope).map((block) => notEvaluated(file, block)),
  ]);
  const isFound = read.connectors.length + read.skipped.length + read.notRead.length > 0;
  return combine([
    read,
    { ...emptyFile, variables: defaultsOf(body, scope) },
    isFound || (read.parts ?? []).length > 0 ? emptyFile : notEvaluated(file),
  ]);
}

function scopeOf({ blocks }: Body): Omit<TerraformScope, 'budget'> {
  const sensitive = blocks.filter(
    ({ type, attributes }) => type === 'variable' && isTrue(attributes.get('sensitive')),
  );
  return {
    locals: new Map(blocks.flatMap(({ type, attributes }) => (type === 'locals' ? [...attributes] : []))),
    resources: new Map(
      blocks
        .filter(({ type, attributes }) => type === 'resource' && !isRepeated(attributes))
        .map((block) => [block.labels.join('.'), block]),
    ),
    sensitive: new Set(sensitive.map(({ labels }) => labels[0] ?? '')),
  };
}

function isRepeated(attributes: Body['attributes']): boolean {
  return attributes.has('count') || attributes.has('for_each');
}

function isTrue(expression: Expression | undefined): boolean {
  return expression?.kind === 'literal' && expression.text === 'true';
}

/** The variables with a default that is text, and that are not sensitive. */
function defaultsOf({ blocks }: Body, scope: TerraformScope): ReadonlyMap<string, string> {
  return new Map(
    blocks.flatMap((block): [string, string][] => {
      const [name = ''] = block.labels;
      const value = block.type === 'variable' ? membersOf(block, scope)['default'] : undefined;
      return typeof value === 'string' && !scope.sensitive.has(name) ? [[name, value]] : [];
    }),
  );
}

function readResource(file: FoundFile, block: Block, scope: TerraformScope): FoundConnectorFile {
  const [type = '', label = type] = block.labels;
  const members = membersOf(block, scope);
  const own = connectorOf(members, { type, label, path: [] });
  const found = (own ?? connectorsOfData(members)).map((one) => withoutRepetition(one, members));
  const read = combine([
    toFoundConnectors(file, { found, offset: block.start }),
    own ? emptyFile : partsOfData(file, { data: members, offset: block.start, found }),
  ]);
  const isFound = found.length + (read.parts ?? []).length > 0;
  return isFound ? read : notEvaluated(file, block);
}

/** Locals with connectors that nothing in the file refers to: resources of other files may create them. */
function unusedLocals({ text }: FoundFile, { blocks }: Body, scope: TerraformScope): readonly Block[] {
  const isUnused = ([name, value]: [string, unknown]) =>
    !text.includes(`local.${name}`) && connectorsOfData({ [name]: value }).length > 0;
  return blocks.filter(
    (block) => block.type === 'locals' && Object.entries(membersOf(block, scope)).some(isUnused),
  );
}

/** A resource with `count` or `for_each` is several connectors. */
function withoutRepetition(one: FoundConnector, members: Members): FoundConnector {
  const key = ['for_each', 'count'].find((name) => name in members);
  if (key === undefined) return one;
  const value = new UnknownValue('a repetition of the resource', terraformShow);
  return { ...one, unknown: [{ key, value }, ...(one.unknown ?? [])] };
}

/** The connectors that a block, or the file, mentions in expressions. */
function notEvaluated(whole: FoundFile, block?: Block): FoundConnectorFile {
  const { file, text } = whole;
  const before = block ? positionOf(whole, block.start).line - 1 : 0;
  const part = block ? text.slice(block.start, block.end) : text;
  const reason = `an expression of Terraform: import the output of  ${terraformShow}  instead`;
  return {
    ...emptyFile,
    notRead: mentionsOf({ file, text: part }).map((source) => ({
      source: { ...source, line: source.line + before },
      url: undefined,
      body: undefined,
      reason,
    })),
  };
}
