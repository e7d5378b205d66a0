// The bound of what reads a cluster: each of the paths once, side by side, with node's own fetch, parsed.
// Arguments: the cluster's URL, the paths.
import process from 'node:process';

const [url, ...paths] = process.argv.slice(2);
const documents = await Promise.all(
  paths.map(async (resource) => JSON.parse(await (await fetch(url + resource)).text())),
);
process.stdout.write(`${documents.map((document) => Object.keys(document).length).join(', ')}\n`);
