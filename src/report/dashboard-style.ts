// How the dashboard looks: on a screen, light or dark, wide or narrow, and on paper.

export const DASHBOARD_STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1b2126; --quiet: #565f68; --line: #dde1e6; --tile: #f5f7f9; --link: #0b57a4;
  --pec: #2c7a4b; --pec-partial: #5b7914; --pal-only: #985a00; --none: #b3261e; --unknown: #5f6973;
  --track: #eceff2; --bad: #fdecea; --warn: #fff4dc; --calm: #f1f5f9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181c; --text: #e6eaee; --quiet: #a5afb9; --line: #2f363e; --tile: #1c2227; --link: #86bdf4;
    --pec: #58b87d; --pec-partial: #a9c95a; --pal-only: #eba53f; --none: #f2857d; --unknown: #9aa5af;
    --track: #242b32; --bad: #3b1d1b; --warn: #372b10; --calm: #1c2733;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.5rem 3rem;
  background: var(--page); color: var(--text);
  font: 0.9375rem/1.5 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 0.2rem; }
h1 { margin: 0.2rem 0; font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; overflow-wrap: break-word; }
h2 { margin: 2rem 0 0.6rem; font-size: 1.15rem; line-height: 1.3; }
h3 { margin: 0; font-size: 1rem; line-height: 1.35; overflow-wrap: anywhere; }
p { margin: 0.2rem 0; overflow-wrap: anywhere; }
ul { margin: 0; padding: 0; list-style: none; }
small { font-size: 0.8125rem; font-weight: normal; color: var(--quiet); }
code { font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; font-size: 0.8em; color: var(--quiet); overflow-wrap: anywhere; }
.customer code { display: inline-block; }
.quiet { color: var(--quiet); font-weight: normal; font-size: 0.8125rem; }
h2 .quiet { font-size: 0.9375rem; }
.brand { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; margin: 0 0 0.9rem; }
.brand a { color: inherit; font-weight: 600; text-decoration: none; }
.lead { font-size: 1.1rem; }
.signs { position: absolute; }
.i { width: 1em; height: 1em; vertical-align: -0.12em; fill: currentColor; stroke: none; }
.i use, symbol { overflow: visible; }
symbol path { fill: none; stroke: var(--page); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
symbol .o { fill: none; stroke: currentColor; stroke-width: 2; }
symbol .d { stroke-dasharray: 3.2 2; }
symbol .f { fill: currentColor; stroke: none; }
symbol .s { stroke: currentColor; }
.pec { --own: var(--pec); } .pec-partial { --own: var(--pec-partial); } .pal-only { --own: var(--pal-only); }
.none { --own: var(--none); } .unknown { --own: var(--unknown); }
.state { font-weight: 600; white-space: nowrap; color: var(--own, inherit); }
.i { color: var(--own); }
.notice { margin: 0.9rem 0; padding: 0.7rem 1rem; border-radius: 0.4rem; border-left: 0.3rem solid var(--quiet); background: var(--calm); }
.notice h2 { margin: 0; font-size: 1.05rem; }
.notice p { max-width: 62rem; }
.notice code { color: inherit; }
.bad { border-color: var(--none); background: var(--bad); }
.warn { border-color: var(--pal-only); background: var(--warn); }
.fix::before { content: '→ '; }
.fix { padding-left: 1.25em; text-indent: -1.25em; }
.panel { margin: 1.2rem 0 0; }
.panel h2 { margin: 1.4rem 0 0.5rem; }
.bar { display: block; width: 100%; height: 1.5rem; border-radius: 0.3rem; }
.bar rect { fill: var(--own); }
.bar .track { fill: var(--track); }
.tiles { display: grid; grid-template-columns: repeat(5, 1fr); gap: 0.5rem; margin: 0.5rem 0; }
.tile { display: block; height: 100%; overflow-wrap: break-word; padding: 0.5rem 0.75rem; border-radius: 0.4rem; background: var(--tile); color: inherit; text-decoration: none; border: 1px solid transparent; border-top: 0.25rem solid var(--own); }
.tile:hover, .chips a:hover { border-color: var(--own, var(--link)); }
.tile span, .tile small { display: block; }
.tile .number { display: flex; gap: 0.5rem; align-items: center; font-size: 1.6rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tile .number .i { width: 1.15rem; height: 1.15rem; }
.tile .word { font-weight: 600; }
.tile small { line-height: 1.35; }
[aria-current] { outline: 2px solid var(--link); outline-offset: -1px; }
.empty .number b { color: var(--quiet); font-weight: normal; }
.facts { display: flex; flex-wrap: wrap; gap: 0.4rem 2rem; margin: 0.75rem 0 0; }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.6rem 0; }
.chips a { display: inline-block; padding: 0.15rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--tile); color: inherit; text-decoration: none; }
.reasons { columns: 2; column-gap: 2.5rem; margin: 0.5rem 0 1.2rem; }
.reasons a { display: flex; gap: 0.7rem; align-items: baseline; padding: 0.15rem 0; break-inside: avoid; }
.reasons a:not(:hover) { text-decoration: none; }
.reasons b { min-width: 2em; text-align: right; font-variant-numeric: tabular-nums; }
.reasons span { color: var(--text); text-decoration: underline; text-decoration-color: var(--line); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; align-items: center; margin: 0.5rem 0; color: var(--quiet); font-size: 0.8125rem; }
.legend svg { margin-right: 0.45rem; vertical-align: middle; }
.customer { display: grid; grid-template-columns: 17rem 1fr; gap: 0.5rem 2rem; padding: 0.9rem 0; border-top: 1px solid var(--line); }
.customer > * { min-width: 0; }
.customer li + li, .expected li + li { margin-top: 0.6rem; }
.head { display: flow-root; }
.head > a { font-weight: 600; }
.strip { display: block; width: 100%; height: auto; margin-top: 0.4rem; }
.strip.one { display: inline-block; width: 1rem; height: 1rem; margin-top: 0; }
.strip path { fill: none; stroke-dasharray: 7 1; stroke: var(--track); stroke-width: 16; }
.strip .p { stroke: var(--pec); }
.strip .h { stroke: var(--pec-partial); stroke-width: 8; }
.strip .n { stroke: var(--none); stroke-width: 3; }
.strip .u { stroke: var(--unknown); stroke-width: 3; stroke-dasharray: 3 5; stroke-dashoffset: -2; }
.pages { display: flex; gap: 1.5rem; padding: 1rem 0; border-top: 1px solid var(--line); font-weight: 600; }
@media (max-width: 52rem) {
  body { padding: 1rem 1rem 2.5rem; }
  h1 { font-size: 1.5rem; }
  .customer { grid-template-columns: 1fr; }
  .who .strip { max-width: 20rem; }
  .reasons { columns: 1; }
}
@media (max-width: 40rem) {
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .tiles li:first-child { grid-column: 1 / -1; }
}
@media print {
  @page { size: A4; margin: 12mm; }
  :root {
    color-scheme: light; print-color-adjust: exact; -webkit-print-color-adjust: exact;
    --page: #fff; --text: #000; --quiet: #444; --line: #bbb; --tile: #f5f7f9; --link: #000;
    --pec: #2c7a4b; --pec-partial: #5b7914; --pal-only: #985a00; --none: #b3261e; --unknown: #5f6973;
    --track: #eceff2; --bad: #fdecea; --warn: #fff4dc; --calm: #f1f5f9;
  }
  html { font-size: 11.5px; }
  body { max-width: none; padding: 0; }
  a { text-decoration: none; }
  .customer { grid-template-columns: 15rem 1fr; break-inside: avoid; }
  .notice, .panel, li { break-inside: avoid; }
  .tiles { grid-template-columns: repeat(5, 1fr); }
  h2, h3 { break-after: avoid; }
  .pages { display: none; }
}
`;
