import process from 'node:process';

// With CONNECT_SYNC_SEED in the environment every property draws the same worlds in every run. Not loaded without it:
// most test files have no property.
const seed = process.env['CONNECT_SYNC_SEED'];
if (seed !== undefined) {
  const { configureGlobal } = await import('fast-check');
  configureGlobal({ seed: Number(seed) });
}
