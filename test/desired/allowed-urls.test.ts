import { describe, expect, it } from 'vitest';
import { allowedUrls } from '../../src/desired/allowed-urls.ts';

describe('the URLs that a job allows', () => {
  it.each([
    ['https://connect.example.com', 'https://connect.example.com'],
    ['https://connect.example.com', 'https://connect.example.com/any/path'],
    ['https://connect.example.com/', 'https://connect.example.com:443'],
    ['https://connect.example.com:443', 'https://connect.example.com'],
    ['http://connect:8083', 'http://CONNECT:8083'],
    ['https://gw/connect', 'https://gw/connect'],
    ['https://gw/connect', 'https://gw/connect/eu'],
    ['https://gw/connect/*', 'https://gw/connect'],
    ['https://gw/connect/**', 'https://gw/connect/eu/1'],
    ['https://gw/*/connect', 'https://gw/eu/connect/x'],
    ['https://*.example.com', 'https://connect.example.com'],
    ['https://connect-*.example.com:*', 'https://connect-1.example.com:8083'],
    ['https://**.example.com', 'https://a.b.example.com'],
    ['http://[::1]:8083', 'http://[::1]:8083'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://a https://b,https://c', 'https://c'],
    ['*', 'http://anything:1/x'],
  ])('%s allows %s', (text, url) => {
    expect(allowedUrls(text)).toMatchObject({ invalid: [] });
    expect(allowedUrls(text).allows(url)).toBe(true);
  });

  it.each([
    ['https://good.example', 'https://good.example.evil.com'],
    ['https://good.example', 'https://good.example@evil.com'],
    ['https://good.example', 'https://evil.com/https://good.example'],
    ['https://good.example', 'https://evil.com\\@good.example'],
    ['https://good.example', 'http://good.example'],
    ['https://good.example', 'https://good.example:8443'],
    ['https://good.example', 'https://good.example.'],
    ['https://good.example', 'https://sub.good.example'],
    ['https://good.example', 'https://gооd.example'],
    ['https://*.example.com', 'https://example.com'],
    ['https://*.example.com', 'https://a.b.example.com'],
    ['https://*.example.com', 'https://connect.example.com.evil.com'],
    ['https://*.example.com', 'https://evil.com/.example.com'],
    ['https://*.example.com', 'https://evilexample.com'],
    ['http://127.0.0.1:8083', 'http://169.254.169.254'],
    ['http://10.0.0.1', 'http://10.0.0.10'],
    ['https://gw/connect', 'https://gw/connect-admin'],
    ['https://gw/connect', 'https://gw'],
    ['https://gw/connect', 'https://gw/connect/../admin'],
    ['https://gw/connect', 'https://gw/connect/%2e%2e/admin'],
    ['https://gw/connect', 'https://gw/connect/..%2Fadmin'],
    ['https://gw/connect', 'https://gw/connect%2F..%2Fadmin'],
    ['https://gw/connect', 'https://gw/connect/..;/admin'],
    ['https://gw/connect', 'https://gw/connect/..\\admin'],
    ['https://gw/*/connect', 'https://gw/a/b/connect'],
    ['', 'https://good.example'],
    [' , ', 'https://good.example'],
  ])('%j does not allow %s', (text, url) => {
    expect(allowedUrls(text).allows(url)).toBe(false);
  });

  it.each([
    'connect.example.com',
    'ftp://x',
    'https://user@x',
    'https://x?y',
    'https://',
    '//x',
    'https://a..b',
  ])('%s is reported as no URL, and allows nothing', (entry) => {
    const allowed = allowedUrls(entry);
    expect(allowed.invalid).toEqual([entry]);
    expect(allowed.allows('https://x')).toBe(false);
  });
});
