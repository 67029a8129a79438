// Lighthouse on its default, slow phone: one JSON {url, headers, slowdown} a line in, one JSON report
// a line out. `slowdown`: how much slower than this machine the phone is; null for its own default.
// Arguments: the browser's path, then its flags.
import { createInterface } from "node:readline";
import { killAll, launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, ...chromeFlags] = process.argv.slice(2);

process.on("SIGTERM", () => {
  killAll(); // a browser of ours must not outlive us
  process.exit(1);
});

for await (const line of createInterface({ input: process.stdin })) {
  const { url, headers, slowdown } = JSON.parse(line);
  // A browser of its own for every page: nothing that an earlier one left behind makes it faster.
  const chrome = await launch({ chromePath, chromeFlags });
  try {
    const flags = { port: chrome.port, logLevel: "error", extraHeaders: headers };
    if (slowdown) flags.throttling = { cpuSlowdownMultiplier: slowdown };
    const { lhr } = await lighthouse(url, flags);
    console.log(JSON.stringify(lhr));
  } finally {
    chrome.kill();
  }
}
