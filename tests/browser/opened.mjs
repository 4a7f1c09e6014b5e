// How long pages take to open on a slow line and a slow machine, each time in a new browser window.
//
// task   {base, executable, goes, pages: [{name, path, cookies}]} as JSON on standard input
// found  [{name, shape, first, largest, blocked, shift, bytes}], medians of all goes; times are in
//        milliseconds, blocked is what long tasks took beyond 50 each, bytes is what came over the line
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

// A slow 4G line and a phone of the middle class: what Lighthouse takes for its mobile report; and a desk.
const SHAPES = {
  phone: { width: 390, height: 844, latency: 150, kilobits: 1638, slower: 4 },
  desk: { width: 1280, height: 900, latency: 40, kilobits: 10240, slower: 1 },
};
const SETTLED = 500; // milliseconds after the last file
const task = JSON.parse(readFileSync(0, "utf8"));
const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
const browser = await chromium.launch({ executablePath: task.executable, args });

// Runs in the page, before anything of it: keeps what the browser tells of how it was drawn.
function watch() {
  window.seen = { largest: 0, blocked: 0, shift: 0 };
  const each = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  each("largest-contentful-paint", (entry) => { window.seen.largest = entry.startTime; });
  each("longtask", (entry) => { window.seen.blocked += Math.max(entry.duration - 50, 0); });
  each("layout-shift", (entry) => { window.seen.shift += entry.hadRecentInput ? 0 : entry.value; });
}

async function opened({ path, cookies }, { width, height, latency, kilobits, slower }) {
  const context = await browser.newContext({ viewport: { width, height } });
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: task.base })));
  await context.addInitScript(watch);
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  const speed = (kilobits * 1024) / 8;
  let bytes = 0;
  line.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions",
    { offline: false, latency, downloadThroughput: speed, uploadThroughput: speed });
  await line.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto(task.base + path, { waitUntil: "networkidle" });
  await page.waitForTimeout(SETTLED);
  const found = await page.evaluate(() => ({
    ...window.seen,
    first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  }));
  await context.close();
  return { ...found, bytes };
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
const found = [];
for (const asked of task.pages) {
  for (const [shape, how] of Object.entries(SHAPES)) {
    const goes = [];
    for (let go = 0; go < task.goes; go += 1) goes.push(await opened(asked, how));
    const middle = Object.keys(goes[0]).map((key) => [key, median(goes.map((each) => each[key]))]);
    found.push({ name: asked.name, shape, ...Object.fromEntries(middle) });
  }
}
await browser.close();
process.stdout.write(JSON.stringify(found));
