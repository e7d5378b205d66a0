import { findSecrets } from '../model/redaction/find-secrets.ts';
import { saysSecret, saysSecretOf } from '../model/redaction/secret-key-name.ts';
import { findPlaceholders } from './find-placeholders.ts';
import type { FoundConnectorConfig, FoundValue } from './formats/found-connector.ts';

/** A variable in a connector: a placeholder in a text, or a variable that the reader of the file found. */
export interface VariableUse {
  readonly name: string;
  /** The text in the file. */
  readonly written: string;
  /** The value if the variable is not set. */
  readonly default: string | undefined;
  /** What the reader decided; undefined for a placeholder. */
  readonly scope: 'env' | 'var' | undefined;
  /** `name`: in the name of a connector, which is shown everywhere. */
  readonly place: 'name' | 'secret' | 'value';
}

/** A part of a value: text, or a variable. */
export type UsePart =
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'use' } & VariableUse);

/** A connector with its variables. */
export interface ConnectorUses {
  readonly connector: FoundConnectorConfig;
  readonly name: readonly UsePart[];
  readonly config: ReadonlyMap<string, readonly UsePart[]>;
}

/** Finds the variables of a connector. In a text that a shell expanded, `$NAME` is literal. */
export function usesOf(connector: FoundConnectorConfig): ConnectorUses {
  const { config, writtenName, name, isExpanded } = connector;
  const isText = isExpanded === true;
  return {
    connector,
    name: partsOf('name', writtenName ?? [{ kind: 'text', text: name }], isText),
    config: new Map([...config].map(([key, value]) => [key, partsOf(key, value, isText)])),
  };
}

function partsOf(key: string, value: FoundValue, isExpanded: boolean): readonly UsePart[] {
  return value.flatMap((part): readonly UsePart[] => {
    if (part.kind === 'text') return isExpanded ? [part] : partsOfText(key, part.text);
    const { name, scope } = part;
    const place = key === 'name' ? 'name' : saysSecret(key) ? 'secret' : 'value';
    return [{ kind: 'use', name, written: `\${${name}}`, scope, default: undefined, place }];
  });
}

function partsOfText(key: string, text: string): readonly UsePart[] {
  const found = findPlaceholders(key, text);
  if (found.length === 0) return [{ kind: 'text', text }];
  const secrets = findSecrets(text).spans;
  const isSecretKey = saysSecretOf(key, text);
  const parts: UsePart[] = [];
  let done = 0;
  for (const { start, end, name, default: fallback } of found) {
    const isSecret = isSecretKey || secrets.some((span) => span.start < end && span.end > start);
    const place = key === 'name' ? 'name' : isSecret ? 'secret' : 'value';
    parts.push({ kind: 'text', text: text.slice(done, start) });
    const written = text.slice(start, end);
    parts.push({ kind: 'use', name, written, default: fallback, scope: undefined, place });
    done = end;
  }
  parts.push({ kind: 'text', text: text.slice(done) });
  return parts.filter((part) => part.kind === 'use' || part.text !== '');
}
