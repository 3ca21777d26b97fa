"""How feedback looks: one style sheet, scoped to its own `<div>`.

Colours come from JupyterLab's theme, then VS Code's, then a light fallback, which is what
nbgrader's feedback pages show. Cells of grids bring their own colours and look alike everywhere.
"""

from __future__ import annotations

ROOT = "cnn-feedback"

_RULES = """
.R{--fg:var(--jp-content-font-color1,var(--vscode-editor-foreground,#1f1f1f));
--bg:var(--jp-layout-color1,var(--vscode-editor-background,#fff));
--line:var(--jp-border-color2,var(--vscode-panel-border,#d5d5d5));
--soft:rgba(127,127,127,.13);--key:#d6006c;--tone:#767676;
color:var(--fg);background:var(--bg);box-sizing:border-box;max-width:58rem;margin:.4em 0;
padding:.75em 1.1em .8em;border:1px solid var(--line);border-left:5px solid var(--tone);
border-radius:4px;
font:14px/1.5 var(--jp-content-font-family,system-ui,-apple-system,"Segoe UI",sans-serif);
overflow-wrap:anywhere}
.R.passed{--tone:#0b7a5f}.R.partial{--tone:#c77700}.R.failed{--tone:#8a63b8}
.R p,.R dl,.R dd,.R ul,.R ol,.R pre{margin:0;padding:0;color:inherit}
.R p+p,.R .md>*+*{margin-top:.45em}
.R code,.R pre:not(.key){
font:.93em/1.45 var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);
color:inherit;background:var(--soft);border:0;border-radius:3px;padding:.08em .32em}
.R pre:not(.key){padding:.5em .7em;white-space:pre-wrap;max-height:18em;overflow:auto}
.R pre code{background:none;padding:0;font-size:1em}
.R .top{display:flex;flex-wrap:wrap;align-items:baseline;gap:.1em .55em;font-size:1.1em}
.R .top code{background:none;padding:0;font-weight:700;font-size:1em}
.R .top i{font-style:normal;font-weight:700;align-self:center;flex:none;width:1.35em;height:1.35em;
line-height:1.35em;text-align:center;border-radius:50%;box-shadow:inset 0 0 0 2px var(--tone);
font-size:.85em}
.R.passed .top i{background:var(--tone);color:#fff}
.R.partial .top i{background:linear-gradient(90deg,var(--tone) 50%,transparent 50%)}
.R .meter{display:flex;gap:3px;width:10em;margin-left:auto;align-self:center}
.R .meter span{height:.6em;border-radius:2px;border:1.5px solid var(--tone);box-sizing:border-box}
.R .meter .on{background:var(--tone)}
.R .rows>div{display:flex;flex-wrap:wrap;gap:.1em 1em;margin-top:.75em}
.R dt{flex:0 0 10.2em;font-weight:600;white-space:nowrap;opacity:.8;margin:0;float:none;
width:auto;text-align:left}
.R dd{flex:1 1 24em;min-width:0}
.R .small{font-size:.9em;opacity:.85}.R .grids+.small{margin-top:.5em}
.R .grids{display:flex;flex-wrap:wrap;gap:.7em 2em;margin:.5em 0 .2em;align-items:flex-start}
.R table{border-collapse:separate;border-spacing:0;border:0;margin:0;width:auto;
font:13px/1.3 var(--jp-ui-font-family,system-ui,sans-serif);
font-variant-numeric:tabular-nums;table-layout:auto;color:inherit}
.R table caption{caption-side:top;text-align:left;padding:0 0 .3em;color:inherit;white-space:nowrap}
.R .g caption{padding-left:1.45em;white-space:normal}
.R .flat caption{padding-left:.4em}
.R .g caption b,.R .g caption span{display:block}.R .g caption span{font-size:.92em;opacity:.85}
.R .g caption code{padding:0;background:none;font-size:1em}
.R table tr:nth-child(n),.R table tr:nth-child(n):hover{background:none}
.R table tr:nth-child(n)>th,.R table tr:nth-child(n)>td{
border:0;background:none;color:inherit;vertical-align:middle;
padding:.12em 1.1em .12em 0;text-align:left;max-width:none;white-space:normal}
.R .g tr:nth-child(n)>th{
font-weight:400;font-size:11px;opacity:.75;text-align:center;padding:.1em .5em}
.R .g tr:nth-child(n)>td{
--t:0px;--r:0px;--b:0px;--l:0px;min-width:2.75em;height:2.65em;box-sizing:border-box;
padding:.2em .5em;text-align:center;white-space:nowrap;
box-shadow:inset 0 var(--t) var(--key),inset calc(0px - var(--r)) 0 var(--key),
inset 0 calc(0px - var(--b)) var(--key),inset var(--l) 0 var(--key),
inset 0 calc(var(--t)*1.5) #fff,inset calc(0px - var(--r)*1.5) 0 #fff,
inset 0 calc(0px - var(--b)*1.5) #fff,inset calc(var(--l)*1.5) 0 #fff,
inset 0 0 0 .5px rgba(127,127,127,.6)}
.R .g tr:nth-child(n)>.t{--t:3px}.R .g tr:nth-child(n)>.r{--r:3px}
.R .g tr:nth-child(n)>.b{--b:3px}.R .g tr:nth-child(n)>.l{--l:3px}
.R .g tr:nth-child(n)>.n{
--hatch:repeating-linear-gradient(45deg,rgba(127,127,127,.3) 0 2px,transparent 2px 6px);
background-image:var(--hatch)}
.R .g tr:nth-child(n)>.gap{min-width:0;height:auto;box-shadow:none;padding:.1em .4em}
.R .g tr:nth-child(n)>.x{
background-image:linear-gradient(225deg,currentColor 0 .45em,transparent .46em),
var(--hatch,none)}
.R .g u{text-decoration:underline;text-decoration-thickness:1.5px;text-underline-offset:2px}
.R .key{display:inline-block;width:.85em;height:.85em;border:2.5px solid var(--key);
vertical-align:-.1em;box-sizing:border-box}
.R .fold{color:#777;display:inline-block;width:.85em;height:.85em;vertical-align:-.1em;
background:linear-gradient(225deg,currentColor 0 .5em,var(--soft) .51em)}
.R table.facts{margin-top:.5em}
.R .sum{font-variant-numeric:tabular-nums;margin:.45em 0}
.R .sum b{white-space:nowrap}
.R details{margin-top:.45em}
.R .folds{border-top:1px solid var(--line);margin-top:.95em;padding-top:.3em}
.R summary{cursor:pointer;display:list-item;font-weight:600}
.R details>:not(summary),.R details>table.parts{margin:.35em 0 .2em 1.1em}
.R ul,.R ol{padding-left:1.2em}
.R .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
"""

STYLE = "<style>" + _RULES.strip().replace(".R", f".{ROOT}").replace("\n", "") + "</style>"
"""The style sheet, ready to stand inside the `<div>`."""
