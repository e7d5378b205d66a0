/** The style of the page: no color carries a meaning alone, and nothing scrolls sideways but a patch. */
export const controllerStyle = `
:root { color-scheme: light dark; --line: #6b7280; --soft: #eef0f3; --bad: #a3121f; --warn: #7a4b00; --good: #0b6b34; --link: #0b57a4; --back: #fff; --text: #16191d; }
@media (prefers-color-scheme: dark) { :root { --line: #8b95a5; --soft: #23272e; --bad: #ff9aa2; --warn: #f3c969; --good: #7ddb9f; --link: #8ec2ff; --back: #14171b; --text: #e7eaee; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; font: 1rem/1.45 system-ui, sans-serif; background: var(--back); color: var(--text); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
.banner { border: 2px solid var(--bad); padding: .5rem .75rem; margin: 1rem 0; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .3rem 0; padding: 0; list-style: none; }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 1rem 0; padding: .75rem; background: var(--soft); }
label { display: block; } input, select, button { font: inherit; padding: .3rem .5rem; max-width: 100%; color: inherit; background: var(--back); border: 1px solid var(--line); }
article { border-left: 4px solid var(--line); padding: .5rem .75rem; margin: .6rem 0; background: var(--soft); }
article.failed { border-color: var(--bad); } article.held { border-color: var(--warn); } article.differs { border-color: var(--link); }
.word { font-weight: 600; } .failed .word { color: var(--bad); } .held .word { color: var(--warn); } .good { color: var(--good); }
pre { overflow-x: auto; background: var(--back); border: 1px solid var(--line); padding: .5rem; margin: .4rem 0; }
summary { cursor: pointer; padding: .2rem 0; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top; overflow-wrap: anywhere; border-bottom: 1px solid var(--soft); }
footer { margin-top: 2rem; font-size: .9rem; }
`;
