import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backupFileNames, backupFolderName } from '../../src/backup/file-names.ts';

const time = Date.UTC(2025, 10, 23, 15, 32, 8, 120);

describe('the folder name of a run', () => {
  it.each([
    ['prod', '2025-11-23T15-32-08.120Z-prod'],
    ['http://connect-1.example:8083/a', '2025-11-23T15-32-08.120Z-http-connect-1.example-8083-a'],
    ['../../etc', '2025-11-23T15-32-08.120Z-etc'],
    ['ünal\n', '2025-11-23T15-32-08.120Z-nal'],
    ['', '2025-11-23T15-32-08.120Z-cluster'],
    ['..', '2025-11-23T15-32-08.120Z-cluster'],
  ])('contains time and cluster: %j', (label, name) => {
    expect(backupFolderName(time, label)).toBe(name);
  });

  it('is a valid name for any cluster', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (label) => {
        expect(backupFolderName(time, label)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{1,100}$/);
      }),
    );
  });
});

describe('the file names of a run', () => {
  it('are the names of the connectors', () => {
    expect([...backupFileNames(['orders', 'a.b-c_1'])]).toEqual([
      ['orders', 'orders.json'],
      ['a.b-c_1', 'a.b-c_1.json'],
    ]);
  });

  it('differ on case-insensitive file systems', () => {
    expect([...backupFileNames(['Orders', 'orders', 'ORDERS']).values()]).toEqual([
      'Orders.json',
      'orders~2.json',
      'ORDERS~3.json',
    ]);
  });

  it('are not names of Windows devices', () => {
    expect([...backupFileNames(['CON', 'aux.orders', 'lpt1', 'console']).values()]).toEqual([
      '_CON.json',
      '_aux.orders.json',
      '_lpt1.json',
      'console.json',
    ]);
  });

  it('are short enough for every file system, and still differ', () => {
    const names = [...backupFileNames([`${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`]).values()];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThan(200);
  });

  it('differ for any connectors', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        const files = [...backupFileNames(names).values()].map((file) => file.toLowerCase());
        expect(new Set(files).size).toBe(names.length);
      }),
    );
  });
});
