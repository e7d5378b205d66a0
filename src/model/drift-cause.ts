/**
 * Which side caused a difference between files and cluster, compared with a base (an earlier common state):
 * - `drift`: the cluster changed, the files still declare the base;
 * - `unapplied`: the files changed, the cluster still matches the base;
 * - `both`: both changed, differently;
 * - `unattributed`: the base has no value, or the value is a secret that cannot be compared.
 */
export type DriftCause = 'drift' | 'unapplied' | 'both' | 'unattributed';
