// The page of a job looks every two seconds how far it is, shows that, and says each tenth. Once the
// job is over the page is loaded anew. Without script the browser loads it anew by itself.
"use strict";

const shown = document.getElementById("job");
const said = document.getElementById("job-said");
const PAUSE = 2000;

async function look() {
  try {
    const answer = await fetch(location.href, { redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("job");
    if (now.dataset.open !== "yes") {
      location.reload();
      return;
    }
    shown.replaceChildren(...now.childNodes);
    const tenths = page.getElementById("job-said").dataset.tenths;
    if (tenths !== said.dataset.tenths) {
      said.dataset.tenths = tenths;
      said.textContent = `${tenths} %`;
    }
  } catch {
    // the server does not answer: look again
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
