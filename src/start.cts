#!/usr/bin/env node
// The entry point of the program. It answers --version and --help itself, from texts that the build prepares, because
// loading the program takes several times as long. For everything else it loads the program.
const { writeSync } = require('node:fs') as typeof import('node:fs');
const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');

interface Texts {
  readonly version: string;
  /** By the name of the command; the help of the program has the empty name. */
  readonly help: Readonly<Record<string, string>>;
}

if (!answered(process.argv.slice(2))) {
  // undici parses HTTP in WebAssembly. Optimizing that code takes several times as long as all the parsing, and delays
  // the exit of the process. These versions of Node have the flag.
  if (/^v2[0-4]\./.test(process.version)) setFlagsFromString('--liftoff-only');
  // @ts-expect-error: the build produces it from bin.ts
  void import('./main.js');
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
