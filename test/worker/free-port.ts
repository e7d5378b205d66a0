import { randomInt } from 'node:crypto';
import net from 'node:net';

// Below the range of ephemeral ports, where another process could get the port before ours has it.
const firstPort = 20_000;
const lastPort = 31_999;

/** A free port of the loopback interface. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort + 1);
    if (await isFree(port)) return port;
  }
}

/** Whether this port of the loopback interface could be listened on right now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
