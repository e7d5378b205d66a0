import { knownAnswers, startSandbox } from 'connect-sync/sandbox';

// A worker with a plugin of yours, whose first write fails as if another client had just made one.
const sandbox = await startSandbox({
  connectVersion: '3.9',
  plugins: [
    {
      class: 'com.example.OrdersSource',
      type: 'source',
      version: '1.2.0',
      keys: [{ name: 'orders.url', type: 'STRING', required: true }],
    },
  ],
  faults: [{ method: 'PUT', effect: { kind: 'answer', answer: knownAnswers.conflictingOperation } }],
});
const write = () =>
  fetch(`${sandbox.url}/connectors/orders/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      'connector.class': 'com.example.OrdersSource',
      'orders.url': 'https://example.com',
    }),
  });
console.log((await write()).status, (await write()).status, sandbox.requests.length);
console.log(sandbox.worker.config('orders'));
await sandbox.close();
