// The register by keyboard and thumb. Without this file every row has the same buttons, and the page comes back.
// Letters count only while a row, or something in it, has the focus.

const rowOf = (element) => element.closest("tr.rule");
const buttons = (row) => row.querySelector(".bgq");

// B, G or ? was chosen: without a reason the reason is asked for first; with one it is saved.
function choose(button) {
  const form = button.form;
  for (const each of form.querySelectorAll(".bgq button")) each.setAttribute("aria-pressed", each === button);
  const reason = form.elements.rationale;
  if (button.value !== "undecided" && !reason.value.trim()) {
    reason.focus();
    return false;
  }
  return true;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".tag") || !event.submitter) return;
  if (!choose(event.submitter)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const form = row.querySelector("form.tag");
  if (event.target.name === "rationale") {
    if (event.key === "Escape") row.focus();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const chosen = form.querySelector(".bgq [aria-pressed=true]") || form.querySelector(".bgq button");
    if (chosen.getAttribute("aria-pressed") === "true") chosen.click();
    else chosen.focus();
    return;
  }
  if (event.target.matches("input, select, textarea") && event.target.type !== "checkbox") return;
  const key = event.key.toLowerCase();
  const value = { b: "black", g: "grey", "?": "undecided" }[key];
  const beside = { j: row.nextElementSibling, k: row.previousElementSibling }[key];
  if (value && form) {
    event.preventDefault();
    const details = form.closest("details");
    if (details) details.open = true;
    const reason = form.elements.rationale;
    if (details && value !== "undecided") {
      choose(form.querySelector(`[value="${value}"]`));
      reason.focus();
      reason.select();
    } else form.querySelector(`[value="${value}"]`).click();
  } else if (beside) {
    event.preventDefault();
    beside.focus();
  } else if (key === "x") {
    const tick = row.querySelector(".pick input");
    if (tick) tick.checked = !tick.checked;
  } else if (key === "enter" && event.target === row) {
    row.querySelector(".what a").click();
  }
});

document.querySelector(".decide")?.addEventListener("click", () => {
  const open = document.querySelector("tr[data-open]");
  if (open) open.focus();
});

// A row that was saved is told aloud, and the next that is not decided takes the focus.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const row = event.target;
  if (!row.matches?.("tr.rule")) return;
  const wrong = row.querySelector("[aria-invalid]");
  if (wrong) {
    wrong.focus();
    return;
  }
  const plate = row.querySelector(".plate").textContent.trim();
  document.getElementById("spoken").textContent = `${row.querySelector(".what a").textContent}: ${plate}`;
  let next = row.nextElementSibling;
  while (next && !("open" in next.dataset)) next = next.nextElementSibling;
  (next || row).focus();
});
