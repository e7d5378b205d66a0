import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './artifacts.ts';

/** The license texts of packages that name their license and do not contain its text. */
export function missingLicense(name: string): string | undefined {
  if (!name.startsWith('@bufbuild/')) return undefined;
  const apache = readFileSync(path.join(root, 'LICENSE'), 'utf8').trim();
  const google = name === '@bufbuild/protobuf' ? ['Parts of it:', googleLicense()] : [];
  return ['Copyright 2021-2026 Buf Technologies, Inc.', apache, ...google].join('\n\n');
}

/** The head of the file that Google's code is in. */
function googleLicense(): string {
  const file = path.join(root, 'node_modules/@bufbuild/protobuf/dist/esm/wire/varint.js');
  const head = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => /^\/\/ ?(.*)$/.exec(line)?.[1]);
  return head.slice(0, head.indexOf(undefined)).join('\n');
}
