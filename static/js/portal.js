// What the pages gain where JavaScript runs. Each of them works without it.

const PRESSES = 3;
const PRESSES_WITHIN = 5000;
const SECOND_CLICK_WITHIN = 2000;
const WORKING_AFTER = 400;

// Public pages: leave at once, so that nothing stays on the screen and "back" does not return here.
function leaveQuickly(link) {
  const leave = () => {
    document.title = "";
    document.body.hidden = true;
    window.location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  const said = document.createElement("span");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  link.after(said);

  let presses = 0;
  let timer = 0;
  const forget = () => {
    presses = 0;
    said.textContent = "";
    window.clearTimeout(timer);
  };
  // A press counts when Shift is let go and no other key was pressed with it.
  let isAlone = false;
  document.addEventListener("keydown", (event) => {
    isAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isAlone) {
      forget();
    }
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !isAlone) {
      return;
    }
    isAlone = false;
    presses += 1;
    window.clearTimeout(timer);
    timer = window.setTimeout(forget, PRESSES_WITHIN);
    if (presses === PRESSES) {
      said.textContent = "Leaving.";
      leave();
    } else {
      const left = PRESSES - presses;
      said.textContent = `Shift pressed. ${left} more ${left === 1 ? "press leaves" : "presses leave"} this site.`;
    }
  });
  // A place on the page takes no entry of its own in the history: "back" would lead from elsewhere to this page again.
  document.addEventListener("click", (event) => {
    const place = event.target.closest?.("a[href^='#']");
    if (place && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      window.location.replace(place.hash);
    }
  });

  // A page that comes back from the browser's memory may be seen again.
  window.addEventListener("pageshow", () => {
    document.body.hidden = false;
  });
}

// Forms: what is wrong is read out first, and an impatient second click is not sent.
function calmForms() {
  document.querySelector("[data-error-summary]")?.focus();
  for (const form of document.querySelectorAll("form[method=post]")) {
    let sentAt = -Infinity;
    form.addEventListener("submit", (event) => {
      if (event.timeStamp - sentAt < SECOND_CLICK_WITHIN) {
        event.preventDefault();
      } else {
        sentAt = event.timeStamp;
      }
    });
  }
}

// Forms that can take long: once sent, the page says that they are being worked on.
function sayThatItTakesLong(form) {
  const said = document.createElement("div");
  said.className = "sp-working";
  said.setAttribute("role", "status");
  form.append(said);
  let timer = 0;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) {
      return;
    }
    timer = window.setTimeout(() => {
      const bar = document.createElement("progress");
      bar.setAttribute("aria-hidden", "true");
      said.replaceChildren(bar, form.dataset.working);
    }, WORKING_AFTER);
  });
  // A page that comes back from the browser's memory waits for nothing.
  window.addEventListener("pageshow", () => {
    window.clearTimeout(timer);
    said.replaceChildren();
  });
}

// Wide tables of a report: each stands in a frame of its own, which the keyboard reaches where it has to be scrolled.
function frameTable(table, number) {
  const frame = document.createElement("div");
  frame.className = "sp-scroll";
  table.before(frame);
  frame.append(table);
  new ResizeObserver(() => {
    if (frame.scrollWidth > frame.clientWidth) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", `Table ${number}, wider than the page`);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) {
        frame.removeAttribute(name);
      }
    }
  }).observe(frame);
}

const link = document.querySelector("[data-leave]");
if (link) {
  leaveQuickly(link);
}
calmForms();
document.querySelectorAll("form[data-working]").forEach(sayThatItTakesLong);
document.querySelectorAll(".sp-public .sp-prose table, .sp-public .sp-seven table").forEach((table, index) => frameTable(table, index + 1));
