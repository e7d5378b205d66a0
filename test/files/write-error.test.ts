import { describe, expect, it } from 'vitest';
import { writeError } from '../../src/files/write-error.ts';
import { ConnectSyncError } from '../../src/model/error.ts';

const problem = {
  code: 'plan-not-saved',
  message: (reason: string) => `cannot save: ${reason}`,
  hint: 'name another file',
};

function systemError(code: string): Error {
  return Object.assign(new Error('system'), { code });
}

describe('an error of the file system', () => {
  it.each([
    ['ENOSPC', 'cannot save: no space left on the device'],
    ['EACCES', 'cannot save: permission denied'],
    ['EBUSY', 'cannot save: the system reports EBUSY'],
  ])('%s becomes a coded error with its reason', (code, message) => {
    const error = writeError(systemError(code), problem);
    expect(error).toBeInstanceOf(ConnectSyncError);
    expect(error).toMatchObject({
      code: 'plan-not-saved',
      message,
      hint: 'name another file',
      category: 'failure',
    });
  });

  it.each([
    ['a bug', new TypeError('undefined is not a function')],
    ['a coded error', new ConnectSyncError({ code: 'x', message: 'y', category: 'usage' })],
    ['anything else', 'text'],
  ])('is distinguished from %s, which is returned unchanged', (_, error) => {
    expect(writeError(error, problem)).toBe(error);
  });
});
