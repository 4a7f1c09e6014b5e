// What is typed into the grid and not saved is kept on the server as a draft of the own, two seconds
// after a change. What is not kept yet stays in this tab alone, is tried again, and is warned about.
"use strict";

const grid = document.getElementById("grid");
const said = document.getElementById("draft-said");
const form = grid.closest("form");
const SOON = 2000; // milliseconds
const AGAIN = 5000;
const RING = 5; // pixels of the outline around a box
const MARKS = ["measure", "participant", "seen"]; // what says of which figure a box is

const waiting = new Set(); // names of boxes whose text is not kept yet
let timer = 0;
let sending = false;
let leaving = false;
let asking = false; // whether anybody is there, before the form is sent

function plan(after) {
  clearTimeout(timer);
  timer = setTimeout(keep, after);
}

// The line stands at the lower edge of the window: the box that somebody types into makes room for it.
function say(words) {
  said.textContent = words;
  const box = document.activeElement;
  if (grid.contains(box) && box.getBoundingClientRect().bottom + RING > said.getBoundingClientRect().top) {
    box.scrollIntoView({ block: "nearest" });
  }
}

function lost(why) {
  const many = waiting.size === 1 ? "1 change is" : `${waiting.size} changes are`;
  say(`Not saved: ${many} kept in this tab.${why}`);
  plan(AGAIN);
}

function body(texts) {
  const sent = new URLSearchParams();
  for (const [name, text] of texts) {
    const row = name.slice(0, name.lastIndexOf("-"));
    for (const mark of MARKS) sent.set(`${row}-${mark}`, form.elements[`${row}-${mark}`].value);
    sent.set(name, text);
  }
  return sent;
}

async function ask(texts) {
  const token = form.elements.csrf_token.value;
  const answer = await fetch(said.dataset.keep, {
    method: "POST", headers: { "X-CSRFToken": token }, body: body(texts), redirect: "manual",
  });
  if (answer.type === "opaqueredirect") throw new Error(" Your sign-in has ended.");
  if (answer.status === 401) throw new Error(" Your sign-in has ended: save, and you are asked to sign in on the way.");
  if (!answer.ok) throw new Error("");
  return answer.json();
}

async function keep() {
  if (sending || leaving || !waiting.size) return;
  sending = true;
  const texts = new Map([...waiting].map((name) => [name, form.elements[name].value]));
  try {
    const told = await ask(texts);
    for (const [name, text] of texts) {
      if (form.elements[name].value === text) waiting.delete(name);
    }
    tell(texts, told);
    if (waiting.size) plan(SOON);
  } catch (error) {
    lost(error instanceof TypeError ? "" : error.message);
  }
  sending = false;
}

async function leave(button) {
  asking = true;
  try {
    await ask(new Map([...waiting].map((name) => [name, form.elements[name].value])));
  } catch (error) {
    if (error instanceof TypeError) {
      asking = false;
      lost(" Nobody answers: save again once there is a network.");
      return;
    }
  }
  asking = false;
  leaving = true;
  form.requestSubmit(button);
}

// Put what the server says beside its boxes: what was not kept, and what someone else has entered.
function tell(texts, { at, refused, overtaken }) {
  const why = refused.length ? ` ${refused.map(({ box, why }) => `${form.elements[box].ariaLabel}: ${why}`).join(" ")}` : "";
  say(refused.length === texts.size ? `Not saved.${why}` : `Saved as a draft ${at}.${why}`);
  for (const name of texts.keys()) beside(name, overtaken.find(({ box }) => box === name));
}

function beside(name, theirs) {
  const box = form.elements[name];
  const id = `${box.id}-stands`;
  const numbers = box.closest(".numbers"); // what is said of a number has the room of all four
  const cell = numbers?.parentElement ?? box.closest(".cell-field");
  if (!theirs) return;
  document.getElementById(id)?.remove();
  const stands = document.createElement("div");
  stands.className = "stands-now";
  stands.id = id;
  for (const [kind, text] of [["strong", "Stands now: "], ["span", theirs.stands], ["span", theirs.by]]) {
    stands.append(Object.assign(document.createElement(kind), { textContent: text }));
  }
  stands.children[1].className = "stands-words";
  stands.children[2].className = "stands-by";
  if (numbers) stands.prepend(`${box.closest(".number").dataset.label}: `);
  if (numbers) numbers.after(stands);
  else cell.append(stands);
  const described = new Set((box.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  box.setAttribute("aria-describedby", [...described.add(id)].join(" "));
}

grid.addEventListener("input", ({ target }) => {
  waiting.add(target.name);
  plan(SOON);
});
window.addEventListener("online", () => plan(0));
// What is not kept yet is kept before the page is left for good: where nobody answers, it stays.
form.addEventListener("submit", (event) => {
  if (!waiting.size || leaving) {
    leaving = true;
    clearTimeout(timer);
    return;
  }
  event.preventDefault();
  if (!asking) leave(event.submitter);
});
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (event) => {
  if (waiting.size && !leaving) event.preventDefault();
});

// A form that was sent and not stored holds what no draft may hold yet.
if ("unsaved" in said.dataset) {
  for (const box of grid.querySelectorAll("tbody input:not([type=hidden])")) waiting.add(box.name);
  plan(0);
}
