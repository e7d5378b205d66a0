/** More different texts than any project has keys; what comes from elsewhere may have no end of them. */
const mostRemembered = 10_000;

/** The same pure function, that does not think twice: the same few keys stand in thousands of connectors. */
export function memoize<Answer>(judge: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    // One look where the answer says something; a second one tells whether it is that there is none.
    if (known !== undefined || answers.has(text)) return known as Answer;
    const answer = judge(text);
    if (answers.size >= mostRemembered) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
