import { knownAnswers, startSandbox } from 'connect-sync/sandbox';

// An integration test of your own: a worker with your plugin that is busy once.
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
  pace: 0.01,
});
const put = (config: Record<string, string>) =>
  fetch(`${sandbox.url}/connectors/orders/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(config),
  });
const config = { 'connector.class': 'com.example.OrdersSource', 'orders.url': 'https://example.com' };
console.log(
  (await put(config)).status,
  (await put({ ...config, 'orders.url': '' })).status,
  (await put(config)).status,
);
console.log(sandbox.worker.config('orders')?.['orders.url'], sandbox.requests.length);
await sandbox.close();
