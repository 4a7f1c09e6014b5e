// Pasting from a spreadsheet into the grid of figures: what would change is shown first, then applied.
// Nothing is cut silently: what is no number, has no box or lies beyond the table is said by its place.
"use strict";

const grid = document.getElementById("grid");
const dialog = document.getElementById("paste");
const part = (name) => document.getElementById(`paste-${name}`);
const CELL = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y;
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const PLAIN = /^(\d+\.?\d*|\.\d+)$/;
const SHOWN = 40; // signs of a refused cell
const WORDS = ["source", "note"]; // columns that take any text

let plan = null;

// Part a text as spreadsheets write it: cells by tabs, rows by lines, quotes around cells with either.
function cells(text) {
  const found = [[]];
  for (let at = 0; at <= text.length; at += 1) {
    CELL.lastIndex = at;
    const [all, quoted, plain] = CELL.exec(text);
    found.at(-1).push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).replace(/\s*[\r\n]+\s*/g, " "));
    at += all.length;
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    if (text[at] === "\n" || text[at] === "\r") found.push([]);
  }
  while (found.length && found.at(-1).every((cell) => !cell.trim())) found.pop();
  return found;
}

// Clean a number as people write it; null where it is none, or may mean two.
function number(text) {
  let plain = text.replace(/[\u00a0\u202f]/g, " ").replaceAll("\u2212", "-").trim();
  const bracketed = /^\((.+)\)$/.exec(plain);
  if (bracketed) plain = `-${bracketed[1].trim()}`;
  const sign = /^[+-]/.exec(plain)?.[0] ?? "";
  plain = plain.slice(sign.length).trim().replace(/^\$/, "").replace(/%$/, "").trim();
  if (GROUPED.test(plain)) plain = plain.replaceAll(",", "");
  if (!PLAIN.test(plain)) return null;
  return (sign === "-" ? "-" : "") + plain.replace(/\.$/, "").replace(/^\./, "0.");
}

// Move the point two places to the right, digit by digit.
function hundredfold(text) {
  const [, sign, whole, after = ""] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  const digits = `${whole}${after.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = after.slice(2);
  return sign + digits + (rest ? `.${rest}` : "");
}

const column = (box) => /[a-z]+$/.exec(box.name)[0];
const inPercent = (box) => box.closest(".usa-input-group")?.querySelector(".usa-input-suffix")?.textContent === "%";
const isShare = (text) => Number(text) > 0 && Number(text) <= 1;
const offered = (box) => [...(box.list?.options ?? [])].map((option) => option.value);
const named = (box) => box.getAttribute("aria-label");
const short = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
const count = (many, one, more = `${one}s`) => `${many} ${many === 1 ? one : more}`;

function read(box, text) {
  const kind = column(box);
  if (WORDS.includes(kind)) return { text: text.trim() };
  if (kind === "absent") {
    const plain = text.trim();
    return { text: offered(box).find((word) => word.toLowerCase() === plain.toLowerCase()) ?? plain };
  }
  const cleaned = number(text);
  if (cleaned === null) return { why: `“${short(text.trim())}” is not a number. Give one such as 1234.5.` };
  return { text: cleaned, asks: inPercent(box) && isShare(cleaned) && !text.includes("%") };
}

// Lay the cells over the boxes, from one box to the right and down.
function laid(from, pasted) {
  const lines = [...grid.querySelectorAll("tbody tr:not(.group-row)")];
  const start = lines.indexOf(from.closest("tr"));
  const boxes = (line) => [...line.querySelectorAll("input:not([type=hidden])")];
  const left = boxes(lines[start]).indexOf(from);
  const found = { changes: [], refused: [], beyond: [], same: 0, blank: 0 };
  pasted.forEach((row, down) => {
    const line = lines[start + down];
    row.forEach((text, right) => {
      if (!text.trim()) { found.blank += 1; return; }
      const box = line && boxes(line)[left + right];
      if (line && !boxes(line).length) {
        found.refused.push({ where: line.dataset.name, now: "as it stands", why: `“${short(text.trim())}”: it can no longer be typed over here.` });
      } else if (!box) {
        found.beyond.push(text);
      } else {
        const { text: cleaned, why, asks } = read(box, text);
        if (why) found.refused.push({ where: named(box), now: box.value, why });
        else if (cleaned === box.value) found.same += 1;
        else found.changes.push({ box, text: cleaned, asks });
      }
    });
  });
  return found;
}

function summed({ changes, refused, beyond, same, blank }) {
  const fresh = changes.filter(({ box }) => !box.value).length;
  const parts = [`${fresh} new`, `${changes.length - fresh} change old values`];
  if (same) parts.push(`${same} as they stand`);
  if (refused.length) parts.push(`${refused.length} refused`);
  const said = [`${count(changes.length + same + refused.length, "value")}: ${parts.join(", ")}.`];
  if (beyond.length) {
    const which = beyond.slice(0, 3).map((text) => `“${short(text.trim())}”`).join(", ");
    said.push(`${count(beyond.length, "more cell")} ${beyond.length === 1 ? "does" : "do"} not fit and ${beyond.length === 1 ? "is" : "are"} left out: ${which}${beyond.length > 3 ? " …" : ""}`);
  }
  if (blank) said.push(`${count(blank, "blank cell changes", "blank cells change")} nothing.`);
  return said.join(" ");
}

function line(where, before, after) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = where;
  row.append(head, ...[before, after].map((text) => {
    const cell = document.createElement("td");
    cell.textContent = text;
    return cell;
  }));
  return row;
}

// Ask once a column whether shares in percent columns are meant as they are.
function questions({ changes }) {
  const asking = new Map();
  for (const change of changes.filter(({ asks }) => asks)) {
    const kind = column(change.box);
    asking.set(kind, [...(asking.get(kind) ?? []), change]);
  }
  return [...asking].map(([kind, those]) => {
    const asked = part("question").content.cloneNode(true);
    const { text } = those[0];
    const [legend, as, times] = asked.querySelectorAll("legend, span");
    legend.textContent = `${kind[0].toUpperCase()}${kind.slice(1)}: ${count(those.length, "percentage")} of at most 1. ${text}% or ${hundredfold(text)}%?`;
    as.textContent = `${text}%, as pasted`;
    times.textContent = `${hundredfold(text)}%, a hundred times as much`;
    for (const radio of asked.querySelectorAll("input")) radio.name = `paste-${kind}`;
    return asked;
  });
}

function show(found) {
  plan = found;
  part("sum").textContent = summed(found);
  part("questions").replaceChildren(...questions(found));
  part("rows").replaceChildren(
    ...found.refused.map(({ where, now, why }) => {
      const row = line(where, now || "–", `Refused: ${why}`);
      row.className = "paste-refused";
      return row;
    }),
    ...found.changes.map(({ box, text }) => line(named(box), box.value || "–", text)),
  );
  part("list").hidden = !found.changes.length && !found.refused.length;
  part("apply").hidden = !found.changes.length;
  dialog.showModal();
  (found.changes.length ? part("apply") : part("cancel")).focus();
}

function apply() {
  for (const radio of part("questions").querySelectorAll("input")) {
    if (!radio.reportValidity()) return;
  }
  const times = (box) => part("questions").querySelector(`input[name="paste-${column(box)}"]:checked`)?.value === "times";
  const changes = plan.changes.map(({ box, text, asks }) => ({ box, text: asks && times(box) ? hundredfold(text) : text }));
  dialog.close();
  const words = `${count(changes.length, "value is", "values are")} pasted, and not submitted yet.`;
  grid.dispatchEvent(new CustomEvent("put", { detail: { changes, words } }));
}

grid.addEventListener("paste", (event) => {
  const box = event.target;
  if (!box.matches("tbody input:not([type=hidden])")) return;
  const pasted = cells(event.clipboardData.getData("text/plain"));
  if (pasted.length === 1 && pasted[0].length === 1) {
    const { text } = read(box, pasted[0][0]);
    if (text === undefined || text === pasted[0][0]) return; // as the browser does it
    event.preventDefault();
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (pasted.length) {
    event.preventDefault();
    show(laid(box, pasted));
  }
});
part("apply").addEventListener("click", apply);
part("cancel").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => part("questions").replaceChildren()); // or they would be sent with the form
