// A tour: a few steps over the pages of a role, in a small dialog that covers nothing of what it is about
// and holds no one up: beneath that where there is room for both, on a phone in the page before it. It is offered and never begins by itself. Only which tour and which step is kept, and only until
// the tab is closed. Without script the same steps are a page of the manual.
"use strict";

(() => {
  const KEPT = "comanage-tour";
  const GAP = 12; // pixels between a step and what it is about
  const WIDE = matchMedia("(min-width: 60em)"); // as the style sheet has it
  const under = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
      return null;
    }
  };
  const keep = (state) => sessionStorage.setItem(KEPT, JSON.stringify(state));
  const make = (tag, words, look = "") => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (look) made.className = look;
    return made;
  };

  async function stepsOf(address, anchor) {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok) return [];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll(`#${CSS.escape(anchor)} .tour-steps > li`)].map((step) => ({
      page: step.dataset.page,
      mark: step.dataset.mark || "",
      title: step.querySelector("h3").textContent,
      text: step.querySelector("p").textContent,
    }));
  }

  function unmarked() {
    for (const marked of document.querySelectorAll(".tour-marked")) marked.classList.remove("tour-marked");
  }

  function end(dialog) {
    sessionStorage.removeItem(KEPT);
    unmarked();
    dialog.close();
    dialog.remove();
    document.getElementById("main").focus();
  }

  function go(state, at) {
    const { anchor, steps } = state;
    keep({ anchor, steps, at });
    const page = steps[at].page;
    if (page && page !== location.pathname) location.assign(page);
    else show(under());
  }

  function buttons(dialog, state) {
    const row = make("div", "", "tour-buttons");
    const last = state.at === state.steps.length - 1;
    const next = make("button", last ? "Done" : "Next", "usa-button");
    next.addEventListener("click", () => (last ? end(dialog) : go(state, state.at + 1)));
    row.append(next);
    if (state.at > 0) {
      const back = make("button", "Back", "usa-button usa-button--outline");
      back.addEventListener("click", () => go(state, state.at - 1));
      row.append(back);
    }
    if (!last) {
      const skip = make("button", "Skip the tour", "usa-button usa-button--unstyled");
      skip.addEventListener("click", () => end(dialog));
      row.append(skip);
    }
    for (const button of row.children) button.type = "button";
    return row;
  }

  // Stand beneath what a step is about, in view with it; beside it where both are too tall for that.
  function beside(dialog, marked) {
    const about = marked.getBoundingClientRect();
    const own = dialog.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const under = about.height + own.height + 3 * GAP <= innerHeight;
    const free = room - about.right >= own.width + 2 * GAP ? about.right + GAP : about.left - own.width - GAP;
    const left = under ? Math.min(about.left, room - own.width - GAP) : Math.max(free, GAP);
    dialog.style.left = `${left + scrollX}px`;
    dialog.style.top = `${(under ? about.bottom + GAP : about.top) + scrollY}px`;
    const both = about.height + own.height + GAP;
    const above = under ? Math.min((innerHeight - both) / 2, 8 * GAP) : 8 * GAP;
    scrollTo(scrollX, about.top + scrollY - above);
  }

  function placed(dialog, step) {
    const marked = step.mark ? document.querySelector(step.mark) : null;
    const main = document.getElementById("main");
    unmarked();
    marked?.classList.add("tour-marked");
    if (marked && !WIDE.matches) (marked.closest(".table-scroll, table") ?? marked).before(dialog);
    else main.prepend(dialog);
    dialog.show(); // not modal: the page behind it stays in use
    dialog.querySelector("h2").focus({ preventScroll: true });
    if (WIDE.matches && marked) beside(dialog, marked);
    else if (WIDE.matches) Object.assign(dialog.style, { position: "fixed", right: `${2 * GAP}px`, bottom: `${2 * GAP}px` });
    else scrollTo(scrollX, dialog.getBoundingClientRect().top + scrollY - 6 * GAP);
  }

  function show(state) {
    document.getElementById("tour")?.remove();
    const step = state.steps[state.at];
    const dialog = make("dialog", "", "tour-step");
    dialog.id = "tour";
    dialog.setAttribute("aria-labelledby", "tour-title");
    const title = make("h2", step.title);
    title.id = "tour-title";
    title.tabIndex = -1;
    const count = make("p", `Step ${state.at + 1} of ${state.steps.length}`, "muted small");
    dialog.append(count, title, make("p", step.text), buttons(dialog, state));
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") end(dialog);
    });
    placed(dialog, step);
  }

  document.addEventListener("click", async (event) => {
    const asked = event.target.closest("[data-tour]");
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const steps = await stepsOf(asked.href, asked.dataset.tour).catch(() => []);
    if (steps.length) go({ anchor: asked.dataset.tour, steps }, 0);
    else location.assign(asked.href);
  });

  const state = under();
  // On another page than the step is about, the person went elsewhere: the tour waits there.
  if (state && state.steps[state.at].page === location.pathname) show(state);
})();
