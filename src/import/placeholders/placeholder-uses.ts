import { findSecrets } from '../../model/redaction/find-secrets.ts';
import { saysSecretOf } from '../../model/redaction/secret-key-name.ts';
import type { Span } from '../../model/span.ts';
import type { FoundConnectorConfig, FoundValue } from '../formats/found-connector.ts';
import { findPlaceholders } from './find-placeholders.ts';

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

/** The variables of the placeholders in a connector, one for each placeholder. */
export function placeholderNames(connector: FoundConnectorConfig): readonly string[] {
  const { name, config } = usesOf(connector);
  return [...name, ...[...config.values()].flat()].flatMap((part) =>
    part.kind === 'use' && part.scope === undefined ? [part.name] : [],
  );
}

/** Whether a use is secret depends on the whole value: a password in a URL is, its host is not. */
function partsOf(key: string, value: FoundValue, isExpanded: boolean): readonly UsePart[] {
  const texts = value.map((part) => (part.kind === 'text' ? part.text : `\${${part.name}}`));
  const whole = texts.join('');
  const isSecretKey = key !== 'name' && saysSecretOf(key, whole);
  const { spans } = findSecrets(whole);
  let offset = 0;
  return value.flatMap((part, index): readonly UsePart[] => {
    const start = offset;
    offset += texts[index]?.length ?? 0;
    const placeOf = (span: Span) => {
      if (key === 'name') return 'name' as const;
      const isSecret = isSecretKey || spans.some((one) => one.start < span.end && one.end > span.start);
      return isSecret ? ('secret' as const) : ('value' as const);
    };
    if (part.kind === 'text') return isExpanded ? [part] : partsOfText(key, part.text, { start, placeOf });
    const { name, scope } = part;
    const written = texts[index] ?? '';
    const place = placeOf({ start, end: offset });
    return [{ kind: 'use', name, written, scope, default: undefined, place }];
  });
}

function partsOfText(
  key: string,
  text: string,
  { start, placeOf }: { readonly start: number; readonly placeOf: (span: Span) => VariableUse['place'] },
): readonly UsePart[] {
  const parts: UsePart[] = [];
  let done = 0;
  for (const found of findPlaceholders(key, text)) {
    const place = placeOf({ start: start + found.start, end: start + found.end });
    const written = text.slice(found.start, found.end);
    parts.push({ kind: 'text', text: text.slice(done, found.start) });
    parts.push({ kind: 'use', name: found.name, written, default: found.default, scope: undefined, place });
    done = found.end;
  }
  parts.push({ kind: 'text', text: text.slice(done) });
  return parts.filter((part) => part.kind === 'use' || part.text !== '');
}
