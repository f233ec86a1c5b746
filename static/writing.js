// A rule being written: what is typed is kept as a draft on the server, and the card beside it follows.
// One request at a time. Each carries a number, and the server keeps the highest, so that a request which is lost,
// doubled or late takes nothing away.

const IDLE = 1200, LONGEST = 3500, PATIENCE = 8000, AGAIN = [1500, 3000, 6000, 12000];
const editor = () => document.querySelector("form[data-keep]");
let timer, firstUnkept = 0, flying = false, dirty = false, failures = 0, over = false;

function say(words, failed) {
  const line = document.querySelector("p#kept");
  if (!line) return;
  line.textContent = words;
  line.classList.toggle("error", Boolean(failed));
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

function typed() {
  if (over || !editor()) return;
  dirty = true;
  const now = Date.now();
  firstUnkept ||= now;
  later(Math.max(0, Math.min(IDLE, firstUnkept + LONGEST - now)));
}

function body(form) {
  const number = Number(form.elements.sequence.value) + 1;
  form.elements.sequence.value = number;
  const data = new URLSearchParams(new FormData(form));
  data.set("keep", "1");
  return data;
}

async function keep() {
  const form = editor();
  if (!form || !dirty || over) return;
  if (flying) return;
  flying = true;
  dirty = false;
  firstUnkept = 0;
  const giveUp = new AbortController();
  const patience = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: body(form), signal: giveUp.signal, headers: { "X-Kept": "1" } });
    if (answer.status === 410) over = true;
    else if (answer.redirected || answer.status === 403) failed(document.querySelector("p#kept").dataset.signedOut);
    else if (!answer.ok) failed();
    else show(await answer.text());
  } catch {
    failed();
  } finally {
    clearTimeout(patience);
    flying = false;
    if (dirty && !over) later(failures ? AGAIN[Math.min(failures, AGAIN.length) - 1] : IDLE);
  }
}

function failed(words) {
  failures += 1;
  dirty = true;
  say(words || document.querySelector("p#kept").dataset.failed, true);
}

// The fragment brings the card and the similar rules as they are for what was typed.
function show(html) {
  failures = 0;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  say(fresh.querySelector("#kept").textContent);
  if (dirty) return; // something newer is on its way
  for (const name of ["preview", "similar"]) {
    const old = document.getElementById(name), found = fresh.getElementById(name);
    if (old && found && old.innerHTML !== found.innerHTML) old.replaceChildren(...found.childNodes);
  }
}

document.addEventListener("input", (event) => { if (event.target.form === editor()) typed(); });
document.addEventListener("change", (event) => { if (event.target.form === editor()) typed(); });
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.requestConfig?.parameters?.get?.("arrange")) typed(); });
document.addEventListener("submit", (event) => { if (event.target === editor()) { over = true; clearTimeout(timer); } });
window.addEventListener("pageshow", (event) => { if (event.persisted) over = false; });
window.addEventListener("online", () => { if (dirty) later(0); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && dirty) later(0);
});

// The browser's own warning, only where the draft could not be saved.
window.addEventListener("beforeunload", (event) => { if (failures && dirty && !over) event.preventDefault(); });

// An address that names a field or a list leads the cursor there, once the browser has scrolled, which takes it away.
window.addEventListener("load", () => {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  const field = named?.matches("input, textarea, select") ? named : named?.querySelector("textarea, select, input:not([type=hidden]), button");
  if (field) setTimeout(() => field.focus(), 0);
});
