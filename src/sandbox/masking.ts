import { ConnectSyncError } from '../model/error.ts';
import type { StringMap } from './http/jackson.ts';
import type { KeyDefinition } from './validation/key-definition.ts';

/**
 * How a worker hides secrets: as Confluent Cloud does (`asterisks`), as web consoles (`bullets`), Kafka's own Password
 * (`hidden`) and log filters (`redacted`) do; `parts`: of a URL or a JAAS line only the password, whatever its key.
 */
export type MaskStyle = 'asterisks' | 'bullets' | 'hidden' | 'redacted' | 'parts';

const masks = {
  asterisks: '****************',
  bullets: '••••••••',
  hidden: '[hidden]',
  redacted: '<redacted>',
  parts: '****',
} as const satisfies Record<MaskStyle, string>;

/** All styles, in the order of the help. */
export const maskStyles = Object.keys(masks) as readonly MaskStyle[];

/** Hides the secrets of configurations in answers; the worker itself keeps and runs the real ones. */
export interface Masking {
  /** A configuration as it is answered, given the keys that its plugin defines. */
  config(config: StringMap, keys: readonly KeyDefinition[]): StringMap;
  /** One value as it is answered. */
  value(value: string | null, key: Pick<KeyDefinition, 'name' | 'type'>): string | null;
}

/**
 * Masks the keys of type PASSWORD and those whose names say that they are secret, as managed workers and gateways do.
 * Empty values are shown.
 *
 * @throws ConnectSyncError `invalid-argument` for an unknown style
 */
export function makeMasking(style: MaskStyle | undefined): Masking {
  if (style === undefined) return { config: (config) => config, value: (value) => value };
  if (!maskStyles.includes(style)) {
    throw new ConnectSyncError({
      code: 'invalid-argument',
      message: `the sandbox cannot mask with ${String(style)}. Expected one of: ${maskStyles.join(', ')}.`,
      category: 'usage',
    });
  }
  const value: Masking['value'] = (text, { name, type }) => {
    if (text === null || text === '') return text;
    const shown = style === 'parts' ? withoutPasswords(text) : text;
    return shown === text && (type === 'PASSWORD' || secretName.test(name)) ? masks[style] : shown;
  };
  return {
    value,
    config: (config, keys) => {
      const types = new Map(keys.map((key) => [key.name, key.type]));
      return new Map(
        [...config].map(([name, text]) => [name, value(text, { name, type: types.get(name) ?? 'STRING' })]),
      );
    },
  };
}

const secretName =
  /(?:password|passwd|passphrase|secret|credential|token|jaas\.config|api\.?key|private\.key)s?$/i;

/** A text with the passwords of URLs and options masked. */
function withoutPasswords(text: string): string {
  return text
    .replace(/(\bpassword\s?=\s?["']?)[^\s"';&]+/gi, `$1${masks.parts}`)
    .replace(/(:\/\/[^\s:/@]*:)[^\s/@]+@/g, `$1${masks.parts}@`);
}
