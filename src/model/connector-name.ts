declare const brand: unique symbol;

/**
 * A name that every worker version can reach through a URL. A worker accepts nearly any text, but names with
 * `/ % \ ; { }` are then unreachable or reach another connector (Connect REST contract 9).
 */
export type ConnectorName = string & { readonly [brand]: 'ConnectorName' };

/** Whether requests with this name reach this connector on every worker; others are shown and left alone. */
export function isConnectorName(text: string): text is ConnectorName {
  return text !== '' && text !== '.' && text !== '..' && text.isWellFormed() && !unsafe.test(text);
}

const unsafe = /[/%\\;{}\p{Cc}]/u;

/** What makes a name unusable, for messages. */
export const unsafeNameRule =
  'a name with / % \\ ; { } or a control character, and "." or "..", cannot be used in a URL';

/** Whether a worker that gets the name in a POST creates the connector under another one: it trims blanks. */
export function hasOuterBlanks(name: string): boolean {
  return name.startsWith(' ') || name.endsWith(' ');
}

/**
 * A name as a file name without its extension: itself where every file system accepts it. Other characters become
 * `%XX`, which no connector name contains; a long name ends in a hash, so that two names never become one.
 */
export function toFileStem(name: string): string {
  const stem = name.replace(unsafeInFiles, percentEncoded);
  const visible = device.test(stem) ? `_${stem}` : stem;
  if (Buffer.byteLength(visible) <= longestStem) return visible;
  const hash = hashOf(name);
  return `${firstBytes(visible, longestStem - hash.length - 1)}~${hash}`;
}

/** What Windows refuses in a name, and blanks where nobody sees them. */
const unsafeInFiles = /[:?*"<>|]|^ | $/g;

/** Names of Windows devices, with any extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Many file systems limit names to 255 bytes, which includes prefix, suffix and extension. */
const longestStem = 180;

/** `encodeURIComponent` leaves `*` as it is. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** FNV-1a, 32 bits: nothing here is worth an attack, and the vocabulary imports nothing. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function firstBytes(text: string, limit: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit) break;
    kept += character;
  }
  return kept;
}
