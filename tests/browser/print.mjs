// One warm Chromium that prints. It is asked by lines on standard input, and answers each with a line.
//
// asked    {"page": "file:///...html"}     prints that page as a tagged PDF
// answers  {"seconds": 0.81, "bytes": 162000, "pages": 13}
// Its arguments: the path of Chromium.
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: process.getuid?.() === 0 ? ["--disable-gpu", "--no-sandbox"] : ["--disable-gpu"],
});
const page = await browser.newPage();
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const start = performance.now();
  await page.goto(asked.page);
  const printed = await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true });
  const seconds = (performance.now() - start) / 1000;
  const pages = printed.toString("latin1").match(/\/Type *\/Page\b/g)?.length ?? 0;
  process.stdout.write(`${JSON.stringify({ seconds, bytes: printed.length, pages })}\n`);
}
await browser.close();
