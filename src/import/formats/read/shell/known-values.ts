import { unreservedName } from '../../../../model/environment-names.ts';
import {
  type FoundConnectorConfig,
  type FoundValue,
  filledIn,
  type ValuePart,
} from '../../found-connector.ts';
import type { FoundConnectorFile } from '../found-file.ts';

type Known = ReadonlyMap<string, string>;

/**
 * Replaces variables that the script sets by their values, except in names, where they stay variables with the value of
 * the script. A variable of the environment in a name becomes `${var.NAME}`, because names cannot refer to the
 * environment.
 */
export function withKnownValues(read: FoundConnectorFile, known: Known): FoundConnectorFile {
  const named = read.connectors.map((one) => nameOf(one, known));
  const used = new Set(
    named.flatMap(({ writtenName = [] }) => writtenName.map((part) => part.kind === 'variable' && part.name)),
  );
  const connectors = read.connectors.map((one, index) => ({
    ...one,
    ...named[index],
    config: new Map([...one.config].map(([key, value]) => [key, settled(value, known)])),
  }));
  return {
    ...read,
    connectors,
    variables: new Map([...read.variables, ...[...known].filter(([name]) => used.has(name))]),
  };
}

function nameOf({ name, writtenName }: FoundConnectorConfig, known: Known) {
  return writtenName ? nameWith(writtenName, known) : { name, writtenName };
}

/** A name with the known values; a name that is a variable as a whole is its value. */
export function nameWith(
  written: FoundValue,
  known: Known,
): Pick<FoundConnectorConfig, 'name' | 'writtenName'> {
  const parts = written.map(
    (part): ValuePart => (part.kind === 'variable' ? { ...part, scope: 'var' } : part),
  );
  const [only, other] = parts;
  const isText = parts.every(({ kind }) => kind === 'text');
  const isKnown = only?.kind === 'variable' && !other && known.has(only.name);
  const values = new Map([...known].map(([name, value]) => [`var.${name}`, value]));
  return { name: filledIn(parts, values), writtenName: isText || isKnown ? undefined : parts };
}

function settled(value: FoundValue, known: Known): FoundValue {
  const parts: ValuePart[] = [];
  for (const part of value) {
    const text = part.kind === 'text' ? part.text : part.scope === 'var' ? known.get(part.name) : undefined;
    const before = parts.at(-1);
    if (text === undefined)
      parts.push(part.kind === 'variable' ? { ...part, name: unreservedName(part.name) } : part);
    else if (before?.kind === 'text') parts[parts.length - 1] = { ...before, text: before.text + text };
    else parts.push({ kind: 'text', text });
  }
  return parts;
}
