// Keys that work anywhere on a page. Each of them can be switched off for this device, in the list that "?" opens.
const OFF = "single-keys-off"; // a cookie: what else a browser keeps goes at sign-out
const secure = window.location.protocol === "https:" ? "; Secure" : "";
const off = () => document.cookie.split("; ").includes(`${OFF}=1`);
const help = document.getElementById("keys");
const search = () => document.getElementById("q");

function lookUp() {
  if (search()) {
    search().focus();
    search().select();
  } else window.location.assign("/");
}

function showKeys() {
  help.querySelector("input").checked = !off();
  help.showModal();
}

const SINGLE = {
  "/": lookUp,
  "?": showKeys,
  c: () => document.getElementById("show-customer")?.click(),
  1: () => option(1),
  2: () => option(2),
  3: () => option(3),
};

// An option gets the focus; what was offered is only ever noted by whoever presses its button.
function option(n) {
  const row = document.querySelector(`.options li:nth-child(${n}) > :first-child`);
  if (!row) return;
  if (!row.matches("a")) row.tabIndex = -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    lookUp();
    return;
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
  const atRest = event.key === "/" && event.target === search() && !search().value; // nobody looks up a slash
  if ((typing && !atRest) || event.ctrlKey || event.metaKey || event.altKey || !(event.key in SINGLE)) return;
  if (off()) return;
  event.preventDefault();
  SINGLE[event.key]();
});

help?.querySelector("input").addEventListener("change", (event) => {
  const age = event.target.checked ? 0 : 365 * 24 * 60 * 60;
  document.cookie = `${OFF}=1; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
});
document.querySelector("[data-keys-help]")?.addEventListener("click", showKeys);

// What was opened lately, newest first, for this person on this device: see policyhub/lookup/lately.py.
const opened = document.querySelector("[data-opened]")?.dataset.opened;
if (opened) {
  const person = document.body.dataset.person;
  const kept = document.cookie.match(/(?:^|; )lately=(\d+)~([^;]*)/);
  const before = kept && kept[1] === person ? kept[2].split("~") : [];
  const references = [opened, ...before.filter((reference) => reference !== opened)].slice(0, 5);
  document.cookie = `lately=${person}~${references.join("~")}; Path=/; Max-Age=1209600; SameSite=Lax${secure}`;
}
