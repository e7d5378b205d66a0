import { parseArgs } from 'node:util';
import { handleWorkerCommand } from './worker-command.ts';

const usage = `Real Kafka Connect workers on this machine.

npm run worker -- start [--connect-version 4.3.0] [--workers 1] [--port 8083]
npm run worker -- stop  [--connect-version 3.9.1]
npm run worker -- status`;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      'connect-version': { type: 'string' },
      workers: { type: 'string' },
      port: { type: 'string' },
    },
  });
  const [command, ...rest] = positionals;
  if (rest.length > 0) throw new TypeError(`unexpected argument: ${rest.join(' ')}`);
  const lines = await handleWorkerCommand({
    command,
    version: values['connect-version'],
    workers: values.workers,
    port: values.port,
  });
  for (const line of lines) console.log(line);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(`worker: ${error.message}`);
  if (error instanceof TypeError) console.error(`\n${usage}`);
  process.exitCode = error instanceof TypeError ? 64 : 1;
}
