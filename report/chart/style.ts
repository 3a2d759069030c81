/**
 * Chinese faces draw the apostrophe as wide as a character; a Latin face lends its own.
 *
 * Colours of charts and pages. Blue and vermilion tell apart under every common colour blindness; warnings are
 * also told by shape and word. Dark values follow the reader's system unless a page says otherwise.
 */
export const paletteCss: string = `
@font-face{font-family:"Latin marks";src:local("Liberation Sans"),local("Arial"),local("DejaVu Sans");unicode-range:U+2018-2019}
:root{--paper:#fdfcf9;--panel:#f5f2ea;--ink:#1b2127;--soft:#4a535e;--quiet:#5d6672;--faint:#e4dfd3;--flow:#1f6fa8;--edge:#0f4c78;--neck:#9a4a00;--shut:#b3261e;--focus:#0b57d0;
--over:#fff;--c1:#1f6fa8;--c2:#a8641a;--c3:#3a7a66;--c4:#84528a;--c5:#66727f;--c6:#7d6a14;--c7:#a14f40;--c8:#3d4f63}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14181c;--panel:#1d2329;--ink:#eceae4;--soft:#bfc6ce;--quiet:#9aa4af;--faint:#303841;--flow:#4f9fd8;--edge:#9cd0f5;--neck:#f0a04b;--shut:#ff8a7a;--focus:#8ab4f8;
--over:#10151a;--c1:#5aa6dc;--c2:#e0a458;--c3:#74b59f;--c4:#b98bbe;--c5:#9aa6b3;--c6:#d3c066;--c7:#d08a7c;--c8:#a9bacd}}
`;

/** System faces with a Chinese one for each system. `system-ui` is left out: on Linux it is often a face without Chinese. */
export const face: string =
  '-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Latin marks","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif';

/** Marks of every chart. */
export const markCss: string = `
.chart{font-family:${face};font-variant-numeric:tabular-nums}
.chart text{fill:var(--ink)}
.chart tspan.quiet{fill:var(--quiet);font-weight:400}
.chart .strong,.chart .figure{font-weight:600}
.chart .quiet{fill:var(--quiet);font-weight:400}
.chart text.neck{fill:var(--neck)}
.chart text.shut{fill:var(--shut)}
.chart text.over{fill:var(--over);font-weight:600}
.chart .paper{fill:var(--paper)}
.chart .rule{stroke:var(--ink);stroke-width:1.5;fill:none}
.chart .rule.faint{stroke:var(--faint);stroke-width:1}
.chart .rule.neck{stroke:var(--neck)}
.chart .rule.shut{stroke:var(--shut)}
.chart .halo{stroke:var(--paper);stroke-width:4;opacity:.75}
.chart .solid.neck{fill:var(--neck)}
.chart .solid.shut,.chart .gate{fill:var(--shut)}
.chart .gate{stroke:var(--paper);stroke-width:1.5}
.chart .fade{stop-color:var(--paper)}
.chart .grid{stroke:var(--faint);stroke-width:1}
.chart .guide{stroke:var(--quiet);stroke-width:1;stroke-dasharray:2 4}
.chart .guide.inside{stroke:var(--paper);opacity:.55}
.chart .body{fill:var(--flow)}
.chart .p90{fill-opacity:.16}.chart .p75{fill-opacity:.2}.chart .p50{fill-opacity:.34}.chart .p25{fill-opacity:.34}.chart .p10{fill-opacity:.45}
.chart .body.only{fill-opacity:.62}
.chart .edge{fill:none;stroke:var(--edge);stroke-width:1.25;stroke-linecap:round}
.chart .edge.open{stroke-dasharray:.1 5;stroke-width:1.75}
.chart .bar.flow{fill:var(--flow)}.chart .bar.muted{fill:var(--quiet)}.chart .bar.neck{fill:var(--neck)}.chart .bar.shut{fill:var(--shut)}
.chart .whisker{stroke:var(--ink);stroke-width:1.25}
.chart .band5{fill:var(--flow);fill-opacity:.22}.chart .band25{fill:var(--flow);fill-opacity:.45}
.chart .dot{fill:var(--edge);stroke:var(--paper);stroke-width:1.5}
.chart .mark{fill:var(--neck);stroke:var(--paper);stroke-width:1}
.chart .line{fill:none;stroke:var(--edge);stroke-width:2}
.chart .series{fill:none;stroke-width:2;stroke-linejoin:round}.chart .series.dashed{stroke-dasharray:5 4}
.chart .s1{stroke:var(--c1)}.chart .s2{stroke:var(--c2)}.chart .s3{stroke:var(--c3)}.chart .s4{stroke:var(--c4)}.chart .s5{stroke:var(--c5)}.chart .s6{stroke:var(--c6)}.chart .s7{stroke:var(--c7)}.chart .s8{stroke:var(--c8)}
.chart .c1{fill:var(--c1)}.chart .c2{fill:var(--c2)}.chart .c3{fill:var(--c3)}.chart .c4{fill:var(--c4)}.chart .c5{fill:var(--c5)}.chart .c6{fill:var(--c6)}.chart .c7{fill:var(--c7)}.chart .c8{fill:var(--c8)}
.chart .up{fill:var(--neck)}.chart .down{fill:var(--c3)}
.chart .cell{fill:var(--flow);stroke:var(--paper);stroke-width:2}.chart .cell.none{fill:var(--panel)}.chart .cell.shut{fill:var(--shut)}
.chart .l1{fill-opacity:.1}.chart .l2{fill-opacity:.2}.chart .l3{fill-opacity:.32}.chart .l4{fill-opacity:.46}.chart .l5{fill-opacity:1}
@media print{.chart{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;

/** The whole style sheet of a chart that stands alone. */
export const chartCss: string = paletteCss + markCss;

/** Marks of wafer maps alone. */
export const waferCss: string = `
.chart .wafer{fill:var(--panel)}
.chart .wafer-rim{fill:none;stroke:var(--quiet);stroke-width:1.25}
.chart .usable{fill:none;stroke:var(--quiet);stroke-width:.75;stroke-dasharray:1.5 3}
.chart .die{stroke:var(--paper);stroke-width:.6}
.chart .die.fine{stroke:none}
.chart .die.good{fill:var(--c3)}.chart .die.salvaged{fill:var(--c2)}.chart .die.bad{fill:var(--shut);fill-opacity:.62}.chart .die.partial{fill:var(--faint);stroke:var(--panel)}
.chart .die-hatch{fill:none;stroke:var(--paper);stroke-width:.9;opacity:.6}
.chart .defect{fill:var(--ink);stroke:var(--paper);stroke-width:.7}
.chart .field-grid{fill:none;stroke:var(--ink);stroke-width:1.25;opacity:.8}
`;
