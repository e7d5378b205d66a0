// What the executable runs: the modules of the program are in it, together with what V8 has compiled of them.
import { getAsset, getRawAsset } from 'node:sea';
import { debuglog } from 'node:util';
import { loadModule } from './load-module.ts';

interface Place {
  readonly start: number;
  readonly length: number;
}

const index = JSON.parse(getAsset('index', 'utf8')) as {
  readonly [file: string]: { readonly source: Place; readonly compiled?: Place };
};
const content = Buffer.from(getRawAsset('content') as ArrayBuffer);
// NODE_DEBUG=connect-sync-modules shows whether what is compiled is used.
const debug = debuglog('connect-sync-modules');

loadModule(
  {
    source: (file) => bytes(index[file]?.source)?.toString() ?? '',
    compiled: (file) => bytes(index[file]?.compiled),
    loaded: (file, script) =>
      debug(`${file}: ${script.cachedDataRejected === false ? 'compiled' : 'source'}`),
  },
  'bin.cjs',
);

function bytes(place: Place | undefined): Buffer | undefined {
  return place && content.subarray(place.start, place.start + place.length);
}
