// Keys for the grid of figures: through its boxes by arrows and Enter, down a column, and back again.
// The boxes stay what they are; without script the same page is filled in with Tab and sent.
"use strict";

const grid = document.getElementById("grid");
const said = document.getElementById("grid-said");
const undo = document.getElementById("grid-undo");
const done = []; // what can be undone, the last one at the end: lists of {box, before}
const entered = new WeakMap(); // what a box held when it was entered

const rows = [...grid.querySelectorAll("tbody tr")]
  .map((row) => [...row.querySelectorAll("input:not([type=hidden])")])
  .filter((row) => row.length);

function place(box) {
  const at = rows.findIndex((row) => row.includes(box));
  return [at, at < 0 ? -1 : rows[at].indexOf(box)];
}

function enter(box) {
  if (!box) return;
  box.focus();
  box.select();
}

function go(box, down, right) {
  const [row, column] = place(box);
  enter(rows[row + down]?.[column + right]);
  return true;
}

function say(words) {
  said.textContent = words;
  undo.hidden = !done.length;
}

// Keep for undoing what was typed into a box by hand.
function commit(box) {
  const before = entered.get(box);
  if (before === undefined || before === box.value) return;
  done.push([{ box, before }]);
  entered.set(box, box.value);
  undo.hidden = false;
}

function set(box, text) {
  box.value = text;
  entered.set(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// Fill boxes as one change, which is undone as one.
function put(changes) {
  commit(document.activeElement);
  done.push(changes.map(({ box }) => ({ box, before: box.value })));
  for (const { box, text } of changes) set(box, text);
}

function takeBack() {
  const last = done.pop();
  if (!last) return;
  for (const { box, before } of last) set(box, before);
  say(last.length === 1 ? "1 box is as it was before." : `${last.length} boxes are as they were before.`);
  enter(last[0].box);
}

function fillDown(box) {
  const [row, column] = place(box);
  const below = rows[row + 1]?.[column];
  if (below && below.value !== box.value) put([{ box: below, text: box.value }]);
  enter(below);
  return true;
}

const whole = (box) => box.selectionEnd - box.selectionStart === box.value.length;
const first = (box) => whole(box) || box.selectionEnd === 0;
const last = (box) => whole(box) || box.selectionStart === box.value.length;

const KEYS = {
  ArrowUp: (box) => !box.list && go(box, -1, 0), // a list of words to choose from opens there
  ArrowDown: (box) => !box.list && go(box, 1, 0),
  ArrowLeft: (box) => first(box) && go(box, 0, -1),
  ArrowRight: (box) => last(box) && go(box, 0, 1),
  Enter: (box, event) => go(box, event.shiftKey ? -1 : 1, 0),
  F2: (box) => (box.setSelectionRange(box.value.length, box.value.length), true),
  Escape: (box) => (set(box, entered.get(box) ?? box.value), box.select(), true),
};
const WITH_CONTROL = {
  home: () => (enter(rows[0][0]), true),
  end: () => (enter(rows.at(-1).at(-1)), true),
  d: (box) => fillDown(box),
  // In the midst of typing, the browser's own undo goes letter by letter.
  z: (box) => box.value === (entered.get(box) ?? box.value) && done.length > 0 && (takeBack(), true),
};

grid.addEventListener("keydown", (event) => {
  const box = event.target;
  if (place(box)[0] < 0 || event.isComposing || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  if (event.shiftKey && (command || event.key !== "Enter")) return;
  const act = command ? WITH_CONTROL[event.key.toLowerCase()] : KEYS[event.key];
  if (act?.(box, event)) event.preventDefault();
});
grid.addEventListener("focusin", ({ target }) => entered.set(target, target.value));
grid.addEventListener("change", ({ target }) => commit(target));
grid.addEventListener("put", ({ detail }) => {
  put(detail.changes);
  say(detail.words);
});
undo.addEventListener("click", takeBack);

// Whoever comes to correct a figure begins at its boxes.
window.addEventListener("load", () => {
  const row = location.hash && document.querySelector("#correcting")?.closest("tr");
  if (row && !document.getElementById("error-summary")) row.querySelector("input:not([type=hidden])").focus();
});
