// What test_public_site.py asks of a page. It runs through the debugger; no page loads it.

// A radio or checkbox is drawn by its label.
const drawn = (one) => (one.matches("[type=radio], [type=checkbox]") && one.labels[0]) || one;

const look = (one) => {
  const style = getComputedStyle(drawn(one), drawn(one) === one ? null : "::before");
  // Many outlines are there for forced colours only, where no colour is transparent.
  const outline = style.outlineColor === "rgba(0, 0, 0, 0)" ? "" : style.outlineStyle + style.outlineWidth;
  return [outline, style.boxShadow, style.backgroundColor, style.borderWidth].join();
};

// Return what the focus should stop at, in order, and note from now on what it meets.
function watchTheFocus() {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
    (one) => !one.disabled && one.type !== "hidden" && one.checkVisibility(),
  );
  const stops = all.filter(
    (one) => one.type !== "radio" || one === all.find((other) => other.type === "radio" && other.name === one.name),
  );
  const named = (one) => {
    const stop = one.type === "radio" ? stops.find((other) => other.name === one.name) : one;
    return `${stops.indexOf(stop)} ${stop.tagName} ${(stop.innerText || stop.name || "").trim().slice(0, 40)}`;
  };
  const before = new Map(all.map((one) => [one, look(one)]));
  window.walked = { met: [], covered: [], unseen: [] };
  document.addEventListener("keyup", (event) => {
    const one = document.activeElement;
    if (event.key !== "Tab" || one === document.body) {
      return;
    }
    window.walked.met.push(named(one));
    if (look(one) === before.get(one)) {
      window.walked.unseen.push(named(one));
    }
    const points = [...drawn(one).getClientRects()].flatMap(({ left, right, top, bottom }) => [
      [left + 3, top + 3],
      [right - 3, bottom - 3],
      [(left + right) / 2, (top + bottom) / 2],
    ]);
    const covered = points.filter(([x, y]) => {
      const there = document.elementFromPoint(x, y);
      return !there || !(drawn(one).contains(there) || one.contains(there) || there.contains(one));
    });
    if (one.tagName === "TEXTAREA" ? covered.length === points.length : covered.length > 0) {
      window.walked.covered.push(named(one));
    }
  });
  return stops.map(named);
}

// Whether the focus is in the main part, or after it where that holds nothing to stop at.
function isPastTheFrame() {
  const main = document.querySelector("main");
  return Boolean(main.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING);
}

// Return what is cut off, runs out of the window or begins at its very edge, with a reader's own style sheet on the page.
function whatIsLost(css) {
  const own = new CSSStyleSheet();
  own.replaceSync(css);
  document.adoptedStyleSheets = [own];
  const width = document.documentElement.clientWidth;
  // A wide table may be scrolled in a frame of its own (1.4.10 lets it).
  const scrolls = (one) => one && ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
  const isScrolled = (one) => scrolls(one.closest("table")) || scrolls(one.closest(".sp-scroll"));
  const cuts = (overflow, inside, outside) => ["hidden", "clip"].includes(overflow) && inside > outside + 1;
  return [...document.querySelectorAll("body *")]
    .filter((one) => {
      const style = getComputedStyle(one);
      if (!one.checkVisibility() || one.closest(".govuk-visually-hidden, .govuk-skip-link") || isScrolled(one)) {
        return false;
      }
      return (
        cuts(style.overflowX, one.scrollWidth, one.clientWidth) ||
        cuts(style.overflowY, one.scrollHeight, one.clientHeight) ||
        one.getBoundingClientRect().right > width + 1 ||
        (one.tagName === "H1" && one.getBoundingClientRect().left < 15)
      );
    })
    .map((one) => `${one.tagName}.${one.getAttribute("class")}: ${one.textContent.trim().slice(0, 40)}`)
    .slice(0, 5);
}

// Return what has no edge of its own, or looks current without being told apart from its neighbours.
function whatHasNoEdge() {
  const edged = ".govuk-button, .govuk-input, .govuk-textarea, .govuk-error-summary, .sp-care, .sp-chips a, .sp-card";
  const none = [...document.querySelectorAll(edged)].filter((one) => {
    const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(one);
    const ground = getComputedStyle(document.body).backgroundColor;
    return one.checkVisibility() && (borderTopStyle === "none" || borderTopWidth === "0px" || borderTopColor === ground);
  });
  const current = [...document.querySelectorAll(".sp-nav a[aria-current]")].filter((one) => {
    const other = document.querySelector(".sp-nav a:not([aria-current])");
    return getComputedStyle(one).borderBottomColor === getComputedStyle(other).borderBottomColor;
  });
  return [...none, ...current].map((one) => `${one.tagName}.${one.className}`);
}
