/**
 * Whether a YAML 1.1 or 1.2 parser that converts plain scalars to other types would change the text: `007`, `1e3`,
 * `64.0`, `yes`, `~`, `0x1F`, `1_000`, `12:30`, dates. Integers, decimals without trailing zeros, `true` and `false`
 * keep their text and need no quotes.
 */
export function looksTyped(text: string): boolean {
  if (/^(?:true|false|0|-?[1-9]\d{0,14})$/.test(text)) return false;
  if (/^-?(?:0|[1-9]\d{0,7})\.\d{0,6}[1-9]$/.test(text)) return false;
  return typed.some((pattern) => pattern.test(text));
}

const typed = [
  /^(?:~|null|true|false|y|yes|n|no|on|off|<<|=)?$/i,
  /^[-+]?(?:\d[\d_]*)?(?:\.[\d_]*)?(?:e[-+]?\d+)?$/i,
  /^[-+]?0(?:x[\da-f_]+|[bo][\d_]+)$/i,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^[-+]?\.(?:inf|nan)$/i,
  /^\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?$/,
];
