import { type ArrivedRequest, whyForeign } from '../../model/foreign-request.ts';
import { type Answer, errorAnswer } from './answer.ts';

/**
 * The refusal of a request that a web page may have sent; undefined for any other. No answer has CORS headers. Real
 * workers check none of this, so this is the one point where the sandbox is stricter. `allowed`: names that the user
 * gave, in lower case.
 */
export function refuseForeign(request: ArrivedRequest, allowed: readonly string[]): Answer | undefined {
  const why = whyForeign(request, { server: 'the sandbox', allowed });
  return why === undefined ? undefined : errorAnswer(403, why);
}
