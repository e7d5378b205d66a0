#!/usr/bin/env node
// The entry point of the program. It answers --version and --help itself, from texts that the build prepares, because
// loading the program takes several times as long. For everything else it loads the program.
const { existsSync, lstatSync, mkdirSync, writeSync } = require('node:fs') as typeof import('node:fs');
const nodeModule = require('node:module') as typeof import('node:module') & {
  // From Node 22 on.
  readonly enableCompileCache?: (folder: string) => unknown;
};
const path = require('node:path') as typeof import('node:path');
const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');

interface Texts {
  readonly version: string;
  /** By the name of the command; the help of the program has the empty name. */
  readonly help: Readonly<Record<string, string>>;
}

/** A flag that a version of Node does not know would be an error on stderr. */
const knowsFlags = /^v2[0-6]\./.test(process.version);

if (!answered(process.argv.slice(2))) {
  // undici parses HTTP in WebAssembly. Optimizing that code takes several times as long as all the parsing, and delays
  // the exit of the process.
  if (knowsFlags) setFlagsFromString('--liftoff-only');
  if (knowsFlags && process.argv.includes('reconcile')) keepHeapSmall();
  keepCompiled();
  surviveHangup(process.argv[2]);
  // @ts-expect-error: the build produces it from bin.ts
  void import('./main.js');
}

/**
 * The controller runs for months on a machine that it shares, so it collects garbage when its heap has grown by a tenth.
 * By default V8 waits until it is several times as large as what is in use, and gives new objects 48 MB of their own.
 * This costs a few per cent of the time of a run, and limits nothing: a project may be of any size. When all runs have
 * ended, it collects what they left (cli/collect-garbage).
 */
function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=10');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--expose-gc');
}

function answered(words: readonly string[]): boolean {
  const text = words.length <= 2 && words.some(asksForText) ? textFor(words) : undefined;
  if (text === undefined) return false;
  try {
    // If the text cannot be written at once, the program prints it: it can wait, and report errors.
    return writeSync(1, text) === Buffer.byteLength(text);
  } catch {
    return false;
  }
}

function asksForText(word: string): boolean {
  return ['-V', '--version', '-h', '--help', 'help'].includes(word);
}

function textFor([first = '', second]: readonly string[]): string | undefined {
  // The build produces it.
  const { version, help } = require('./texts.json') as Texts;
  if (second === undefined) {
    if (first === '-V' || first === '--version') return version;
    return help[''];
  }
  if (first === 'help') return own(help, second);
  return second === '-h' || second === '--help' ? own(help, first) : undefined;
}

function own(help: Texts['help'], name: string): string | undefined {
  return name !== '' && Object.hasOwn(help, name) ? help[name] : undefined;
}

/**
 * A SIGHUP asks `reconcile` for a run, and ends a process that does not handle it. The program handles it once it is
 * loaded; one that arrives before, as from `systemctl reload` right after a start, asks for the run that follows anyway.
 */
function surviveHangup(command: string | undefined): void {
  if (command === 'reconcile' && process.platform !== 'win32') process.on('SIGHUP', () => undefined);
}

/**
 * Has Node keep what V8 compiles, which saves a tenth of the time of a plan. Afterwards the flags of V8 must not change.
 * Not in CI, where writing it costs more than one run saves, and not on Windows, where owners are not numbers.
 */
function keepCompiled(): void {
  const { CI, HOME, NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env;
  // The executable contains what is compiled of it.
  if (process.getBuiltinModule?.('node:sea')?.isSea()) return;
  if (!nodeModule.enableCompileCache || CI || NODE_COMPILE_CACHE || NODE_DISABLE_COMPILE_CACHE) return;
  const caches = [XDG_CACHE_HOME, HOME && path.join(HOME, '.cache')].find(
    (each) => each && path.isAbsolute(each),
  );
  if (!caches || !process.getuid) return;
  const folder = path.join(caches, 'connect-sync');
  try {
    // Not `recursive`, which never ends below /proc.
    for (const each of [caches, folder]) if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
    if (isOwn(folder, process.getuid())) nodeModule.enableCompileCache(path.join(folder, 'compiled'));
  } catch {
    // A home that is read-only, or none at all: the program runs without.
  }
}

/** What is in the cache is run: nobody else may be able to write or replace it. */
function isOwn(folder: string, user: number): boolean {
  const found = lstatSync(folder);
  const isSafe = found.isDirectory() && found.uid === user && (found.mode & 0o022) === 0;
  return isSafe && parentsOf(folder).every((parent) => isHeldBy(parent, user));
}

/** Of root or the user, and writable for nobody else, unless only owners may rename in it, as in /tmp. */
function isHeldBy(folder: string, user: number): boolean {
  const { uid, mode } = lstatSync(folder);
  return (uid === user || uid === 0) && ((mode & 0o022) === 0 || (mode & 0o1000) !== 0);
}

function parentsOf(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [] : [parent, ...parentsOf(parent)];
}
