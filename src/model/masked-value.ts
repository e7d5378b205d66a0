/**
 * Whether a worker masked a value. Apache Connect never does; managed and patched workers return asterisks instead of a
 * password (Connect REST contract 16), and Kafka prints one as `[hidden]`. Such a value can be neither compared nor
 * written back.
 */
export function isMasked(value: string | undefined): boolean {
  if (value === undefined || (value[0] !== '*' && value[0] !== '[')) return false;
  return /^(?:\*{4,}|\[hidden\])$/.test(value);
}
