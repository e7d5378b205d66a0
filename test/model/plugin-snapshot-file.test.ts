import { expect, test } from 'vitest';
import {
  clusterPluginsDocument,
  clusterPluginsFile,
  printClusterPlugins,
  snapshotFile,
} from '../../src/model/plugin-snapshot-document.ts';

test.each([
  ['io.example.My$Source', '1.0.0', 'io.example.My$Source@1.0.0.json'],
  ['io.example.Source', undefined, 'io.example.Source@unknown.json'],
  ['../../etc/passwd', '1/../../x', '..%2F..%2Fetc%2Fpasswd@1%2F..%2F..%2Fx.json'],
  ['a\\b\nc', '1:0', 'a%5Cb%0Ac@1%3A0.json'],
])('the file of %j in version %j stays in its folder', (className, version, file) => {
  expect(snapshotFile({ className, version })).toBe(file);
});

test('a long name of a class is cut, and stays unique', () => {
  const names = ['a', 'b'].map((end) =>
    snapshotFile({ className: `${'x'.repeat(400)}${end}`, version: '1' }),
  );
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
});

test('the file of a cluster that is only a URL cannot be that of a cluster with a name', () => {
  expect(clusterPluginsFile(undefined)).toBe('clusters/@url.json');
  expect(clusterPluginsFile('a/../b')).toBe('clusters/a%2F..%2Fb.json');
});

test('what is installed is listed by class, each version once, latest first, one plugin on each line', () => {
  const plugin = (className: string, type: string, version: string | undefined) => ({
    className,
    type,
    version,
  });
  const document = clusterPluginsDocument('prod', '4.4.0', [
    plugin('b.Source', 'source', '1.9.7.Final'),
    plugin('b.Source', 'source', '1.10.0'),
    plugin('a.Converter', 'converter', undefined),
    plugin('a.Converter', 'header_converter', '1'),
    plugin('a.Converter', 'converter', '1'),
  ]);
  expect(printClusterPlugins(document)).toBe(`{
  "format": "connect-sync/cluster-plugins",
  "version": 1,
  "cluster": "prod",
  "kafkaConnect": "4.4.0",
  "plugins": [
    {"class":"a.Converter","type":"converter","versions":["1"]},
    {"class":"a.Converter","type":"header_converter","versions":["1"]},
    {"class":"b.Source","type":"source","versions":["1.10.0","1.9.7.Final"]}
  ]
}
`);
});
