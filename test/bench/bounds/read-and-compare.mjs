// The bound of a small plan: what a script of a few lines would do. It reads the cluster once with node's own fetch,
// compares it with JSON files, and writes what differs. No validation, secrets, safety checks or states.
// Arguments: the cluster's URL, the folder.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [url, folder] = process.argv.slice(2);
const live = await readCluster();
const desired = readFiles();
const lines = [...missing(), ...different(), ...stray()];
process.stdout.write(lines.length === 0 ? 'No differences.\n' : `${lines.join('\n')}\n`);

async function readCluster() {
  const answer = await fetch(`${url}/connectors?expand=info`);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const body = JSON.parse(await answer.text());
  return new Map(Object.entries(body).map(([name, { info }]) => [name, info.config]));
}

function readFiles() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => {
      const { name, config } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
      return [name, { ...config, name }];
    }),
  );
}

function missing() {
  return [...desired.keys()].filter((name) => !live.has(name)).map((name) => `+ ${name}`);
}

function stray() {
  return [...live.keys()].filter((name) => !desired.has(name)).map((name) => `- ${name}`);
}

function different() {
  return [...desired].flatMap(([name, config]) => {
    const before = live.get(name);
    if (!before) return [];
    const keys = new Set([...Object.keys(before), ...Object.keys(config)]);
    const changed = [...keys].filter((key) => before[key] !== config[key]);
    return changed.length === 0 ? [] : [`~ ${name}`, ...changed.map((key) => `    ${key}`)];
  });
}
