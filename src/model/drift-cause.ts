/**
 * Which side made a difference between the files and a cluster, told by what both once were (the base):
 * - `drift`: the cluster was changed, the files still wish for the base;
 * - `unapplied`: the files were changed, the cluster still is as the base;
 * - `both`: both were changed, and not alike;
 * - `unattributed`: the base does not say, or its value is a secret that nobody may compare.
 */
export type DriftCause = 'drift' | 'unapplied' | 'both' | 'unattributed';
