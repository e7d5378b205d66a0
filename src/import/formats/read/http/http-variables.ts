import { unreservedName } from '../../../../model/environment-names.ts';
import { saysSecret } from '../../../../model/redaction/secret-key-name.ts';
import { isMap } from '../shapes/data-shape.ts';
import { markedVariable } from '../variable-mark.ts';

/** Puts quotes around variables that stand in the place of a number or a boolean, so that the text becomes JSON. */
export function quoteHttpVariables(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"?|\{\{[^{}"\n]{1,200}\}\}/gs, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
}

/** Replaces `{{name}}` in all strings of a body. */
export function fillHttpVariables(value: unknown, variables: ReadonlyMap<string, string>, key = ''): unknown {
  if (typeof value === 'string') {
    const scope = saysSecret(key) ? 'env' : 'var';
    return value.replace(reference, (whole, kind: string | undefined, name: string) => {
      if (kind !== undefined) return markedVariable('env', unreservedName(name));
      if (ofPlugins.has(name) && !variables.has(name)) return whole;
      return markedVariable(scope, scope === 'env' ? unreservedName(identifier(name)) : identifier(name));
    });
  }
  if (Array.isArray(value)) return value.map((one) => fillHttpVariables(one, variables, key));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, fillHttpVariables(one, variables, name)]),
  );
}

/** A URL with the values of variables, as far as the file sets them. */
export function nameWithVariables(url: string, variables: ReadonlyMap<string, string>): string {
  return url.replace(reference, (whole, kind: string | undefined, name: string) =>
    kind === undefined ? (variables.get(name) ?? whole) : whole,
  );
}

/** `{{name}}`, and variables of the environment: `{{$processEnv NAME}}`, `{{$dotenv NAME}}`, `{{$env.NAME}}`. */
const reference = /\{\{\s{0,5}(?:(\$(?:processEnv|dotenv|env))[\s.]%?)?([A-Za-z_][\w.-]{0,200})\s{0,5}\}\}/g;

/** Sinks of Aiven have expressions of this form in `file.name.template` and the like. */
const ofPlugins: ReadonlySet<string> = new Set(['topic', 'partition', 'start_offset', 'timestamp', 'key']);

function identifier(name: string): string {
  return name.replace(/[^\w]+/g, '_');
}
