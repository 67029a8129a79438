// Ranks cards as a phone does: the page's own script over the file of weights that is the first
// argument. A line in is a text, a line out its cards and chances, both as JSON.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import vm from "node:vm";

const script = readFileSync(new URL("../webapp/static/ranking.js", import.meta.url), "utf8");
const ranking = vm.runInThisContext(`${script}\nranking;`);
const chances = ranking.opened(Uint8Array.from(readFileSync(process.argv[2])).buffer);
createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(chances(JSON.parse(line)))}\n`);
});
