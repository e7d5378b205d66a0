/**
 * Whether a path with slashes matches a glob: `*` and `?` stay within a folder, `**` stands for folders of any depth.
 * Shells expand such arguments, those of Windows do not.
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
