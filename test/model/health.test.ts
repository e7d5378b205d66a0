import { describe, expect, it } from 'vitest';
import { rootCause } from '../../src/model/health.ts';

describe('the root cause of a trace', () => {
  it('is the innermost cause', () => {
    const trace = [
      'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded',
      '\tat org.apache.kafka.connect.runtime.WorkerSinkTask.run(WorkerSinkTask.java:1)',
      'Caused by: org.apache.kafka.connect.errors.DataException: bad record',
      '\tat x.Y.z(Y.java:2)',
      'Caused by: java.net.ConnectException: Connection refused',
      '\t... 8 more',
    ].join('\n');
    expect(rootCause(trace)).toBe('java.net.ConnectException: Connection refused');
  });

  it('is the first line where there is only one exception', () => {
    expect(rootCause('\njava.lang.RuntimeException: no\n\tat x.Y.z(Y.java:2)')).toBe(
      'java.lang.RuntimeException: no',
    );
  });

  it('is empty where the trace is', () => {
    expect(rootCause('')).toBe('');
  });
});
