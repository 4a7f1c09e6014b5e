// When a box of the grid is left, its row is looked at on the server: what is wrong stands beside the
// box, and what is out of the ordinary beneath the row, where it asks for a note and hinders nothing.
// Nothing is looked at while somebody types; without script the same is said when figures are saved.
"use strict";

const grid = document.getElementById("grid");
const said = document.getElementById("checks-said");
const form = grid.closest("form");
const SOON = 60; // milliseconds: what one paste or one undo changes is looked at in one go
const TYPED = ["numerator", "denominator", "value", "baseline", "absent"];

const stale = new Set(); // rows that changed since they were looked at
let timer = 0;
let looking = false;
let again = false;

const boxes = (row) => [...row.querySelectorAll("input")];
const named = (row, name) => boxes(row).find((box) => box.name.endsWith(`-${name}`));
const number = (row) => Number(/\d+/.exec(named(row, "measure").name)[0]);

// All rows are sent, in the order of the answer: what they would earn together takes each of them.
const every = [...grid.querySelectorAll("tbody tr")]
  .filter((row) => row.querySelector("input"))
  .sort((one, other) => number(one) - number(other));

function plan() {
  clearTimeout(timer);
  timer = setTimeout(look, SOON);
}

function body(rows) {
  const sent = new URLSearchParams();
  for (const row of rows) for (const { name, value } of boxes(row)) sent.set(name, value);
  return sent;
}

async function look() {
  if (!stale.size) return;
  if (looking) {
    again = true; // one after the other, or an older answer could come last
    return;
  }
  looking = true;
  const asked = new Set(stale);
  stale.clear();
  const told = await ask(every).catch(() => null); // where nobody answers, drafts.js says so
  looking = false;
  if (again) plan();
  again = false;
  if (!told) {
    for (const row of asked) stale.add(row);
    return;
  }
  const words = every.map((row, at) => (asked.has(row) && !stale.has(row) ? tell(row, told.rows[at]) : ""));
  said.textContent = words.filter(Boolean).join(" ");
  if (!stale.size) estimated(told);
}

async function ask(rows) {
  const answer = await fetch(said.dataset.look, {
    method: "POST", headers: { "X-CSRFToken": form.elements.csrf_token.value }, body: body(rows), redirect: "error",
  });
  return answer.ok ? answer.json() : null;
}

// Put what is said of a row into it, and give what is new for those who do not see it.
function tell(row, { wrong, odd, asks }) {
  const news = TYPED.map((name) => beside(named(row, name), wrong[name])).filter(Boolean);
  const strange = beneath(row, odd, asks);
  return [...news, strange && `${row.dataset.name}: ${strange}`].filter(Boolean).join(" ");
}

function estimated({ rows, total }) {
  every.forEach((row, at) => put(row.querySelector(".estimate"), rows[at].estimate));
  put(document.getElementById("estimate"), total);
}

function put(line, words) {
  line.querySelector("span").textContent = words;
  line.hidden = !words;
}

function described(box, id, is) {
  const ids = new Set((box.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (is) ids.add(id);
  else ids.delete(id);
  if (ids.size) box.setAttribute("aria-describedby", [...ids].join(" "));
  else box.removeAttribute("aria-describedby");
}

function part(kind, text, name = "") {
  return Object.assign(document.createElement(kind), { textContent: text, className: name });
}

function beside(box, why) {
  if (!box) return "";
  const id = `${box.id}-error`;
  const before = document.getElementById(id);
  if (before?.lastChild.textContent === why) return "";
  before?.remove();
  const cell = box.closest(".cell-field");
  cell.classList.toggle("cell-field-error", Boolean(why));
  box.classList.toggle("usa-input--error", Boolean(why));
  box.closest(".usa-input-group")?.classList.toggle("usa-input-group--error", Boolean(why));
  described(box, id, why);
  if (!why) {
    box.removeAttribute("aria-invalid");
    return "";
  }
  box.setAttribute("aria-invalid", "true");
  const told = part("span", "", "usa-error-message");
  told.id = id;
  told.append(part("span", "Error: ", "visually-hidden"), why);
  (box.closest(".usa-input-group") ?? box).after(told);
  return `${box.ariaLabel}: ${why}`;
}

function beneath(row, odd, asks) {
  const note = named(row, "note");
  const id = note.id.replace(/note$/, "odd");
  const before = document.getElementById(id);
  const stood = before?.textContent;
  before?.remove();
  for (const name of ["numerator", "denominator", "value", "note"]) described(named(row, name), id, odd);
  if (!odd) return "";
  const told = part("p", "", "odd");
  told.id = id;
  told.append(part("strong", "Out of the ordinary:"), " ", part("span", odd));
  if (asks) told.append(" ", part("span", asks, "odd-asks"));
  row.querySelector(".cell-numbers").append(told);
  return told.textContent === stood ? "" : told.textContent;
}

grid.addEventListener("input", ({ target, isTrusted }) => {
  stale.add(target.closest("tr"));
  if (!isTrusted) plan(); // pasted, filled down or taken back: no box is left
});
grid.addEventListener("focusout", () => {
  if (stale.size) plan();
});

// A draft that came back was never looked at by this page.
for (const mark of grid.querySelectorAll(".draft-mark")) stale.add(mark.closest("tr"));
if (stale.size) plan();
