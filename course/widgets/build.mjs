// Bundles src/*.js to static/*.js. `node build.mjs --outdir DIR` writes elsewhere (the test of the
// committed bundles does so).
import { fileURLToPath } from "node:url";
import path from "node:path";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const flag = process.argv.indexOf("--outdir");
const outdir = flag === -1 ? path.join(here, "static") : path.resolve(process.argv[flag + 1]);

await build({
  absWorkingDir: here,
  entryPoints: [
    "kernel_slider.js",
    "pixel_inspector.js",
    "choice.js",
    "kernel_studio.js",
    "padding_lab.js",
    "pool_lab.js",
    "activation_zoo.js",
    "stride_ruler.js",
    "channel_mixer.js",
    "logits_to_loss.js",
    "gradient_flow.js",
    "train_monitor.js",
    "architecture_walk.js",
    "draw_digit.js",
    "widgets.css",
  ].map((name) => `src/${name}`),
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
