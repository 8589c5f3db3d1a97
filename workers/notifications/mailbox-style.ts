/** The look of the mailbox page, in the colours of the web app. Free of quotes and angle brackets, for it is written into the page as text. */
export const mailboxStyle = `
:root { color-scheme: light dark;
  --ground: light-dark(#fdfaf4, #131019); --stage: light-dark(#f7f3eb, #1e1b25); --raised: light-dark(#ffffff, #2a2732);
  --line: light-dark(#e2ded5, #393641); --ink: light-dark(#1c1923, #f1eee7); --quiet: light-dark(#5c5865, #b2afb9);
  --accent: light-dark(#cf7604, #f9ad26); --wash: light-dark(#cf76041f, #f9ad2624); }
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: grid; grid-template: auto 1fr / minmax(280px, 400px) 1fr; background: var(--ground); color: var(--ink);
  font: 16px/1.5 Inter, system-ui, sans-serif; }
a { color: inherit; text-decoration: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center; padding: 12px 20px;
  border-bottom: 1px solid var(--line); }
header h1 { margin: 0; font-size: 20px; letter-spacing: -0.01em; }
header p { margin: 0; color: var(--quiet); font-size: 14px; }
header p a { text-decoration: underline; }
form { margin-left: auto; display: flex; gap: 8px; }
input, button { font: inherit; font-size: 14px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised);
  color: var(--ink); }
input { width: 260px; max-width: 100%; }
button { cursor: pointer; }
nav { overflow-y: auto; border-right: 1px solid var(--line); }
nav ol { list-style: none; margin: 0; padding: 8px; }
nav li a { display: block; padding: 10px 12px; border-radius: 8px; }
nav li a:hover { background: var(--stage); }
nav li a[aria-current] { background: var(--wash); }
nav b, nav span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav b { font-weight: 600; }
nav span { font-size: 14px; color: var(--quiet); }
.older { display: block; margin: 0 8px 16px; padding: 10px 12px; font-size: 14px; color: var(--quiet); text-align: center; }
.older:hover { color: var(--ink); }
main { overflow-y: auto; padding: 24px 28px 40px; background: var(--stage); }
main h2 { margin: 0 0 12px; font-size: 28px; line-height: 1.2; letter-spacing: -0.02em; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; font-size: 14px; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.files { display: flex; flex-wrap: wrap; gap: 2px 12px; }
.files a { color: var(--accent); text-decoration: underline; text-underline-offset: 3px; }
iframe { display: block; width: 100%; height: 760px; margin: 20px 0; border: 1px solid var(--line); border-radius: 12px; background: #ffffff; }
details { margin-top: 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); padding: 12px 16px; }
summary { cursor: pointer; font-weight: 600; font-size: 14px; }
details dl, pre { margin: 12px 0 4px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, monospace; }
.empty { color: var(--quiet); padding: 24px; }
@media (max-width: 760px) { body { height: auto; grid-template: none / 1fr; } nav { border-right: 0; border-bottom: 1px solid var(--line); max-height: 50vh; }
  form { margin-left: 0; width: 100%; } input { flex: 1; } main { padding: 20px 16px; } }
`;
