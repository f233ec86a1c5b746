// PolicyHub works without this file; with it, it is quicker.
document.documentElement.classList.add("scripted");

// The place whose clock this browser follows, for whoever starts an organisation.
const zone = document.querySelector('select[data-guess="zone"]');
if (zone) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some((option) => option.value === here) && !document.querySelector(".summary")) zone.value = here;
}

// At a desk the first key goes into the search. On a phone that would open the keyboard unasked.
if (window.matchMedia("(min-width: 40.01rem)").matches) {
  const search = document.getElementById("q");
  if (search && !search.value) search.focus();
}

// What was typed before this file was there is looked up too.
document.addEventListener("DOMContentLoaded", () => {
  const search = document.getElementById("q");
  if (search?.value && search.value !== search.defaultValue) search.dispatchEvent(new Event("search"));
});

// Answers that come late replace nothing in which somebody is writing already.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (target.id === "answers" && target.contains(document.activeElement) && document.activeElement.value) event.detail.shouldSwap = false;
});

// The number of answers is read out once the typing has rested, in a region that is never swapped.
let rest;
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "answers") return;
  clearTimeout(rest);
  rest = setTimeout(() => {
    const count = document.querySelector("#answers .count");
    document.getElementById("spoken").textContent = count ? count.textContent : "";
  }, 1000);
});

// After rows were moved about, the focus goes to the row that the button was about.
document.addEventListener("htmx:afterSettle", (event) => {
  const command = event.detail.requestConfig?.parameters?.get?.("arrange") || "";
  if (!command) return;
  const [prefix, ...rest] = command.split(":");
  const rows = document.querySelectorAll(`[data-row-of="${CSS.escape(prefix)}"]`);
  const verb = rest[rest.length - 1];
  const at = Number(rest[0]);
  const place = { add: rows.length - 1, up: Math.max(0, at - 1), down: Math.min(rows.length - 1, at + 1), remove: Math.min(rows.length - 1, at) }[verb];
  const row = rows[place];
  const target = row ? row.querySelector("textarea, select, input:not([type=hidden])") : document.querySelector(`[value="${CSS.escape(prefix)}:add"]`);
  if (target) target.focus();
});

// Arrows go from cell to cell on the map of touchpoints, as they do in a table of figures.
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest("table.map tbody :is(th, td)");
  if (!cell || !(event.key in ARROWS) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const [down, right] = ARROWS[event.key];
  const row = cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + down];
  const target = row?.cells[cell.cellIndex + right]?.querySelector("a");
  event.preventDefault();
  if (target) target.focus();
});

// A queue by keyboard: J and K go on and back, Enter opens; a letter presses the button that has it. Only while
// one of its lines has the focus, and nobody is typing in it.
document.addEventListener("keydown", (event) => {
  const line = event.target.closest(".queue li");
  if (!line || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, input")) return;
  const to = { j: line.nextElementSibling, k: line.previousElementSibling }[event.key.toLowerCase()];
  if (to) {
    event.preventDefault();
    to.focus();
  } else if (event.key === "Enter" && event.target === line) line.querySelector("a").click();
  else if (event.target === line && event.key.length === 1) line.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
});

// One letter answers a question, chooses black or grey, or skips: only while the focus is in the form that it serves,
// and never while somebody is typing. At a desk that form has the focus at once, unless a mistake is told of.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && event.target.form?.matches("form.page")) {
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const form = event.target.closest("form[data-keys]");
  if (!form) return;
  const key = event.key.toLowerCase();
  const button = key.length === 1 && form.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const radio = { b: "black", g: "grey" }[key];
  const choice = radio && form.querySelector(`input[name=flexibility][value=${radio}]`);
  if (button) {
    event.preventDefault();
    button.click();
  } else if (choice) {
    event.preventDefault();
    choice.checked = true;
    choice.form.elements.rationale.focus();
  }
});
if (window.matchMedia("(min-width: 40.01rem)").matches && !document.querySelector(".summary")) document.querySelector("form[data-keys]")?.focus({ preventScroll: true });

// Writing help beside a form: Enter in a reason waves that one off and saves nothing else; then the focus goes to
// the heading, since the button is gone.
document.addEventListener("keydown", (event) => {
  const button = event.key === "Enter" && event.target.matches("#advice .wave input") && event.target.parentElement.querySelector("button[hx-post]");
  if (!button) return;
  event.preventDefault();
  button.click();
});
document.addEventListener("htmx:afterSettle", (event) => {
  const sent = event.detail.requestConfig?.parameters;
  if (event.target.id === "advice" && (sent?.get?.("wave") || sent?.get?.("take_up"))) document.getElementById("advice-heading")?.focus();
});
