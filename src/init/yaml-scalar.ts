/** A plain name as a YAML scalar of type string: `on` and `1.0` need quotes. */
export function yamlScalar(word: string): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9._-]*$/.test(word);
  return isPlain && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(word) ? word : `'${word}'`;
}
