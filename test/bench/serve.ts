import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import process from 'node:process';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import { seedsOf } from './connectors.ts';
import type { ServeOptions, Traffic } from './worker-process.ts';

// A sandbox in a process of its own, for benches: it says where it listens, and on every message what it served since
// the last one.

const options = JSON.parse(process.argv[2] ?? '{}') as ServeOptions;
const sockets = new Set<Socket>();
subscribe('http.server.request.start', (message) => {
  sockets.add((message as { readonly socket: Socket }).socket);
});

const sandbox = await startSandbox({
  port: 0,
  connectVersion: '3.9',
  anyClass: true,
  clock: realClock(),
  pace: 0.01,
});
sandbox.worker.seed(seedsOf(options));
if (options.delayMilliseconds > 0) {
  const effect = { kind: 'delay', milliseconds: options.delayMilliseconds } as const;
  sandbox.worker.inject({ times: Number.POSITIVE_INFINITY, effect });
}
let before = { bytes: 0, cpu: process.cpuUsage() };
process.on('message', () => process.send?.(take()));
process.on('disconnect', () => process.exit());
process.send?.({ url: sandbox.url });

function take(): Traffic {
  const bytes = [...sockets].reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
  const { user, system } = process.cpuUsage(before.cpu);
  const traffic = {
    requests: sandbox.requests.map(({ method, path }) => `${method} ${path}`),
    bytes: bytes - before.bytes,
    cpuMilliseconds: (user + system) / 1000,
  };
  before = { bytes, cpu: process.cpuUsage() };
  sandbox.clearRequests();
  return traffic;
}
