import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** An issue as `gh` keeps it. */
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly label: string;
  readonly state: 'open' | 'closed';
  readonly body: string;
  readonly app: string;
}

/** Puts a `gh` into a folder for PATH that can do what the workflows need with issues. Returns a reader of the issues. */
export function installFakeGh(folder: string): {
  readonly issues: () => readonly Issue[];
  add(issue: Issue): void;
} {
  mkdirSync(folder, { recursive: true });
  const store = path.join(folder, 'issues.json');
  const file = path.join(folder, 'gh');
  writeFileSync(file, `#!${process.execPath}\n${program.replace('STORE', JSON.stringify(store))}`);
  chmodSync(file, 0o755);
  const issues = () => (existsSync(store) ? (JSON.parse(readFileSync(store, 'utf8')) as Issue[]) : []);
  return { issues, add: (issue) => writeFileSync(store, JSON.stringify([...issues(), issue])) };
}

/** It rejects unknown calls, and calls without a token. */
const program = `
const fs = require('node:fs');
const store = STORE;
const issues = fs.existsSync(store) ? JSON.parse(fs.readFileSync(store, 'utf8')) : [];
const [noun, verb, ...rest] = process.argv.slice(2);
const options = {}, words = [];
while (rest.length > 0) {
  const word = rest.shift();
  if (word === '--force') options.force = true;
  else if (word.startsWith('--')) options[word.slice(2)] = rest.shift();
  else words.push(word);
}
const fail = (text) => { process.stderr.write(text + '\\n'); process.exit(1); };
if (process.env.GH_TOKEN !== 'job-token') fail('no token');
const change = (number, parts) => Object.assign(issues.find((one) => one.number === Number(number)) ?? fail('no issue'), parts);
const body = () => fs.readFileSync(options['body-file'], 'utf8');
const known = {
  'issue list': () => {
    const found = issues.filter((one) => one.state === options.state && one.label === options.label && one.app === options.app);
    if (options.json !== 'number' || options.jq !== '.[0].number // empty') fail('another query');
    if (found.length > 0) console.log(found[0].number);
  },
  'issue create': () => issues.push({ number: issues.length + 1, title: options.title, label: options.label, state: 'open', body: body(), app: 'github-actions' }),
  'issue edit': () => change(words[0], { body: body() }),
  'issue close': () => change(words[0], { state: 'closed' }),
  'label create': () => options.force || fail('exists'),
};
(known[noun + ' ' + verb] ?? (() => fail('unknown: ' + noun + ' ' + verb)))();
fs.writeFileSync(store, JSON.stringify(issues));
`;
