/** More texts than any project has keys. The limit protects against unbounded input from elsewhere. */
const mostRemembered = 10_000;

/** Memoizes a pure function of a text: thousands of connectors share the same few keys. */
export function memoize<Answer>(judge: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    // A single lookup suffices unless the cached result is undefined.
    if (known !== undefined || answers.has(text)) return known as Answer;
    const answer = judge(text);
    if (answers.size >= mostRemembered) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
