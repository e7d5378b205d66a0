import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Closes a run with one plain line, `N passed, N failed, N skipped`, that any CI can read. A line for each failed test
 * stands before it: the report of a failure itself may be thousands of lines above.
 *
 * Modules that failed before they had a test, and errors outside of tests, count as failed: else
 * "0 failed" would stand beside exit code 1.
 */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const state = test.result().state;
        if (state === 'passed' || state === 'failed') counts[state] += 1;
        else counts.skipped += 1;
        if (state === 'failed')
          console.log(`failed: ${module.relativeModuleId} > ${test.fullName}${reason(test)}`);
      }
      if (!module.ok() && !tests.some((test) => test.result().state === 'failed')) {
        counts.failed += 1;
        console.log(`failed: ${module.relativeModuleId}`);
      }
    }
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}

/** The beginning of the first error, on one line. */
function reason(test: TestCase): string {
  const message = test.result().errors?.[0]?.message ?? '';
  return `: ${message.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
}

// The runner loads a reporter from a path through its default export.
export { ClosingLineReporter as default };
