import type { UpgradeFinding } from './upgrade-finding.ts';

/** The findings about one connector, by how they were found. */
export interface FoundFor {
  /** Classes that the target does not list. */
  readonly missing: readonly UpgradeFinding[];
  /** The objections of the target; undefined: it did not validate the connector. */
  readonly refused: readonly UpgradeFinding[] | undefined;
  /** Classes that the target lists and cannot load, as far as no validation showed it. */
  readonly unloaded: readonly UpgradeFinding[];
  readonly versions: readonly UpgradeFinding[];
  /** From the table of what the worker itself changes. */
  readonly breaks: readonly UpgradeFinding[];
  readonly keys: readonly UpgradeFinding[];
}

/**
 * One finding for each problem: the same key can be the subject of the table, of the target's validation and of a
 * comparison of definitions. The table says most; then the target; and what the target accepted is no error, whatever
 * the definitions say.
 */
export function combineFindings({
  missing,
  refused,
  unloaded,
  versions,
  breaks,
  keys,
}: FoundFor): readonly UpgradeFinding[] {
  const isAccepted = refused?.length === 0;
  const classes = distinct([...(isAccepted ? [] : missing), ...ofKind(refused ?? [], 'class-missing')]);
  const isGone = classes.some((one) => one.keys.includes('connector.class'));
  const found: UpgradeFinding[] = [...classes];
  const add = (more: readonly UpgradeFinding[]) => {
    const covered = new Set(found.flatMap((one) => one.keys));
    found.push(...more.filter((one) => one.keys.length === 0 || !one.keys.every((key) => covered.has(key))));
  };
  add(breaks);
  if (isGone) return found;
  add(unloaded);
  add(versions);
  add(
    (refused ?? []).filter(
      ({ kind }) => kind !== 'class-missing' && !(kind === 'version-range' && versions.length > 0),
    ),
  );
  add(refused ? keys.flatMap((one) => unlessAccepted(one)) : keys);
  return found;
}

/** The target validated the connector and did not object to the key. */
function unlessAccepted(finding: UpgradeFinding): readonly UpgradeFinding[] {
  if (finding.level !== 'refused') return [finding];
  return finding.kind === 'key-type' ? [{ ...finding, level: 'changes' }] : [];
}

function ofKind(
  findings: readonly UpgradeFinding[],
  kind: UpgradeFinding['kind'],
): readonly UpgradeFinding[] {
  return findings.filter((one) => one.kind === kind);
}

/** The list of plugins and the validation report the same class; the list knows the nearest one. */
function distinct(findings: readonly UpgradeFinding[]): readonly UpgradeFinding[] {
  const byKeys = new Map<string, UpgradeFinding>();
  for (const one of findings) {
    const id = one.keys.join(' ');
    if (!byKeys.has(id)) byKeys.set(id, one);
  }
  return [...byKeys.values()];
}
