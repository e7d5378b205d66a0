import { describe, expect, it } from 'vitest';
import { inspectBody, quotableMessage } from '../../src/connect/answer-body.ts';

describe('what may be quoted of a body', () => {
  it.each([
    ['{"error_code":500,"message":"Request timed out"}', 'Request timed out'],
    ['User cannot access the resource.', 'User cannot access the resource.'],
    ['<html><head><title>502 Bad Gateway</title>', '502 Bad Gateway'],
    ['<title>503 service temporarily unavailable</title>', '503 Service Temporarily Unavailable'],
    ['no healthy upstream', 'no healthy upstream'],
    ['{"message":"no Route matched with those values"}', 'no Route matched with those values'],
    [
      'upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: x',
      'upstream connect error or disconnect/reset before headers: connection failure',
    ],
    [
      'upstream connect error or disconnect/reset before headers. s3cret',
      'upstream connect error or disconnect/reset before headers',
    ],
  ])('is the message of Kafka Connect, or a text that gateways are known to send: %s', (body, quoted) => {
    expect(quotableMessage(inspectBody(body))).toBe(quoted);
  });

  it.each([
    '{"message":"s3cret"}',
    '{"Code":"Success","AccessKeyId":"s3cret","SecretAccessKey":"s3cret","Token":"s3cret"}',
    '{"error":"s3cret","message":"s3cret","status":500}',
    '{"error_code":"500","message":"s3cret"}',
    '"s3cret"',
    's3cret',
    'ami-id\nsecurity-credentials/s3cret',
    'admin:s3cret',
    '<html><head><title>s3cret</title></head></html>',
    '<title>Sign in to s3cret</title>',
    '502 Bad Gateway s3cret',
    '<Error><Code>AccessDenied</Code><Message>s3cret</Message></Error>',
    '{"s3cret',
    '',
  ])('is nothing of any other service: %s', (body) => {
    expect(quotableMessage(inspectBody(body))).toBeUndefined();
  });
});
