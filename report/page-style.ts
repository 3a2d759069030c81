import { face, markCss, paletteCss } from './chart/style.ts';

/** Style sheet of every page: charts, text, phone and print. */
export const pageCss: string = `${paletteCss}${markCss}
*{box-sizing:border-box}
html{font-family:${face};font-size:17px;line-height:1.55;color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;color-scheme:light dark}
body{margin:0}
a{color:inherit;text-decoration-color:var(--quiet);text-underline-offset:.18em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
.language{max-width:1024px;margin:0 auto;padding:0 24px 64px;scroll-margin-top:100vh}
.other{display:none}
.language:target,.language:has(:target){display:block}
:root:has(.other:target,.other :target) .default{display:none}
.bar-top{display:flex;justify-content:space-between;align-items:baseline;padding:20px 0;border-bottom:1px solid var(--faint);font-size:.88rem}
.brand{font-weight:650;letter-spacing:.01em}.brand span{color:var(--quiet);font-weight:400;margin-left:.6em}
.switch{padding:8px 0}
.skip{position:absolute;left:-999em}.skip:focus{left:24px;top:8px;background:var(--paper);padding:8px}
.kicker{margin:40px 0 10px;color:var(--soft);font-size:.95rem}
h1{font-size:clamp(1.55rem,1.1rem + 1.7vw,2.1rem);line-height:1.2;letter-spacing:-.01em;font-weight:650;margin:0 0 16px;max-width:30em;text-wrap:balance;overflow-wrap:anywhere}
:lang(zh) h1{letter-spacing:0;line-height:1.32;font-weight:600}
h2{font-size:1.45rem;line-height:1.25;font-weight:650;margin:72px 0 8px;letter-spacing:-.008em}
h3{font-size:1.12rem;line-height:1.35;font-weight:650;margin:0}
.phrase{display:inline-block}.whole{white-space:nowrap}
.detail{font-size:1.08rem;color:var(--soft);margin:0 0 8px;max-width:44em}
.detail,.story,.note,figcaption{text-wrap:pretty}
.story{color:var(--soft);max-width:44em;margin:0 0 32px}
.note{color:var(--quiet);font-size:.88rem;max-width:52em;margin:4px 0 20px}
figure{margin:0}
.chart{display:block;width:100%;height:auto;overflow:visible}
.chart.narrow{display:none}
figcaption{color:var(--quiet);font-size:.88rem;max-width:60em;margin-top:14px}
.hourglass{margin-top:28px}
.relax{margin:28px 0 0;padding:16px 20px;border-left:4px solid var(--neck);background:var(--panel);max-width:48em}
.relax.shut{border-color:var(--shut)}
.relax strong,.caveats h2{display:block;font-size:.88rem;font-weight:650;margin:0 0 4px;letter-spacing:0}
.keys{display:grid;grid-template-columns:repeat(auto-fill,minmax(172px,1fr));gap:28px 20px;margin:56px 0 0;padding:28px 0;border-top:1px solid var(--faint);border-bottom:1px solid var(--faint)}
.keys div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.keys dt{color:var(--quiet);font-size:.85rem;line-height:1.35;margin-top:4px}
.keys dd{margin:0;font-size:1.32rem;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
.keys dd small{display:block;font-size:.85rem;color:var(--soft);font-weight:400;margin-top:2px}
.caveats{margin:40px 0 0;padding:16px 20px;background:var(--panel);max-width:48em;border-left:4px solid var(--quiet)}
.caveats ul{margin:0;padding-left:1.1em}.caveats li{margin:.25em 0;overflow-wrap:anywhere}
.floor{border-top:1px solid var(--faint);padding:28px 0 24px;display:grid;grid-template-columns:minmax(0,15rem) minmax(0,1fr);gap:8px 40px;break-inside:avoid}
.floor.bare{display:block;padding:14px 0}.bare header{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 14px}.floor.bare .room{font-size:1rem;margin:0}.floor.bare .room small{display:inline;margin-left:.6em}.bare header p:last-child,.bare>div{display:none}
.floor header p{margin:4px 0 0;color:var(--quiet);font-size:.9rem;line-height:1.45}
.floor h3 small{font-weight:400;font-size:.82rem;color:var(--quiet);margin-left:.5em}
.floor .room{font-size:1.32rem;font-weight:600;font-variant-numeric:tabular-nums;color:var(--ink);margin-top:10px}
.floor .room small{display:block;font-weight:400;font-size:.85rem;line-height:1.4;color:var(--quiet)}
.neck h3,.neck .room,.is-neck b{color:var(--neck)}.shut h3,.shut .room,.is-shut b{color:var(--shut)}
table{border-collapse:collapse;width:100%;font-size:.94rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:8px 12px 8px 0;vertical-align:baseline;border-bottom:1px solid var(--faint);overflow-wrap:anywhere}
th{font-weight:400}
thead th{color:var(--quiet);font-size:.82rem}
.number{text-align:right;padding:8px 0 8px 16px;white-space:nowrap}
td.number{font-weight:600}
.range{display:block;font-weight:400;color:var(--quiet);font-size:.85rem;line-height:1.3}
td small,th small{display:block;color:var(--quiet);font-size:.82rem;line-height:1.4;font-weight:400}
.floor thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.limits{list-style:none;margin:12px 0 0;padding:4px 14px;font-size:.94rem;background:var(--panel)}
.limits li+li{border-top:1px solid var(--faint)}
.limits li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 16px;padding:8px 0}
.limits b{font-variant-numeric:tabular-nums;font-weight:600}
.limits small{grid-column:1/-1;color:var(--quiet);font-size:.85rem;line-height:1.4}
.grade{display:inline-block;min-width:1.7em;text-align:center;border:1px solid var(--quiet);border-radius:3px;font-size:.82rem;font-weight:600;line-height:1.5}
.grade.D{border-color:var(--neck);background:var(--neck);color:var(--paper)}
.toggle{display:inline-flex;gap:.5em;align-items:center;font-size:.9rem;margin:0 0 12px;padding:6px 0;cursor:pointer}
.inputs:has(.toggle input:checked) tr[data-grade]:not([data-grade=D]),.inputs:has(.toggle input:checked) tr[data-grade=""]{display:none}
.grades{color:var(--quiet)}
.sources{padding-left:2.2em;font-size:.92rem}.sources li{margin:.5em 0;overflow-wrap:anywhere}.sources small{color:var(--quiet);display:block}
.sources li:target,.floor:target{background:var(--panel);outline:8px solid var(--panel)}
.reproduce{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 20px;font-size:.9rem}
.reproduce dt{color:var(--quiet)}.reproduce dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--panel);padding:14px 16px;font-size:.85rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:16px 0 0}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em}
footer{margin-top:64px;border-top:1px solid var(--faint);padding-top:16px;color:var(--quiet);font-size:.85rem}
.scroll{overflow-x:auto}
table.sheet{font-size:.9rem}table.sheet th{overflow-wrap:normal;min-width:6.5em}table.sheet th.number{min-width:4em;white-space:normal}table.sheet td.number{font-weight:500}table.sheet .prose{padding-left:20px;padding-right:0;min-width:18em}
.compare .number{white-space:normal;word-break:keep-all}.difference{display:block;font-weight:400;font-size:.85rem;line-height:1.3;color:var(--soft)}h1.first{margin-top:40px}
.study td,.study th{padding-right:20px;overflow-wrap:normal}.study .number{padding-left:0;white-space:nowrap}.study td:last-child,.study th:last-child{padding-right:0}.study td:last-child:not(.number){min-width:15em}.study th:first-child{min-width:6em}
details{margin-top:24px}summary{cursor:pointer;padding:8px 0}section h3{margin:28px 0 8px}.floor h3{margin:0}
.thumbs{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:32px 24px;margin:32px 0 0}
.thumbs figure .chart{max-width:170px}
.thumbs figcaption{color:inherit}.letter{color:var(--quiet);margin-right:.5em}
.thumbs h2{font-size:1rem;margin:12px 0 4px;overflow-wrap:anywhere}.thumbs p{margin:0;color:var(--soft);font-size:.9rem;line-height:1.45}
@media (min-width:720px){.thumbs{grid-template-columns:repeat(auto-fit,minmax(210px,1fr))}}
@media screen and (max-width:719px){
html{font-size:16px}.language{padding:0 16px 48px}
.kicker{margin-top:28px}h2{margin-top:56px}
.chart.wide{display:none}.chart.narrow{display:block}
.brand span,.compare .range{display:none}
.compare td,.compare th{padding-right:6px;font-size:.86rem}.compare td:last-child{padding-right:0}
.keys{grid-template-columns:repeat(2,minmax(0,1fr));margin-top:40px}
.floor{grid-template-columns:minmax(0,1fr);gap:14px}
.reproduce{grid-template-columns:minmax(0,1fr);gap:0}.reproduce dd{margin-bottom:8px}
.inputs thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.inputs table,.inputs tbody{display:block}
.inputs tbody tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 16px;padding:10px 0;border-bottom:1px solid var(--faint)}
.inputs tbody th{grid-area:1/1/5/3;display:grid;grid-template:subgrid/subgrid;padding:0;border:0}
.inputs th small{grid-area:3/1/4/3}.inputs th small+small{grid-row:4}
.inputs td.number{grid-area:2/1/3/3;padding:0;border:0;text-align:left;white-space:normal}
.inputs td.number:last-child{grid-area:1/2}.inputs .range{display:inline;margin-left:.6em}
}
@media print{
@page{margin:14mm}
html{font-size:9.5pt;background:#fff}:root{--paper:#fff}
.language{max-width:none;padding:0}.switch,.skip,.toggle{display:none}
.bar-top{padding:0 0 8pt}.kicker{margin-top:12pt}
.chart.wide{display:block}.chart.narrow{display:none}
h2{margin-top:24pt;break-after:avoid}h3{break-after:avoid}
figure,.keys div,table tr,.caveats,.relax,.limits li{break-inside:avoid}
.floor{padding:12pt 0;grid-template-columns:12rem minmax(0,1fr)}
.page{break-before:page}
a{text-decoration:none}.grade.D{background:none;color:var(--neck)}.limits,.caveats,.relax{padding-left:10pt}
.room{margin-top:4pt}.keys{margin:18pt 0 0;padding:12pt 0;gap:12pt}.caveats,.relax{margin-top:14pt}section h2{margin-top:22pt}
}
`;
