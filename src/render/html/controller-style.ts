/** The style of the page: no color carries a meaning alone, and nothing scrolls sideways but a patch and a wide table. */
export const controllerStyle = `
:root { color-scheme: light dark; --line: #6b7280; --rule: #d5d9df; --soft: #f3f5f7; --pale: #4b5563; --bad: #a3121f; --warn: #7a4b00; --good: #0b6b34; --link: #0b57a4; --back: #fff; --text: #16191d; }
@media (prefers-color-scheme: dark) { :root { --line: #8b95a5; --rule: #363c46; --soft: #1d2127; --pale: #b3bcc9; --bad: #ff9aa2; --warn: #f3c969; --good: #7ddb9f; --link: #8ec2ff; --back: #14171b; --text: #e7eaee; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; font: .95rem/1.4 system-ui, sans-serif; background: var(--back); color: var(--text); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.3rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .25rem; overflow-wrap: anywhere; }
h3 { display: inline; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
ul { margin: .2rem 0; padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
.soft, .facts { color: var(--pale); }
.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; padding: 0; list-style: none; min-width: 0; } .facts li { min-width: 0; }
section > .facts { color: var(--text); font-weight: 600; }
.banner { border: 2px solid var(--bad); padding: .4rem .75rem; margin: .75rem 0; } .banner.calm { border-color: var(--line); }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .75rem 0; }
form div { min-width: 0; } label { display: block; font-size: .875rem; }
input, select, button { font: inherit; height: 2.1rem; padding: .2rem .5rem; max-width: 100%; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 3px; }
article { border-left: 4px solid var(--line); padding: .35rem .75rem; margin: .4rem 0; background: var(--soft); }
article.failed { border-color: var(--bad); } article.held, article.progressing, article.warning { border-color: var(--warn); } article.differs { border-color: var(--link); }
.states { display: inline; margin: 0 0 0 .4rem; }
.state { font-weight: 600; margin-right: .4rem; } .state.failed { color: var(--bad); } .state.progressing, .state.held { color: var(--warn); } .state.healthy { color: var(--good); }
.state + .state::before { content: "· "; color: var(--pale); }
.cause { font-family: ui-monospace, monospace; font-size: .875rem; }
pre { overflow-x: auto; background: var(--back); border: 1px solid var(--rule); padding: .5rem; margin: .3rem 0; font-size: .875rem; }
summary { cursor: pointer; padding: .2rem 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .15rem .8rem .15rem 0; vertical-align: top; overflow-wrap: anywhere; border-bottom: 1px solid var(--rule); } tbody th { font-weight: 400; }
.wide th, .wide td { white-space: nowrap; } .wide tbody th { min-width: 8rem; white-space: normal; }
footer { margin-top: 1.5rem; font-size: .875rem; color: var(--pale); }
`;
