// Menus open without script (they are <details>). With it, Escape and a click elsewhere close them.
"use strict";

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// After a refused form, the summary of its problems is read first.
const summary = document.getElementById("error-summary");
if (summary) summary.focus();
