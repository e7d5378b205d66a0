/**
 * Whether a path with slashes matches a glob: `*` and `?` stay within a folder, `**` matches folders of any depth.
 * Windows shells do not expand such arguments.
 */
export function matchesPathGlob(glob: string, path: string): boolean {
  const pattern = glob.replace(
    /\*\*\/|\*\*|[.*+?^${}()|[\]\\]/g,
    (found) => translated[found] ?? `\\${found}`,
  );
  return new RegExp(`^${pattern}$`, 's').test(path);
}

const translated: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
