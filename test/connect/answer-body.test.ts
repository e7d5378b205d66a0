import { describe, expect, it } from 'vitest';
import { inspectBody, messageIn } from '../../src/connect/answer-body.ts';

describe('a body', () => {
  it.each([
    ['', { kind: 'nothing' }],
    [' \r\n', { kind: 'nothing' }],
    ['{"error_code":404,"message":"x"}', { kind: 'error', message: 'x' }],
    ['{"error_code":500,"message":null}', { kind: 'error', message: undefined }],
    ['{"error_code":{"info":{}}}', { kind: 'json', value: { error_code: { info: {} } } }],
    ['[]', { kind: 'json', value: [] }],
    ['  {} ', { kind: 'json', value: {} }],
    ['null', { kind: 'json', value: null }],
    ['"x"', { kind: 'json', value: 'x' }],
    ['[1,', { kind: 'broken-json' }],
    ['{"a', { kind: 'broken-json' }],
    ['User cannot access the resource.', { kind: 'text', text: 'User cannot access the resource.' }],
    ['<!DOCTYPE html><html><head><title> Sign in </title>', { kind: 'html', title: 'Sign in' }],
    ['\n<html><body>no title', { kind: 'html', title: undefined }],
    ['<?xml version="1.0"?><Error/>', { kind: 'html', title: undefined }],
  ])('is what it looks like: %j', (text, expected) => {
    expect(inspectBody(text)).toEqual(expected);
  });

  it('has a message if it contains one', () => {
    expect(messageIn(inspectBody('{"message":"no Route matched"}'))).toBe('no Route matched');
    expect(messageIn(inspectBody('{"message":{"a":1}}'))).toBeUndefined();
    expect(messageIn(inspectBody('<title>Sign in</title>'))).toBe('Sign in');
    expect(messageIn(inspectBody('[1]'))).toBeUndefined();
    expect(messageIn(inspectBody('{'))).toBeUndefined();
  });
});
