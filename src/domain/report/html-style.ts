/** How the HTML report looks: light and dark by the reader's own setting, on paper, and on a screen of 320 pixels. */

const COLOURS = `
:root { color-scheme: light dark;
  --page: #f4f4f2; --sheet: #ffffff; --text: #1f2328; --subtle: #5b636d; --line: #d9dce1; --head: #f6f7f8; --link: #0b57d0;
  --bad: #a4262c; --bad-back: #fdeeee; --unsure: #7a5200; --unsure-back: #fdf4dc;
  --good: #1e6b3a; --good-back: #e9f5ec; --neutral: #4a5560; --neutral-back: #eef0f2; }
@media (prefers-color-scheme: dark) { :root {
  --page: #15171a; --sheet: #1d2024; --text: #e8eaed; --subtle: #a3abb5; --line: #3a3f46; --head: #262a2f; --link: #8ab4f8;
  --bad: #ff9b9b; --bad-back: #3b1d20; --unsure: #f2c661; --unsure-back: #362b10;
  --good: #8fd6a6; --good-back: #173221; --neutral: #b9c1ca; --neutral-back: #2a2f35; } }`;

const TEXT = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2.5rem 3rem 4rem; max-width: 68rem; background: var(--sheet); color: var(--text);
  font: 400 0.9375rem/1.55 "Segoe UI", -apple-system, "Noto Sans", "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
html { background: var(--page); }
h1, h2, h3, h4, h5 { line-height: 1.25; margin: 0 0 0.5rem; font-weight: 600; text-wrap: balance; }
h1 { font-size: 1.9rem; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; margin-top: 3rem; padding-bottom: 0.4rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.08rem; margin-top: 2.25rem; }
h4 { font-size: 0.9375rem; margin-top: 1rem; }
p { margin: 0 0 0.75rem; max-width: 48rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code { font: 0.85em/1.5 ui-monospace, Consolas, "Liberation Mono", monospace; }
.subtle, h3 .subtle { color: var(--subtle); font-weight: 400; }
ol, ul { margin: 0 0 0.75rem; padding-left: 1.4rem; max-width: 48rem; }
.brand { margin: 0 0 0.25rem; color: var(--subtle); font-size: 0.8125rem; letter-spacing: 0.08em; text-transform: uppercase; }`;

const PARTS = `
.verdict { max-width: none; margin: 1.25rem 0 1.5rem; padding: 0.9rem 1.1rem; border-left: 6px solid; border-radius: 4px; }
.verdict strong { display: block; font-size: 1.25rem; }
.verdict span { color: var(--text); }
.bad { color: var(--bad); } .unsure { color: var(--unsure); } .good { color: var(--good); } .neutral { color: var(--neutral); }
.verdict.bad, .badge.bad { background: var(--bad-back); } .verdict.unsure, .badge.unsure { background: var(--unsure-back); }
.verdict.good, .badge.good { background: var(--good-back); } .badge.neutral { background: var(--neutral-back); }
.badge { display: inline-block; white-space: nowrap; padding: 0.05rem 0.5rem; border-radius: 3px; font-size: 0.8125rem; font-weight: 600; line-height: 1.5; }
dl { display: grid; grid-template-columns: 11rem 1fr; gap: 0.3rem 1rem; margin: 0 0 1rem; }
dl > div { display: contents; }
dt { color: var(--subtle); } dd { margin: 0; }
nav { margin: 1.75rem 0 0; padding: 0.9rem 1.1rem; background: var(--head); border-radius: 4px; }
nav ul { list-style: none; margin: 0; padding: 0; max-width: none; columns: 17rem; column-gap: 2rem; }
nav li { padding: 0.12rem 0; break-inside: avoid; }
.group { margin: 0.75rem 0 1.25rem; padding: 0.1rem 0 0.1rem 1rem; border-left: 3px solid; }
.group > * { color: var(--text); } .group h4 { margin-top: 0.15rem; }
.group.neutral, .group.good { border-left-width: 2px; }`;

const TABLES = `
table { width: 100%; border-collapse: collapse; margin: 0.5rem 0 1.5rem; font-size: 0.875rem; line-height: 1.45; }
caption { text-align: left; color: var(--subtle); padding-bottom: 0.4rem; font-size: 0.8125rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { font-weight: 600; color: var(--subtle); font-size: 0.8125rem; border-bottom: 1px solid var(--subtle); }
tbody th { min-width: 9rem; } td { min-width: 5.6rem; } th:last-child, td:last-child { padding-right: 0; }
.columns-3 tbody th { width: 34%; } .columns-3 tbody th + td { width: 30%; }
.group table { margin-bottom: 0.5rem; }`;

/** A row becomes a small list: nothing is scrolled sideways on a phone. */
const NARROW = `
@media screen and (max-width: 46rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.25rem; }
  dl { display: block; } dl > div { display: block; margin-bottom: 0.5rem; }
  nav ul { columns: 1; }
  .group { padding-left: 0.7rem; }
  table, caption, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border-bottom: 1px solid var(--line); padding: 0.6rem 0; }
  tbody th, td { width: auto !important; min-width: 0; padding: 0.1rem 0; border: 0; }
  td.none { display: none; }
  td::before { content: attr(data-label); display: block; color: var(--subtle); font-size: 0.75rem; font-weight: 400; }
}`;

const PAPER = `
@page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  :root { color-scheme: light; --page: #fff; --sheet: #fff; --text: #000; --subtle: #444; --line: #bbb; --head: #f4f4f4; --link: #000;
    --bad: #8c1c22; --bad-back: #fff; --unsure: #5f4000; --unsure-back: #fff; --good: #14532b; --good-back: #fff;
    --neutral: #333; --neutral-back: #fff; }
  html, body { background: #fff; } body { max-width: none; padding: 0; font-size: 9.5pt; }
  .badge { border: 1px solid; } .verdict { border: 1px solid; border-left-width: 6px; }
  h2 { margin-top: 1.8rem; } h2, h3, h4, caption { break-after: avoid; }
  tr, .verdict, dl > div, li { break-inside: avoid; } thead { display: table-header-group; }
  table { font-size: 8.5pt; } nav { break-inside: avoid; }
  p, li { orphans: 3; widows: 3; }
}`;

export const REPORT_STYLE = [COLOURS, TEXT, PARTS, TABLES, NARROW, PAPER].join('').trim();
