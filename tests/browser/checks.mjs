// What is asked of a page, inside of it. Each function runs in the browser and answers plain values.

// How far the page runs past the right edge, and what sticks out; tables scroll in their own region.
export function overflow() {
  const width = document.documentElement.clientWidth;
  const past = document.documentElement.scrollWidth - width;
  if (past <= 0) return null;
  const out = [...document.querySelectorAll("body *")].filter(
    (element) =>
      element.checkVisibility({ contentVisibilityAuto: true }) &&
      element.getBoundingClientRect().right > width + 1 &&
      !element.closest(".table-scroll"),
  );
  const inner = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
  return { past, by: inner.slice(0, 4).map((element) => element.outerHTML.slice(0, 160)) };
}

// The spacing that WCAG 1.4.12 lets readers ask for, without a style attribute or element.
export function space() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }" +
      "p { margin-bottom: 2em !important }",
  );
  document.adoptedStyleSheets = [sheet];
}

// Words that are cut off by the box they stand in. Who cuts on purpose says so with an ellipsis.
export function clipped() {
  return [...document.querySelectorAll("main *, header *")]
    .filter((element) => {
      const style = getComputedStyle(element);
      return (
        style.overflow === "hidden" &&
        style.textOverflow !== "ellipsis" &&
        style.clipPath === "none" && // what is kept for screen readers alone
        !element.matches("svg, svg *") &&
        (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      );
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

// Words of charts that cannot be read: too small, cut off by the drawing, or one over another.
export function unread() {
  const faults = new Set();
  for (const chart of document.querySelectorAll("main svg[viewBox]")) {
    const drawn = chart.getBoundingClientRect();
    const scale = drawn.width / chart.viewBox.baseVal.width;
    const all = [...chart.querySelectorAll("text")].map((text) => ({ text, box: text.getBoundingClientRect() }));
    const said = all.filter(({ box }) => box.width);
    for (const [at, { text, box }] of said.entries()) {
      const words = text.textContent;
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < 11.95) faults.add(`${words} has ${size.toFixed(1)} px`);
      const past = [drawn.left - box.left, box.right - drawn.right, drawn.top - box.top, box.bottom - drawn.bottom];
      if (Math.max(...past) > 2) faults.add(`${words} is cut off`);
      for (const { text: other, box: its } of said.slice(at + 1)) {
        const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (wide > 1 && high > 4) faults.add(`${words} lies over ${other.textContent}`);
      }
    }
  }
  return [...faults];
}

// What has the keyboard focus, and whether one can see that it has.
export function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: "", faults: [] };
  const name = `${element.tagName.toLowerCase()} ${(element.innerText || element.name || element.id || "").trim().slice(0, 40)}`;
  const ring = [element, element.parentElement, element.nextElementSibling].some((near) => {
    if (!near) return false;
    const style = getComputedStyle(near);
    const before = getComputedStyle(near, "::before");
    return [style, before].some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2);
  });
  const { left, top, width, height } = element.getBoundingClientRect();
  const box = { left, top, right: left + width, bottom: top + height };
  // A long box may reach below the screen: it is looked at where it is on it.
  const within = Math.min(top + Math.min(height / 2, 40), (top + innerHeight) / 2);
  const seen = [0.1, 0.5, 0.9].some((part) => {
    const at = document.elementFromPoint(left + width * part, within);
    if (!at) return false;
    return at === element || element.contains(at) || at.contains(element) || at.htmlFor === element.id;
  });
  const faults = [];
  if (!ring) faults.push("no visible focus");
  if (box.bottom <= 0 || box.top >= innerHeight) faults.push("focus off the screen");
  else if (!seen) faults.push("focus under something else");
  return { name, faults };
}

// What the thing that has the focus is called: by its label, else by its words.
export function called() {
  const element = document.activeElement;
  const label = element.labels?.[0]?.innerText || element.getAttribute("aria-label");
  return (label || element.innerText || "").replace(/\s+/g, " ").trim();
}

// What one cannot use on paper, and sees there all the same.
export function useless() {
  const parts = "header, nav, dialog, button, .usa-button, .filters, .page-actions, .tour-step, details:not([open])";
  const seen = [...document.querySelectorAll(parts)].filter((part) => part.checkVisibility());
  return seen.map((part) => part.outerHTML.slice(0, 80));
}

// What is not told from what is around it where the system forces its own colours.
export function unseen() {
  const charts = [...document.querySelectorAll("main .chart svg, main .strip svg, main .spark svg")];
  const bare = charts.filter((chart) => {
    const { backgroundColor, forcedColorAdjust } = getComputedStyle(chart);
    return chart.checkVisibility() && (backgroundColor !== "rgb(255, 255, 255)" || forcedColorAdjust !== "none");
  });
  const here = [...document.querySelectorAll(".house-nav [aria-current]")].filter(
    (place) => parseFloat(getComputedStyle(place).borderTopWidth) < 2,
  );
  return [...bare, ...here].map((part) => part.outerHTML.slice(0, 80));
}

// What moves or fades, though the reader asked for nothing to move.
export function restless() {
  const long = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
  return [...document.querySelectorAll("*")]
    .filter((part) => {
      const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(part);
      return long(transitionDuration) || long(animationDuration) || scrollBehavior === "smooth";
    })
    .map((part) => part.outerHTML.slice(0, 80));
}

// How many totals a browser would print again beneath each sheet of their table.
export function onEachSheet() {
  const feet = [...document.querySelectorAll("tfoot")];
  return feet.filter((foot) => getComputedStyle(foot).display === "table-footer-group").length;
}
