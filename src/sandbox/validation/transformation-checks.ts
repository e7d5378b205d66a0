import { nullPointer } from './failure.ts';
import type { Objection, ValueCheck } from './key-definition.ts';

const schemaTypes = 'INT8,INT16,INT32,INT64,FLOAT32,FLOAT64,BOOLEAN,STRING,BYTES,ARRAY,MAP,STRUCT'.split(',');
const castTypes = schemaTypes.slice(0, 8);

/** The `spec` of Cast: `field:type` for fields, or one type for the whole value. */
export const castSpec: ValueCheck = (value) => {
  const mappings = value === null ? [] : [value].flat();
  if (mappings.length === 0) return { message: 'Must specify at least one field to cast.' };
  let whole = 0;
  for (const mapping of mappings) {
    const parts = partsOf(mapping);
    if (parts.length > 2) return badMapping(mappings, mapping);
    if (parts.length === 1) whole += 1;
    const objection = badType((parts.at(-1) ?? '').trim());
    if (objection) return objection;
  }
  if (whole === 0 || mappings.length === 1) return undefined;
  return {
    message:
      'Cast transformations that specify a type to cast the entire value to may only specify a single cast in ' +
      'their spec',
  };
};

/** The `renames` of ReplaceField: `old:new`. */
export const renameMappings: ValueCheck = (value) => {
  if (value === null) {
    throw nullPointer('Cannot invoke "java.util.List.iterator()" because "mappings" is null');
  }
  const mappings = [value].flat();
  const bad = mappings.find((mapping) => partsOf(mapping).length !== 2);
  return bad === undefined ? undefined : `Invalid rename mapping: ${bad}`;
};

/** Java's `split` drops empty parts at the end. */
function partsOf(mapping: string): readonly string[] {
  return mapping === '' ? [''] : mapping.replace(/(?<!:):+$/, '').split(':');
}

// Cast names the key of another transformation here.
function badMapping(mappings: readonly string[], mapping: string): Objection {
  const list = mappings.join(', ');
  return {
    message: `Invalid value [${list}] for configuration renames: Invalid rename mapping: ${mapping}`,
  };
}

function badType(type: string): Objection | undefined {
  const name = type.toUpperCase();
  if (castTypes.includes(name)) return undefined;
  if (schemaTypes.includes(name)) {
    const supported = castTypes.join(', ');
    return {
      message: `Cast transformation does not support casting to ${name}; supported types are [${supported}]`,
    };
  }
  const constant = `No enum constant org.apache.kafka.connect.data.Schema.Type.${name}`;
  return {
    message:
      `Invalid value java.lang.IllegalArgumentException: ${constant} for configuration Invalid type found in ` +
      `casting spec: ${type}`,
  };
}
