/**
 * Whether a worker hid a value when it was read. Apache Connect never does; managed and patched workers answer a
 * run of asterisks in place of a password (Connect REST contract 16), and `[hidden]` is how Kafka itself prints one.
 * Such a value can be neither compared nor written back.
 */
export function isMasked(value: string | undefined): boolean {
  if (value === undefined || (value[0] !== '*' && value[0] !== '[')) return false;
  return /^(?:\*{4,}|\[hidden\])$/.test(value);
}
