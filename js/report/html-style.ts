/** Style of the HTML report, in both colour schemes. */
export const style = `
:root{color-scheme:light dark;--ink:#1a2230;--paper:#fff;--soft:#5a6473;--line:#d9dee6;--accent:#0b6bcb;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--paper:#12161d;--soft:#9aa5b4;--line:#2c3440;--accent:#6db3f8;--bad:#ff8a80}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.8rem;margin:0 0 .5rem}h2{margin:2rem 0 .5rem;font-size:1.25rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{color:var(--soft);font-weight:600}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
a{color:var(--accent)}.track{fill:var(--line)}.bar{fill:var(--accent)}.warning{border-inline-start:4px solid var(--bad);padding-inline-start:.75rem}
.point{fill:var(--soft);fill-opacity:.35}.flagged{fill:none;stroke:var(--bad);stroke-width:1.5}svg.map{width:100%;height:auto;border:1px solid var(--line)}
figure{margin:.5rem 0 1rem}figcaption{color:var(--soft);font-size:.85rem}svg.histogram{display:block;width:100%;max-width:26rem;height:auto}
svg text{fill:var(--ink);font-size:13px}.rest{fill:var(--soft);fill-opacity:.45}.hit{fill:var(--bad);color:var(--bad)}.same{fill:var(--accent)}.axis{stroke:var(--soft)}svg.confusion{width:100%;height:auto}
footer{margin-top:3rem;color:var(--soft);font-size:.85rem}
`;
