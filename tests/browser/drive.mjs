// Looks at pages in Chromium. Reads a task as JSON from standard input, prints findings as JSON.
//
// task   {base, executable, pictures, people: [{name, cookies, javascript, width, within, kept, visits, steps}]}
// visit  {path, widths: [1280, 390, 320], keys: 0}    one load, looked at in each width; then the
//        Tab key is pressed so many times
// step   {do: "open", path} and the others in `acts`, one after the other; it stops where one fails,
//        and says what stood on the page
// found  {visits: [{person, path, width, status, title, violations, overflow, unread, errors}], steps: [...]}
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { shown } from "./authenticator.mjs";
import { called, clipped, focused, onEachSheet, overflow, restless, space, unread, unseen, useless } from "./checks.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHEET = 740; // pixels that a sheet of paper has between its margins
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const QUIET = [
  "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

const task = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath: task.executable,
  args: process.getuid?.() === 0 ? [...QUIET, "--no-sandbox"] : QUIET,
});

// What a page may do wrong without anybody seeing it: script faults, refused content, lost files.
function listen(page) {
  const errors = [];
  page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
  page.on("console", (said) => {
    if (said.type() === "error") errors.push(`console: ${said.text()}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") errors.push(`lost: ${request.url()} ${why}`); // left too early
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(task.base) && !url.startsWith("data:")) errors.push(`elsewhere: ${url}`);
  });
  return errors;
}

async function violations(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }),
    TAGS,
  );
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} | ${n.failureSummary}`) }));
}

async function visit(context, person, { path, widths = [1280, 390, 320], keys = 0 }, found) {
  const page = await context.newPage();
  const errors = listen(page);
  const answer = await page.goto(task.base + path);
  for (const [at, width] of widths.entries()) {
    await page.setViewportSize({ width, height: width > 600 ? 900 : 800 });
    if (task.pictures) {
      const name = `${person.name} ${path}`.replace(/[^a-z0-9]+/gi, "-");
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(200); // long pages are painted in parts
      await page.screenshot({ path: `${task.pictures}/${name}-${width}.png` });
    }
    found.push({
      person: person.name,
      path,
      width,
      status: answer.status(),
      title: await page.title(),
      overflow: await page.evaluate(overflow),
      unread: await page.evaluate(unread),
      violations: width === 320 ? [] : await violations(page),
      errors: at ? [] : errors,
    });
  }
  const last = found.at(-1);
  if (keys) last.focus = await pressed(page, keys);
  await page.evaluate(space);
  last.spaced = { overflow: await page.evaluate(overflow), clipped: await page.evaluate(clipped) };
  await page.close();
}

// Go through the page with the Tab key, and list what cannot be seen to have the focus.
async function pressed(page, keys) {
  const faults = [];
  const names = [];
  for (let at = 0; at < keys; at += 1) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(focused);
    if (!now.name) break;
    names.push(now.name);
    faults.push(...now.faults.map((fault) => `${now.name}: ${fault}`));
  }
  return { names, faults };
}

const acts = {
  open: (page, { path }) => page.goto(new URL(path, task.base).href),
  fill: (page, { label, value }) => page.getByLabel(label, { exact: true }).fill(value),
  choose: (page, { label, value }) => page.getByLabel(label, { exact: true }).selectOption({ label: value }),
  check: (page, { label }) => page.getByLabel(label, { exact: true }).check(),
  attach: (page, { label, file }) => page.getByLabel(label, { exact: true }).setInputFiles(file),
  press: (page, { name, within }) =>
    page.getByRole("button", { name, exact: true }).first().click({ timeout: within }),
  follow: (page, { name, at = 0 }) => page.getByRole("link", { name, exact: true }).nth(at).click(),
  unfold: (page, { name }) => page.locator("summary", { hasText: name }).first().click(),
  key: (page, { name }) => page.keyboard.press(name),
  focus: (page, { label }) => page.getByLabel(label, { exact: true }).click(),
  type: (page, { text }) => page.keyboard.type(text),
  paste: (page, { text }) => page.evaluate(pasted, text),
  offline: (page, { is }) => page.context().setOffline(is),
  forget: (page) => page.context().clearCookies({ name: "comanage-session" }),
  wait: (page, { seconds }) => page.waitForTimeout(seconds * 1000),
  holds: async (page, { label, value }) => {
    const held = await page.getByLabel(label, { exact: true }).inputValue();
    if (held !== value) throw new Error(`${label} holds ${held}`);
  },
  on: async (page, { label }) => {
    const name = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    if (name !== label) throw new Error(`The focus is on ${name}`);
  },
  see: (page, { text, within = 4000 }) => page.getByText(text).locator("visible=true").first().waitFor({ timeout: within }),
  // Some words stand so high on the page that nobody scrolls to them.
  above: async (page, { text, high }) => {
    await page.evaluate(() => scrollTo(0, 0));
    const box = await page.getByText(text).locator("visible=true").first().boundingBox();
    const ends = box ? box.y + box.height : Infinity;
    if (ends > high) throw new Error(`${text} ends at ${ends}`);
  },
  // A row of a table says some words, from its first cell to its last.
  row: (page, { text }) => page.getByRole("row", { name: text }).first().waitFor(),
  // Some words are in sight without a scroll, and what has the focus is not beneath them.
  insight: async (page, { text }) => {
    const box = await page.getByText(text).locator("visible=true").first().boundingBox();
    const { height } = page.viewportSize();
    if (!box || box.y < 0 || box.y + box.height > height) throw new Error(`${text} is out of sight`);
    const [low, faults] = await page.evaluate(`[document.activeElement.getBoundingClientRect().bottom, (${focused})().faults]`);
    if (faults.length || low > box.y) throw new Error(`The focus ends at ${low}, ${text} begins at ${box.y}: ${faults}`);
  },
  // Of two parts of a page both can be seen, and neither lies over the other.
  apart: async (page, { one, other }) => {
    const sides = ({ left, top, right, bottom }) => ({ left, top, right, bottom });
    const [mine, its] = await Promise.all([one, other].map((part) =>
      page.locator(part).first().evaluate((found) => found.getBoundingClientRect().toJSON()).then(sides)));
    const over = mine.left < its.right && its.left < mine.right && mine.top < its.bottom && its.top < mine.bottom;
    const high = page.viewportSize().height;
    const away = [mine, its].some(({ top, bottom }) => bottom < 0 || top > high);
    if (over || away) throw new Error(`${one} ${JSON.stringify(mine)} and ${other} ${JSON.stringify(its)}`);
  },
  find: (page, { name }) => page.getByRole("button", { name, exact: true }).first().waitFor(),
  // Some words stand nowhere on the page, or are just going.
  lacks: (page, { text, within = 4000 }) => page.getByText(text).first().waitFor({ state: "detached", timeout: within }),
  // What a box is described by says some words to whoever does not see the page.
  described: async (page, { label, text }) => {
    const told = await page.getByLabel(label, { exact: true }).evaluate((box) =>
      (box.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "?").join(" "));
    if (!told.includes(text)) throw new Error(`${label} is described by: ${told}`);
  },
  // The boxes of each column begin and end where the others do, whatever unit stands in them.
  aligned: async (page, { columns }) => {
    for (const column of columns) {
      const edges = await page.locator(`#grid input[name$="-${column}"]`).evaluateAll((boxes) => boxes.map((box) => {
        const { left, right } = (box.closest(".usa-input-group") ?? box).getBoundingClientRect();
        return `${left.toFixed(1)} to ${right.toFixed(1)}`;
      }));
      if (new Set(edges).size !== 1) throw new Error(`${column}: ${edges}`);
    }
  },
  // No button and no link of a name is there, though the page is.
  miss: async (page, { name }) => {
    for (const role of ["button", "link"]) {
      const there = await page.getByRole(role, { name }).count();
      if (there) throw new Error(`${name} is there as a ${role}`);
    }
  },
  // Press a link that hands out a file, and keep the file.
  save: async (page, { name, to, within = 8000 }) => {
    const link = page.getByRole("link", { name }).or(page.getByRole("button", { name })).first();
    await link.waitFor({ timeout: within });
    const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
    await file.saveAs(to);
  },
  // Keep the file that a link opens in the browser, as by "Save link as".
  fetch: async (page, { name, to }) => {
    const link = page.getByRole("link", { name }).first();
    const answer = await page.request.get(await link.evaluate((each) => each.href));
    if (!answer.ok()) throw new Error(`${name} answers ${answer.status()}`);
    writeFileSync(to, await answer.body());
  },
  // Look as on paper, with the colours that a system forces, or where nothing is to move.
  medium: (page, { media = null, forcedColors = null, reducedMotion = null }) =>
    page.emulateMedia({ media, forcedColors, reducedMotion }),
  // What is of no use on paper is gone, and what is left fits a sheet.
  printed: async (page) => {
    await page.setViewportSize({ width: SHEET, height: 1000 });
    const left = await page.evaluate(useless);
    if (left.length) throw new Error(`On paper stands: ${left}`);
    const wide = await page.evaluate(overflow);
    if (wide) throw new Error(`Wider than a sheet: ${JSON.stringify(wide)}`);
    const again = await page.evaluate(onEachSheet);
    if (again) throw new Error(`${again} totals would come again beneath each sheet`);
  },
  // Drawings keep their own colours on their own paper, and the place one is at has a border.
  forced: async (page) => {
    const lost = await page.evaluate(unseen);
    if (lost.length) throw new Error(`In forced colours: ${lost}`);
  },
  still: async (page) => {
    const moving = await page.evaluate(restless);
    if (moving.length) throw new Error(`Moves all the same: ${moving}`);
  },
  leave: (page) => page.context().clearCookies(),
  // Go on as somebody else, whose browser is as they left it.
  as: async (page, { who }, found, walker) => {
    if (!walker.pages.has(who)) await walker.join(who);
    walker.page = walker.pages.get(who);
  },
  // Keep what the page shows in letters of one width; a later step says {name} for it.
  keep: async (page, { name }, found, walker) => {
    walker.kept[name] = (await page.locator("main code").first().innerText()).trim();
  },
  // Type the code that an authenticator app shows for the secret that was kept.
  code: async (page, { label, of }, found, walker) =>
    page.getByLabel(label, { exact: true }).fill(await shown(walker.kept[of])),
  // Go on with the Tab key until something of this name has the focus.
  reach: async (page, { name, most = 200 }) => {
    for (let at = 0; at < most; at += 1) {
      await page.keyboard.press("Tab");
      const now = await page.evaluate(called).catch(() => ""); // another page is just coming
      if (now === name) return;
    }
    throw new Error(`The Tab key does not come to ${name}`);
  },
  look: async (page, step, found) => {
    const holds = await page.evaluate(() => document.activeElement?.id ?? "");
    const wide = await page.evaluate(overflow);
    found.push({ step, title: await page.title(), holds, overflow: wide, violations: await violations(page) });
  },
};

// Paste a text where the focus is, as from the clipboard of another program.
function pasted(text) {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}

// What was kept stands in for {name}, wherever a step says so.
const filled = (step, kept) =>
  JSON.parse(JSON.stringify(step), (_, value) =>
    typeof value === "string" ? value.replace(/^\{(.+)\}$/, (all, name) => kept[name] ?? all) : value);

async function walk(context, person, found) {
  const errors = [];
  const walker = { kept: { ...person.kept }, pages: new Map() };
  walker.join = async (who, into = null) => {
    const page = await (into ?? (await browser.newContext(browsing(person)))).newPage();
    page.setDefaultTimeout(person.within ?? 8000);
    errors.push(listen(page));
    walker.pages.set(who, page);
    return page;
  };
  walker.page = await walker.join(person.name, context);
  for (const step of person.steps) {
    try {
      await acts[step.do](walker.page, filled(step, walker.kept), found, walker);
    } catch (error) {
      const seen = await walker.page.locator("main").innerText().catch(() => "");
      found.push({ person: person.name, step, at: walker.page.url(), error: error.message, shown: seen });
      break;
    }
  }
  found.push({ person: person.name, at: walker.page.url(), errors: errors.flat() });
  for (const page of walker.pages.values()) await page.close();
}

function browsing(person) {
  return { javaScriptEnabled: person.javascript ?? true, viewport: { width: person.width ?? 1280, height: 900 } };
}

const found = { visits: [], steps: [] };
for (const person of task.people) {
  const context = await browser.newContext(browsing(person));
  await context.addCookies((person.cookies ?? []).map((cookie) => ({ ...cookie, url: task.base })));
  const waiting = [...(person.visits ?? [])];
  const worker = async () => {
    while (waiting.length) await visit(context, person, waiting.shift(), found.visits);
  };
  await Promise.all(task.pictures ? [worker()] : [worker(), worker()]);
  if (person.steps) await walk(context, person, found.steps);
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(found));
