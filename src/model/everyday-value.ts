/**
 * Whether a value may occur elsewhere by coincidence: a number, a word, a region, a host, a path, a URL. A known
 * secret of this kind (many a password is `postgres`) is no reason to mask another value that contains it.
 */
export function isEveryday(value: string): boolean {
  const text = value.trim();
  if (text.length < shortestDistinctive) return true;
  return everyday.some((pattern) => pattern.test(text));
}

const shortestDistinctive = 8;

const everyday = [
  // Numbers, dates, versions, addresses.
  /^[\d.:,T_+-]{1,64}Z?$/,
  // A word or a class name, with a few digits behind it.
  /^[A-Za-z]{1,20}\d{0,4}$/,
  // A short name: orders-v2, debezium-a1.
  /^(?=.{1,12}$)[a-z]{1,10}\d{0,3}[-_][a-z]{0,10}\d{0,3}$/,
  // A region of a cloud: eu-central-1, us-gov-west-1.
  /^[a-z]{2}(?:-[a-z]{3,10}){1,2}-?\d$/,
  // Hosts with or without a port, and names with dots, such as those of classes.
  /^[a-z][a-z0-9-]{0,40}:\d{2,5}$/,
  /^[a-z][a-z0-9-]{0,40}(?:\.[A-Za-z][A-Za-z0-9-]{0,40}){1,8}(?::\d{2,5})?$/,
  // A path; a URL without anything secret.
  /^\.{0,2}(?:\/[A-Za-z_.-]{1,40}\d{0,4}){1,20}\/?$/,
  /^[a-z][a-z+.-]{1,20}:(?:[a-z]{1,20}:)?\/\/[\w.:-]{1,253}(?:\/[\w./-]{0,200})?$/,
];
