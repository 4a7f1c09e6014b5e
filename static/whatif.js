// Trying other results: a slider moves the number in its box, and what the page estimates is fetched
// anew from the same address. Without script the boxes and Calculate do the same.
"use strict";

const form = document.getElementById("tried");
const answer = document.getElementById("answer");
const PAUSE = 250;
const LOST = "The estimate could not be brought up to date. Press Calculate.";
let timer;
let asked;

const number = (text) => Number(text.replace(/[,\s$%]/g, "").replace("\u2212", "-"));

// The address of what stands in the form: only what was changed, so that it stays short.
function address() {
  const entries = new URLSearchParams();
  for (const field of form.elements) {
    if (!field.name || field.value.trim() === (field.dataset.stood ?? null)) continue;
    if (field.value.trim()) entries.set(field.name, field.value.trim());
  }
  const query = entries.toString();
  return form.action + (query ? `?${query}` : "");
}

// Parts are put in place of those with the same id; what has the focus inside keeps it.
function show(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = page.getElementById(part.id);
    if (!now || now.innerHTML === part.innerHTML) continue;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    part.replaceChildren(...now.childNodes);
    for (const [at, one] of part.querySelectorAll("details").entries()) one.open = open[at] ?? false;
  }
  for (const box of form.querySelectorAll("input[data-stood]")) {
    const now = page.getElementById(box.id);
    if (!now) continue;
    const wrong = now.hasAttribute("aria-invalid");
    box.toggleAttribute("aria-invalid", wrong);
    if (wrong) box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", now.getAttribute("aria-describedby"));
    box.parentElement.classList.toggle("usa-input-group--error", wrong);
  }
  for (const slider of form.querySelectorAll("input[data-moves]")) {
    const now = page.querySelector(`input[data-moves="${slider.dataset.moves}"]`);
    if (!now || slider === document.activeElement) continue;
    for (const name of ["min", "max", "step"]) slider.setAttribute(name, now.getAttribute(name));
    slider.value = now.getAttribute("value");
  }
  document.title = page.title;
}

async function estimate() {
  asked?.abort();
  asked = new AbortController();
  const to = address();
  try {
    const found = await fetch(to, { redirect: "error", signal: asked.signal });
    const page = new DOMParser().parseFromString(await found.text(), "text/html");
    if (!page.getElementById("answer")) throw new Error(LOST);
    show(page);
    document.getElementById("error-summary")?.remove();
    history.replaceState(null, "", to);
  } catch (fault) {
    if (fault.name !== "AbortError") answer.textContent = LOST;
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(estimate, PAUSE);
}

for (const slider of form.querySelectorAll("input[data-moves]")) {
  const box = document.getElementById(slider.dataset.moves);
  slider.hidden = false;
  slider.addEventListener("input", () => {
    box.value = slider.value;
    soon();
  });
  box.addEventListener("change", () => {
    const typed = number(box.value || box.dataset.stood);
    if (Number.isFinite(typed)) slider.value = String(typed);
  });
}

form.addEventListener("change", (event) => {
  if (event.target.matches("input[data-stood]")) soon();
});
