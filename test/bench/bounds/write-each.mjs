// The bound of many writes: what people do without connect-sync, one request after the other, each when the one before
// is answered. No validation, no read of the result. Arguments: PUT or DELETE, the worker's URL, a JSON file of
// configurations by name.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const [method, url, file] = process.argv.slice(2);
for (const [name, config] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
  const resource = `${url}/connectors/${name}`;
  const answer = await (method === 'PUT'
    ? fetch(`${resource}/config`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(config),
      })
    : fetch(resource, { method }));
  if (!answer.ok) throw new Error(`${method} ${name}: ${answer.status} ${await answer.text()}`);
}
