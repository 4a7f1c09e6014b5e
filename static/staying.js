// Two minutes before a sign-in ends, a dialog says so and offers to stay. Without script the
// sign-in ends all the same, and a form that is sent afterwards asks who is there and is kept.
"use strict";

const dialog = document.getElementById("ending");
const words = document.getElementById("ending-words");
const stay = document.getElementById("ending-stay");
const WARNING = 2 * 60 * 1000;
const SHARED = "comanage-ends-at"; // pages of one browser tell each other when it ends
let timers = [];

const endsAt = () => Number(localStorage.getItem(SHARED)) || 0;

function say(text, mayStay) {
  words.textContent = text;
  stay.hidden = !mayStay;
  if (!dialog.open) dialog.showModal();
}

function warn() {
  say("You are signed out in two minutes. What you typed stays on the page.", true);
}

function over() {
  say("Your sign-in has ended. What you typed is still on the page: send it, and you are asked to sign in on the way.", false);
}

function plan() {
  timers.forEach(clearTimeout);
  const left = endsAt() - Date.now();
  timers = [setTimeout(warn, Math.max(left - WARNING, 0)), setTimeout(over, Math.max(left, 0))];
}

function lasts(seconds) {
  localStorage.setItem(SHARED, String(Date.now() + seconds * 1000));
  if (dialog.open) dialog.close();
  plan();
}

stay.addEventListener("click", async () => {
  const token = document.querySelector('input[name="csrf_token"]').value;
  try {
    const answer = await fetch(dialog.dataset.stay, {
      method: "POST", headers: { "X-CSRFToken": token }, redirect: "error",
    });
    if (answer.ok) lasts(Number(await answer.text()));
    else over();
  } catch {
    over();
  }
});

document.getElementById("ending-close").addEventListener("click", () => dialog.close());

window.addEventListener("storage", (event) => {
  if (event.key !== SHARED) return;
  if (dialog.open) dialog.close();
  plan();
});

lasts(Number(dialog.dataset.lasts));
