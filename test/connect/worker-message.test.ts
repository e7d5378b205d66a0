import { describe, expect, it } from 'vitest';
import { tidyWorkerMessage } from '../../src/connect/worker-message.ts';

describe("a worker's words", () => {
  it('lose the list of every plugin, kilobytes with the file locations of the worker', () => {
    const list = ', available connectors are: PluginDesc{location=file:/opt/plugins}'.repeat(50);
    expect(tidyWorkerMessage(`Failed to find any class matching x${list}\nand more`)).toBe(
      'Failed to find any class matching x',
    );
  });

  it('keep the names of the installed classes of that list', () => {
    const plugin = (name: string) =>
      `PluginDesc{klass=class ${name}, name='${name}', location='file:/opt/plugins'}`;
    const list = `, available connectors are: ${plugin('a.B')}, ${plugin('c.D$E')}`;
    expect(tidyWorkerMessage(`Failed to find x${list}`)).toBe(
      'Failed to find x, available connectors are: a.B, c.D$E',
    );
  });

  it('lose the Java classes in front, and the follower that repeats its leader', () => {
    expect(
      tidyWorkerMessage(
        'Error trying to forward REST request: org.x.Outer$FooException: java.lang.OtherError: no',
      ),
    ).toBe('no');
  });

  it('keep a class that is the message, with what it means', () => {
    const said = 'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser';
    const meaning = 'this plugin was built for an older Kafka version; it needs a newer release';
    expect(tidyWorkerMessage(said)).toBe(`${said} (${meaning})`);
    expect(tidyWorkerMessage(`Error trying to forward REST request: ${said}`)).toBe(`${said} (${meaning})`);
  });

  it('keep what only looks like a class', () => {
    expect(tidyWorkerMessage('io.foo.Bar: no')).toBe('io.foo.Bar: no');
  });

  it('lose the configuration with its resolved secrets', () => {
    expect(
      tidyWorkerMessage(
        'org.x.BadRequestException: Connector config {name=x, password=s3cret} contains no connector type',
      ),
    ).toBe('Connector config contains no connector type');
  });

  it('lose the advice to ask another endpoint', () => {
    expect(
      tidyWorkerMessage(
        'Connector configuration is invalid and contains the following 1 error(s):\nMissing.\nYou can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
      ),
    ).toBe('Connector configuration is invalid and contains the following 1 error(s):\nMissing.');
  });

  it('have an end', () => {
    expect(tidyWorkerMessage('x'.repeat(100_000)).length).toBeLessThan(5_000);
  });

  it('are tidied fast, however hostile', () => {
    for (const hostile of [' ', 'a.', 'a.B', 'You can also find', 'Connector config {', 'x.YException: ']) {
      expect(tidyWorkerMessage(hostile.repeat(100_000)).length).toBeLessThan(5_000);
    }
  });

  it('are cut where they are endless, and never within a word, which could be a secret', () => {
    const tidied = tidyWorkerMessage(
      `${'word '.repeat(799)}password=canary-that-is-long-enough-to-be-cut and more`,
    );
    expect(tidied).toMatch(/word …$/);
  });
});
