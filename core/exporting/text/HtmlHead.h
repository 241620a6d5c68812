// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// What each HTML document begins with. It has no link to another site; the policy also blocks what
/// a hostile text could do. In print, long tables of a document of several reports end after
/// kPrintedRows, as in a PDF.
inline constexpr auto kHtmlHead = R"(<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
<meta name="viewport" content="width=device-width"/>
<style>
:root { font-size: 15px; color-scheme: light dark; --text: #1c2126; --soft: #5a646e; --line: #d5dade;
  --head: #eef1f4; --page: #ffffff; --link: #1f5fa8; --good: #2c7a4b; --bad: #b3362b; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ec; --soft: #a0abb6; --line: #3b444d;
  --head: #262d34; --page: #181d22; --link: #7db3ee; --good: #6cc391; --bad: #f08a7f; } }
body { font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif; color: var(--text);
  background: var(--page); max-width: 76rem; margin: 2rem auto; padding: 0 1.5rem; }
header { display: flex; align-items: center; justify-content: space-between; gap: 1.5rem; }
header img { max-height: 4rem; max-width: 14rem; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.35rem; margin: 3rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
a { color: var(--link); } p { max-width: 48rem; margin: .5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.2rem; margin: .6rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.verdict { background: var(--head); border-left: .4rem solid var(--soft); padding: .6rem 1rem;
  margin: 1rem 0; }
.verdict.good { border-color: var(--good); } .verdict.bad { border-color: var(--bad); }
.verdict strong { font-size: 1.3rem; } .verdict p { margin: .2rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem;
  margin: 1rem 0; }
.figures div { border: 1px solid var(--line); padding: .5rem .8rem; }
.figures strong { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.figures span, .note { color: var(--soft); font-size: .9rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
.charts figcaption { font-weight: bold; padding: 0 0 .3rem; } .charts a { color: #1f5fa8; }
nav ul { columns: 16rem; padding-left: 1.2rem; margin: .4rem 0; }
.scroll { overflow: auto; max-height: 40rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .8rem 0; }
th, td { padding: .25rem .7rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
th { background: var(--head); position: sticky; top: 0; }
th.figure, td.figure { text-align: right; } td.figure { white-space: nowrap; }
td.text { white-space: pre-wrap; overflow-wrap: break-word; max-width: 32rem; }
tfoot td { font-weight: bold; border-top: 2px solid var(--soft); border-bottom: none; }
summary { cursor: pointer; color: var(--soft); margin: .6rem 0; }
figure { margin: 1rem 0; padding: .5rem; background: #ffffff; color: #1c2126;
  border: 1px solid var(--line); max-width: 60rem; }
figure svg { width: 100%; height: auto; display: block; }
pre { background: var(--head); padding: .8rem; overflow-x: auto; font-size: .85rem; }
.printed { display: none; }
@media print { :root { font-size: 10px; --text: #000; --soft: #444; --line: #bbb; --head: #eee;
    --page: #fff; --good: #2c7a4b; --bad: #b3362b; }
  @page { size: A4; margin: 15mm; }
  body { max-width: none; margin: 0; padding: 0; } h2 { margin-top: 1.6rem; }
  nav, .charts { break-after: avoid; } .first { break-after: page; }
  h2, h3, .explained { break-after: avoid; } tr, figure, .figures, .verdict { break-inside: avoid; }
  .figures { grid-template-columns: repeat(4, 1fr); } .charts { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; max-height: none; } th { position: static; }
  th, td { padding: .15rem .4rem; } td.text { max-width: 16rem; }
  .several section:not(#receipt) tbody tr:nth-child(n+61) { display: none; } .printed { display: block; }
  thead { display: table-header-group; } tfoot { display: table-row-group; }
  pre { white-space: pre-wrap; } }
</style>
)";

} // namespace faultline
