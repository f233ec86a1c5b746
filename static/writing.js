// A rule being written: what is typed is kept as a draft on the server, and the card beside it follows.
// One request at a time. Each carries a number, and the server keeps the highest, so that a request which is lost,
// doubled or late takes nothing away.

const IDLE = 1200, LONGEST = 3500, PATIENCE = 8000, AGAIN = [1500, 3000, 6000, 12000];
const LAST_WORDS = 60000; // bytes that a browser still sends for a page that goes away
const editor = () => document.querySelector("form[data-keep]");
const line = () => document.querySelector("p#kept");
let timer, firstUnkept = 0, flying = false, dirty = false, failures = 0, over = false;

function say(words, failed) {
  line().textContent = words;
  line().classList.toggle("error", Boolean(failed));
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
  form.elements.sequence.value = Number(form.elements.sequence.value) + 1;
  const data = new URLSearchParams(new FormData(form));
  data.set("keep", "1");
  return data;
}

async function keep() {
  const form = editor();
  if (!form || !dirty || over || flying) return;
  flying = true;
  dirty = false;
  firstUnkept = 0;
  const giveUp = new AbortController();
  const patience = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    await answered(await fetch(form.dataset.keep, { method: "POST", body: body(form), signal: giveUp.signal }), form);
  } catch {
    failed(line().dataset.failed);
  } finally {
    clearTimeout(patience);
    flying = false;
    if (dirty && !over) later(failures ? AGAIN[Math.min(failures, AGAIN.length) - 1] : IDLE);
  }
}

async function answered(answer, form) {
  if (answer.status === 410) anew(form);
  else if (answer.status === 403 || isSignIn(answer)) {
    failed(line().dataset.signedOut);
    await comeBack(form);
  } else if (!answer.ok) failed(line().dataset.failed);
  else show(await answer.text());
}

const isSignIn = (answer) => new URL(answer.url).pathname === line().dataset.signIn;

// Somebody who signs in again, in another window, has a new token: the form needs it too.
async function comeBack(form) {
  const page = await fetch(location.href);
  if (!page.ok || isSignIn(page)) return;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("form[data-keep]");
  if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
}

// The draft was closed elsewhere: what is typed here goes on as one of its own.
function anew(form) {
  if (over) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  form.elements.draft.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  form.elements.sequence.value = form.elements.follows_sequence.value = 0;
  form.elements.follows.value = "";
  say(line().dataset.closed, true);
  dirty = true;
}

function failed(words) {
  failures += 1;
  dirty = true;
  say(words, true);
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

// Where the session has ended, no part of the page may lead away from what is typed in it.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!event.target.closest("form[data-keep]") || !event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  event.preventDefault();
  say(line().dataset.signedOut, true);
});

// A page that goes away sends what it has, without waiting for an answer.
function lastWords() {
  const form = editor();
  if (!form || !dirty || over) return;
  const data = body(form);
  if (data.toString().length < LAST_WORDS) fetch(form.dataset.keep, { method: "POST", body: data, keepalive: true }).catch(() => {});
}

document.addEventListener("input", (event) => { if (event.target.form === editor()) typed(); });
document.addEventListener("change", (event) => { if (event.target.form === editor()) typed(); });
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.requestConfig?.parameters?.get?.("arrange")) typed(); });
document.addEventListener("submit", (event) => {
  if (event.target !== editor()) return;
  over = true;
  clearTimeout(timer);
  setTimeout(() => { over = false; }, 30000); // still here: it was not sent
});
window.addEventListener("pageshow", (event) => { if (event.persisted) over = false; });
window.addEventListener("online", () => { if (dirty) later(0); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") lastWords(); });

// The browser's own warning, only where the draft could not be saved.
window.addEventListener("beforeunload", (event) => { if (failures && dirty && !over) event.preventDefault(); });

// An address that names a field or a list leads the cursor there, once the browser has scrolled, which takes it away.
window.addEventListener("load", () => {
  const named = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const field = named?.matches("input, textarea, select") ? named : named?.querySelector("textarea, select, input:not([type=hidden]), button");
  if (field) setTimeout(() => field.focus(), 0);
});
