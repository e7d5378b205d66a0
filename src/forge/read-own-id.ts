import type { Answer } from './classify-answer.ts';
import type { ForgeFailure } from './forge-failure.ts';
import type { ForgeSession } from './forge-session.ts';
import { readId, readObject } from './read-answer.ts';

/** Where the account is asked for, and how a refusal is told. */
export interface OwnAccount {
  /** Of the forge, for messages. */
  readonly forge: string;
  readonly apiUrl: string;
  readonly explain: (answer: Answer) => ForgeFailure;
}

/** `GET /user`, which both forges have: the id of the token's account; undefined where the token may not ask. */
export async function readOwnId(
  session: ForgeSession,
  { forge, apiUrl, explain }: OwnAccount,
): Promise<number | undefined> {
  const user = await session.call({ method: 'GET', url: `${apiUrl}/user`, alsoFine: [403, 404], explain });
  return user === 'lost' || user.status !== 200 ? undefined : readId(readObject(user, forge)['id'], forge);
}
