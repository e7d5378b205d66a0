// What the executable runs: the modules of the program are in it, together with what V8 has compiled of them.

import process from 'node:process';
import { getAsset, getRawAsset } from 'node:sea';
import { debuglog } from 'node:util';
import type { Script } from 'node:vm';
import { loadModule } from './load-module.ts';

interface Place {
  readonly start: number;
  readonly length: number;
}

const index = JSON.parse(getAsset('index', 'utf8')) as {
  readonly [file: string]: { readonly source: Place; readonly compiled?: Place };
};
const content = Buffer.from(getRawAsset('content') as ArrayBuffer);

if (process.argv.length === 3 && process.argv[2] === '--licenses') {
  process.stdout.write(text('licenses.txt'));
} else {
  // NODE_DEBUG=connect-sync-modules shows whether what is compiled is used.
  const debug = debuglog('connect-sync-modules');
  const loaded = (file: string, { cachedDataRejected }: Script) =>
    debug(`${file}: ${cachedDataRejected === false ? 'compiled' : 'source'}`);
  loadModule({ source: text, compiled: (file) => bytes(index[file]?.compiled), loaded }, 'bin.cjs');
}

function text(file: string): string {
  return bytes(index[file]?.source)?.toString() ?? '';
}

function bytes(place: Place | undefined): Buffer | undefined {
  return place && content.subarray(place.start, place.start + place.length);
}
