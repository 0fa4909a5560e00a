// How the evidence looks: on a screen, light or dark, wide or narrow, and on paper (A4 landscape).

export const EVIDENCE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1c2227; --quiet: #545d66; --line: #d3d8de; --tile: #f4f6f8;
  --pec: #d5eddb; --pec-text: #0c4520; --partial: #fbe9b7; --partial-text: #573f00;
  --none: #f6d3d1; --none-text: #6b1511; --unobserved: #e2e5e9; --unobserved-text: #39414a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181c; --text: #e6eaee; --quiet: #a5afb9; --line: #363e47; --tile: #1d2329;
    --pec: #17462a; --pec-text: #c9f2d5; --partial: #5a4708; --partial-text: #fdeebd;
    --none: #6a221e; --none-text: #fddedc; --unobserved: #333b44; --unobserved-text: #d5dbe1;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 84rem; padding: 1.5rem;
  background: var(--page); color: var(--text);
  font: 0.9375rem/1.5 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
h1 { margin: 0 0 0.25rem; font-size: 1.6rem; line-height: 1.25; overflow-wrap: break-word; }
h2 { margin: 2.25rem 0 0.5rem; font-size: 1.2rem; }
h3 { margin: 1.75rem 0 0.4rem; font-size: 1rem; overflow-wrap: anywhere; }
h1, h2, h3 { break-after: avoid; }
p, ul { margin: 0.4rem 0; }
.measure { max-width: 52rem; }
.quiet, small { color: var(--quiet); font-weight: normal; }
small { font-size: 0.75rem; }
code, .id { font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; font-size: 0.85em; overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0.75rem 0; }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.tiles { gap: 0.6rem; }
.tiles > div { flex: 1 1 8.5rem; padding: 0.6rem 0.9rem; border-radius: 0.4rem; background: var(--tile); }
.tiles dd { font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tiles .pec { background: var(--pec); color: var(--pec-text); }
.tiles .partial { background: var(--partial); color: var(--partial-text); }
.tiles .none { background: var(--none); color: var(--none-text); }
.tiles .unobserved { background: var(--unobserved); color: var(--unobserved-text); }
.tiles [class] dt { color: inherit; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; list-style: none; }
.legend b { display: inline-block; width: 1.6em; border-radius: 0.2rem; text-align: center; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-size: 0.8125rem; font-weight: normal; }
tr { break-inside: avoid; }
table:not(.days) td { white-space: nowrap; }
.days { table-layout: fixed; width: 100%; min-width: 74rem; border-collapse: separate; border-spacing: 1px; }
.days th, .days td { border: 0; padding: 0.2rem 0; text-align: center; vertical-align: middle; font-variant-numeric: tabular-nums; }
.days .name { width: 15.5rem; padding-right: 0.6rem; text-align: left; overflow-wrap: anywhere; background: var(--page); position: sticky; left: 0; }
.days .sum { width: 10rem; padding-left: 0.6rem; text-align: left; font-size: 0.8125rem; }
.days tbody th { font-weight: 600; line-height: 1.3; }
.days small { display: block; font-size: 0.66rem; line-height: 1.5; }
time { white-space: nowrap; }
.days td { border-radius: 0.2rem; font-size: 0.8125rem; }
.p { background: var(--pec); color: var(--pec-text); }
.h { background: var(--partial); color: var(--partial-text); }
.n { background: var(--none); color: var(--none-text); }
.u { background: var(--unobserved); color: var(--unobserved-text); }
.told { padding-left: 1.1rem; font-size: 0.875rem; }
summary { cursor: pointer; }
@media (max-width: 40rem) {
  body { padding: 1rem; }
  time { white-space: normal; }
  .days { min-width: 62rem; }
  .days .name { width: 9.5rem; }
}
@media print {
  @page { size: A4 landscape; margin: 11mm; }
  :root {
    color-scheme: light; print-color-adjust: exact; -webkit-print-color-adjust: exact;
    --page: #fff; --text: #000; --quiet: #444; --line: #bbb; --tile: #f4f6f8;
    --pec: #d5eddb; --pec-text: #0c4520; --partial: #fbe9b7; --partial-text: #573f00;
    --none: #f6d3d1; --none-text: #6b1511; --unobserved: #e2e5e9; --unobserved-text: #39414a;
  }
  html { font-size: 11.5px; }
  body { max-width: none; padding: 0; }
  .measure { max-width: none; }
  .scroll { overflow: visible; }
  .days { min-width: 0; }
  .days .name { width: 58mm; position: static; }
  .days .sum { width: 36mm; }
  thead { display: table-header-group; }
  li { break-inside: avoid; }
  .customer { break-inside: avoid; }
  summary { list-style: none; }
  details::details-content { content-visibility: visible; block-size: auto; opacity: 1; }
}
`;
