/** A media type of a header: `application/json;q=0.5`. */
export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  /** In the order of the header, names in lower case. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const token = "[!#$%&'*+.^_`|~\\w-]+";
const parameter = new RegExp(`^\\s*(${token})\\s*=\\s*("[^"]*"|${token})\\s*$`);

/** The media types of an `Accept` header, or undefined where Jersey cannot read it. */
export function parseAccept(header: string): readonly MediaType[] | undefined {
  const types = header.split(',').map((part) => parseMediaType(part, 'optional'));
  const read = types.filter((type) => type !== undefined);
  const isReadable = read.length === types.length && read.every(hasValidQuality);
  return isReadable ? read : undefined;
}

/** A media type, or undefined where it is malformed. `subtype`: whether `text` alone is one, as in `Accept`. */
export function parseMediaType(header: string, subtype: 'required' | 'optional'): MediaType | undefined {
  const [range = '', ...rest] = header.split(';');
  const parts = new RegExp(`^\\s*(${token})(?:\\s*/\\s*(${token}))?\\s*$`).exec(range);
  if (!parts) return undefined;
  if (parts[2] === undefined && subtype === 'required') return undefined;
  const parameters = rest.filter((text) => text.trim() !== '').map((text) => parameter.exec(text));
  const read = parameters.filter((found) => found !== null);
  if (read.length < parameters.length) return undefined;
  return {
    type: (parts[1] ?? '').toLowerCase(),
    subtype: (parts[2] ?? '*').toLowerCase(),
    parameters: read.map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  };
}

/** The parameters of a media type that are no quality, as the answer repeats them. */
export function printParameters({ parameters }: MediaType): string {
  return parameters
    .filter(([name]) => name !== 'q')
    .map(([name, value]) => `;${name}=${value}`)
    .join('');
}

function hasValidQuality({ parameters }: MediaType): boolean {
  const quality = parameters.find(([name]) => name === 'q')?.[1];
  return quality === undefined || /^(0(\.\d*)?|1(\.0*)?)$/.test(quality);
}
