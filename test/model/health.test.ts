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

  it('has the meaning of its exception behind it', () => {
    const trace =
      'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser\n\tat a.B.c(B.java:1)\n' +
      'Caused by: java.lang.ClassNotFoundException: org.apache.kafka.common.utils.AppInfoParser\n\t... 3 more\n';
    expect(rootCause(trace)).toBe(
      'java.lang.ClassNotFoundException: org.apache.kafka.common.utils.AppInfoParser ' +
        '(this plugin was built for an older Kafka version; it needs a newer release)',
    );
  });

  it('is not that of a suppressed exception', () => {
    const trace =
      'java.lang.RuntimeException: no\n\tat a.B.c(B.java:1)\n\tSuppressed: java.io.IOException: close\n' +
      '\t\tat a.B.d(B.java:2)\n\tCaused by: java.io.IOException: twice\n' +
      'Caused by: java.lang.IllegalStateException: the cause\n\tSuppressed: x.Y\n\tCaused by: x.Z: no\n';
    expect(rootCause(trace)).toBe('java.lang.IllegalStateException: the cause');
  });
});
