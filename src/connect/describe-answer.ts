import type { FailureVerdict } from '../model/worker-failure.ts';
import { releaseOf } from '../model/worker-version.ts';
import { type AnswerBody, isLoginTitle } from './answer-body.ts';
import type { BaseUrl } from './cluster-urls.ts';
import { checkUrl, type FailureText, type Setting, type Subject } from './failure-text.ts';
import { describeNotForwarded } from './worker-message.ts';

interface Answered {
  readonly base: BaseUrl;
  readonly verdict: FailureVerdict;
  readonly status: number;
  readonly body: AnswerBody;
  readonly location: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: number;
}

/** Describes an answer that is a failure. The worker's own message is never part of the sentence. */
export function describeAnswer(answer: Answered, setting: Setting): FailureText {
  const { status, verdict } = answer;
  switch (verdict) {
    case 'unauthorised':
    case 'forbidden':
      return describeUnauthorised(status, setting);
    case 'not-connect':
      return describeForeign(answer);
    case 'busy':
      return describeBusy(answer);
    case 'unsupported':
      return describeUnsupported(status, setting.request);
    case 'refused':
      return { why: `refuses the configuration (${status})`, next: undefined };
    case 'absent':
      return { why: `says that there is none (${status})`, next: undefined };
    case 'exists':
      return { why: `has a connector of this name already (${status})`, next: undefined };
    case 'permanent':
      return describePermanent(answer, setting.request);
    case 'not-sent':
      return describeNotForwarded(status, answer.body);
    case 'unknown-outcome':
    case 'other-cluster':
      return { why: `answers ${status}`, next: undefined };
  }
}

function describeUnauthorised(status: number, { hasCredentials }: Setting): FailureText {
  if (status === 407) {
    return {
      why: 'is behind a proxy that requires credentials (407)',
      next: 'Give them in the proxy variable.',
    };
  }
  if (status === 403) {
    return hasCredentials
      ? { why: 'forbids this to the credentials given (403)', next: 'Check what they are allowed to do.' }
      : {
          why: 'forbids this (403), and no credentials are given',
          next: 'Give them under auth of the cluster.',
        };
  }
  return hasCredentials
    ? { why: `refuses the credentials (${status})`, next: 'Check auth and headers of the cluster.' }
    : {
        why: `asks for credentials and none are given (${status})`,
        next: 'Give them under auth of the cluster.',
      };
}

function describeForeign(answer: Answered): FailureText {
  const { status, body, base, location } = answer;
  if (status >= 300 && status < 400) return describeRedirect(base, status, location);
  const what: Readonly<Record<AnswerBody['kind'], string>> = {
    nothing: 'an empty body',
    html: isLoginPage(body) ? 'a login page' : 'an HTML page, such as a login page',
    error: 'an error, as a service does that is no Kafka Connect worker',
    json: "JSON that is not Kafka Connect's",
    'broken-json': 'JSON that breaks off',
    text: 'plain text',
  };
  return { why: `answers ${status} with ${what[body.kind]}${describeSize(answer)}`, next: checkUrl };
}

function isLoginPage(body: AnswerBody): boolean {
  return body.kind === 'html' && isLoginTitle(body.title);
}

/** The type and the size of a body, in place of what it says. */
function describeSize({ body, contentType, bytes }: Answered): string {
  if (body.kind === 'nothing' || bytes === 0) return '';
  const type = /^[a-z]{1,20}\/[a-z0-9.+-]{1,60}(?=[;\s]|$)/i.exec(contentType ?? '')?.[0].toLowerCase();
  return ` (${type ?? 'no content type'}, ${bytes} bytes)`;
}

function describeRedirect(base: BaseUrl, status: number, location: string | undefined): FailureText {
  const url =
    location !== undefined && URL.canParse(location, base.origin)
      ? new URL(location, base.origin)
      : undefined;
  // It likely leads to the same host, which is not shown then.
  const isMasked = base.shown !== `${base.origin}${base.path}`;
  if (url === undefined || isMasked)
    return { why: `redirects elsewhere (${status})`, next: 'Check the URL.' };
  // The host alone: the rest of a redirect may hold a token.
  return {
    why: `redirects to ${url.protocol}//${url.host} (${status})`,
    next: 'Redirects are not followed, so that credentials stay where they belong. Give the URL of the worker itself.',
  };
}

function describeBusy({ status, body }: Answered): FailureText {
  if (status === 404 && body.kind === 'error') {
    return { why: `has no status of it yet (${status})`, next: 'Try again in a moment.' };
  }
  if (status === 404) {
    return {
      why: "answers 404 without an error of Kafka Connect's, as a worker does while it starts",
      next: 'If none is starting there, check the URL and its path.',
    };
  }
  // Its web server says no more of an error inside one call, such as a logging library that it cannot use.
  if (status === 500 && body.kind !== 'error') {
    return {
      why: "answers 500 without an error of Kafka Connect's",
      next: 'See the log of the worker. If other commands fail too, check that the worker has started.',
    };
  }
  return body.kind === 'error'
    ? { why: `is busy, such as with a rebalance (${status})`, next: 'Try again in a moment.' }
    : { why: `answers ${status}: no worker behind it is ready`, next: 'Check that the workers are up.' };
}

function describeUnsupported(status: number, { since, setting }: Subject): FailureText {
  if (status === 403 && setting !== undefined) {
    return { why: `has this turned off (${status})`, next: `The setting of the worker is ${setting}.` };
  }
  const why = `does not know this call (${status})`;
  if (setting === 'admin.listeners') {
    const next =
      'Loggers are served on the listeners that admin.listeners of the worker names: where it is set, use the URL of one of them; where it is empty, they are turned off.';
    return { why, next };
  }
  return {
    why,
    next:
      since === undefined
        ? 'Check that nothing between here and the worker blocks it.'
        : `It came with Kafka Connect ${releaseOf(since)}.`,
  };
}

function describePermanent({ status, body }: Answered, { endpoint }: Subject): FailureText {
  const said = body.kind === 'error' ? (body.message ?? '') : '';
  if (said.startsWith('Error writing connector configuration to Kafka')) {
    return {
      why: `could not store the configuration (${status})`,
      next: 'It is larger than a message of the config topic may be: make it smaller, or raise max.message.bytes.',
    };
  }
  if (endpoint === 'validate' && said.startsWith('Request timed out')) {
    return {
      why: `gave up on the validation (${status})`,
      next: 'The plugin waits for something that it cannot reach, or hangs.',
    };
  }
  return { why: `answers ${status}, which another try will not change`, next: undefined };
}
