/** What is written beside connector files and does not belong into Git. */
const patterns: readonly string[] = [
  '.env*',
  '!.env.example',
  'plan*.json',
  '.connect-sync/backups/',
  '.connect-sync/saved-plans/',
];

const title = '# connect-sync: secrets, saved plans and backups';

/** The file that keeps secrets, saved plans and backups out of Git. An existing one gets the lines that it lacks. */
export const gitIgnoreFile = {
  path: '.gitignore',
  text: block(patterns),
  purpose: 'keeps secrets, saved plans and backups out of Git',
  extended,
  lacks: (existing: string) => extended(existing) && `add the lines  ${patterns.join('  ')}`,
};

/** The existing text with the missing lines; undefined if it has all of them. */
function extended(existing: string): string | undefined {
  const lines = existing.split(/\r?\n/).map(normalized);
  const missing = patterns.filter((pattern) => !lines.includes(normalized(pattern)));
  if (missing.length === 0) return undefined;
  const lineEnd = existing.includes('\r\n') ? '\r\n' : '\n';
  const added = block(missing).replaceAll('\n', lineEnd);
  // The last matching line of a .gitignore decides: exceptions that are there must stay in force.
  if (lines.some((line) => line.startsWith('!') && line !== '!.env.example'))
    return `${added}${lineEnd}${existing}`;
  const gap = existing === '' ? '' : existing.endsWith('\n') ? lineEnd : lineEnd + lineEnd;
  return `${existing}${gap}${added}`;
}

function normalized(line: string): string {
  return line
    .trim()
    .replace(/^(!?)\//, '$1')
    .replace(/\/$/, '');
}

function block(lines: readonly string[]): string {
  return [title, ...lines, ''].join('\n');
}
