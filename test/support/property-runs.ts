import process from 'node:process';

/** How many worlds are tried: few in `npm test`, many in `.ci/run`. */
export const runs = Number(process.env['CONNECT_SYNC_PROPERTY_RUNS'] ?? 200);

/** Where chance begins: a failure names its seed, and with it in the environment the same worlds come again. */
export const seed = Number(process.env['CONNECT_SYNC_SEED'] ?? Date.now() % 1_000_000_000);
