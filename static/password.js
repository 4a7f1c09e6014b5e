// A password can be looked at before it is sent: typing it blind twice mends no slip of the finger.
"use strict";

for (const box of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "usa-button usa-button--unstyled";
  button.setAttribute("aria-controls", box.id);
  const label = (box.labels[0] ? box.labels[0].textContent : "").trim().toLowerCase();
  const say = (shown) => {
    button.textContent = shown ? "Hide" : "Show";
    const hidden = document.createElement("span");
    hidden.className = "visually-hidden";
    hidden.textContent = ` what stands in: ${label}`;
    button.append(hidden);
  };
  button.addEventListener("click", () => {
    const shown = box.type === "password";
    box.type = shown ? "text" : "password";
    say(shown);
  });
  // What is sent is a password again, so that no browser keeps it among typed words.
  box.form.addEventListener("submit", () => { box.type = "password"; });
  say(false);
  box.after(button);
}
