// Answers from the saved copy when the network does not. Words, pieces of pages and addresses come in self.TOLD.
"use strict";
const { words, parts, pages, files, language } = TOLD;
const COMMON = new Set(TOLD.common.split(" "));
const SLOW = 3000; // milliseconds after which the copy answers first
const REST = 20000; // and for how long the network is then hardly waited for
const MOMENT = 300; // which is this long: it may be back
const DOWN = new Set([502, 503, 504]); // a proxy that reaches nobody
const ANSWERS = 10; // of which TOLD.in_full are cards, the others lines
const WORTH = 0.25; // of the best answer's score: what is further from it is no answer
const LISTED = 100;
let weak = 0;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", () => (weak = 0)); // a page has reached the server
self.addEventListener("sync", (event) => event.waitUntil(in_background()));

// While something waits the browser is told that it failed, so that it tries again.
async function in_background() {
  if (!(await device.send(TOLD.token))) throw new Error("Not all is sent");
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith(files)) event.respondWith(file(request, url));
  else if (url.pathname === pages.home && request.headers.has("HX-Request")) event.respondWith(page(event, url));
});

// A file whose name holds its digest never changes; any other is asked for while there is a network.
async function file(request, url) {
  const kept = () => caches.match(request.url);
  if (/\.[0-9a-f]{12}\./.test(url.pathname)) return (await kept()) || fetch(request);
  try {
    return await fetch(request);
  } catch (problem) {
    const found = await kept();
    if (found) return found;
    throw problem;
  }
}

// The network, if it answers in time; else the copy, if there is one; else the network however long it takes.
async function page(event, url) {
  const network = fetch(event.request);
  network.then(() => (weak = 0)).catch(() => {});
  event.waitUntil(network.catch(() => {}));
  const urgent = rule_of(url) !== null || [pages.home, pages.log].includes(url.pathname);
  const answer = await first(network, urgent);
  if (answer && !DOWN.has(answer.status)) return answer;
  return (await composed(event.request, url)) || network;
}

async function first(network, urgent) {
  if (urgent && !navigator.onLine) return null;
  const patience = Date.now() < weak ? MOMENT : SLOW;
  let clock;
  const late = new Promise((done) => (clock = urgent && setTimeout(() => done(null), patience)));
  try {
    const answer = await Promise.race([network, late]);
    if (!answer && patience === SLOW) weak = Date.now() + REST;
    return answer;
  } catch {
    return null;
  } finally {
    clearTimeout(clock);
  }
}

function rule_of(url) {
  const [, slug] = url.pathname.match(/^\/rules\/([-\w]+)\/$/) || [];
  return slug && !TOLD.reserved.includes(slug) ? slug : null;
}

// --- The copy ---

let held = null; // {at, rows, vocabulary}: the rows of the copy, as long as none is written and the worker lives

async function copy() {
  const meta = await device.meta();
  if (!meta) return (held = null);
  const at = `${meta.who} ${meta.revision}`;
  if (held?.at !== at) {
    const rows = await device.within("saved", "readonly", (store) => device.asked(store("rows").getAll()));
    for (const row of rows) [row.name, row.rest] = [` ${tokens(row.title).join(" ")} `, ` ${row.words} `];
    held = { at, rows, vocabulary: null };
  }
  const now = Date.now();
  const age = device.age(meta);
  const in_force = held.rows.filter((row) => row.starts <= now && (row.ends === null || now < row.ends));
  return { meta, age, in_force, rows: age === "week" ? in_force.filter((row) => row.flexibility === "black") : in_force };
}

// The same as words.py does on the server.
const fold = (text) => text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{Mn}/gu, "");
const tokens = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];

function asked_for(question) {
  const codes = (fold(question).match(/[\p{L}\p{N}_]+(?:[-./][\p{L}\p{N}_]+)+/gu) || []).map((code) => code.replace(/[-./_]/g, ""));
  const all = tokens(question.slice(0, 2000));
  const telling = all.filter((word) => !COMMON.has(word));
  return [...new Set([...codes, ...(telling.length ? telling : all)])].slice(0, 24);
}

// Best first: titles before texts, whole words before beginnings, and what is nearly so if nothing is; rare words
// weigh more. The last word may still be being typed. A title that has all the words comes before any that has not.
function found(rows, question) {
  const scores = new Map();
  const asked = asked_for(question);
  for (const word of asked) {
    const hits = hits_of(rows, word, 1, word === asked.at(-1));
    const near = hits.size ? [] : alike(word);
    for (const other of near) for (const [row, n] of hits_of(rows, other, 0.6)) hits.set(row, Math.max(n, hits.get(row) || 0));
    const rare = Math.log(1 + rows.length / (hits.size || 1));
    for (const [row, n] of hits) scores.set(row, (scores.get(row) || 0) + n * rare);
  }
  const best = Math.max(0, ...scores.values());
  const good = [...scores].filter(([, score]) => score >= best * WORTH);
  const whole = new Set(good.map(([row]) => row).filter((row) => asked.every((word) => row.name.includes(` ${word}`))));
  const order = (a, b) => whole.has(b[0]) - whole.has(a[0]) || b[1] - a[1] || a[0].key - b[0].key;
  return good.sort(order).map(([row]) => row);
}

function hits_of(rows, word, worth, last = false) {
  const begins = word.length > 1 ? ` ${word}` : ` ${word} `; // one letter begins half of all words
  const hits = new Map();
  for (const row of rows) {
    let n = 0;
    if (row.name.includes(` ${word} `)) n = 10;
    else if (row.name.includes(begins)) n = last ? 10 : 8;
    else if (row.rest.includes(` ${word} `)) n = 4;
    else if (row.rest.includes(begins)) n = 3;
    else if (fold(row.reference).replace(/-/g, "") === word) n = 20;
    if (n) hits.set(row, n * worth);
  }
  return hits;
}

// Words of the copy that begin one letter away from it, two for long ones; and it without its ending.
function alike(word) {
  if (word.length < 4) return [];
  held.vocabulary ||= [...new Set(held.rows.flatMap((row) => `${row.name}${row.rest}`.split(" ")))].filter((known) => known.length > 2);
  const most = word.length >= 8 ? 2 : 1;
  const like = (known) => apart(known.slice(0, word.length), word) <= most || apart(known.slice(0, word.length + 1), word) <= most;
  const near = held.vocabulary.filter((known) => known.length >= word.length - most && like(known));
  return [...near, word.slice(0, Math.max(4, word.length - 2))];
}

// How many letters to add, leave out, change or swap.
function apart(a, b) {
  let [before, above] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const line = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      line[j] = Math.min(above[j] + 1, line[j - 1] + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) line[j] = Math.min(line[j], before[j - 2] + 1);
    }
    [before, above] = [above, line];
  }
  return above[b.length];
}

// --- Pages ---

const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const say = (name, values = {}) => escaped(words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]));

function time_of({ meta }) {
  const kept = new Date(meta.kept);
  const day = kept.toDateString() === new Date().toDateString() ? {} : { weekday: "long", day: "numeric", month: "long" };
  return kept.toLocaleString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...day });
}

// What the copy says at this address: a whole page, or the part that a script asks for. null without a copy.
async function composed(request, url) {
  const there = await copy();
  if (!there) return null;
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Saved-Copy": String(there.meta.kept), "Cache-Control": "no-store" };
  const question = (url.searchParams.get("q") || "").trim();
  const part = request.headers.has("HX-Request") && request.mode !== "navigate";
  if (part) return new Response(await answers(there, question), { headers });
  const kept = url.pathname === pages.later ? pages.later : pages.offline;
  const frame = await caches.match(new URL(kept, location.href).href);
  if (!frame) return null;
  const { title, html } = await content(there, url, question);
  const strip = `<p class="strip" data-kept="${there.meta.kept}">${say("strip", { time: time_of(there) })} ${there.age === "fresh" ? "" : say(there.age)}</p>`;
  let text = (await frame.text()).replace("<!--strip-->", () => strip);
  if (kept === pages.offline) text = text.replace(/<title>[^<]*/, () => `<title>${escaped(title)}`).replace(/<!--saved-->[^]*<!--\/saved-->/, () => html);
  return new Response(text, { headers });
}

async function content(there, url, question) {
  const slug = rule_of(url);
  if (slug) {
    const row = there.in_force.find((row) => row.slug === slug);
    const card = row && (await card_of(row.key)); // none if it was taken away since
    if (card && there.rows.includes(row)) return { title: row.title, html: rule(there, row, card) };
    if (card) return { title: row.title, html: notice(row.title, lead("too_old")) };
    return { title: words.not_there, html: notice(words.not_there, lead("not_there_lead")) };
  }
  if (url.pathname === pages.home) return { title: question || words.look_up, html: await home(there, question) };
  if (url.pathname === pages.log) return { title: words.log, html: log(there, url) };
  const asks = ["ask", "escalate"].find((name) => url.pathname === pages[name]);
  if (asks) return { title: words[asks], html: notice(words[asks], whom(there, url.search), url) };
  return { title: words.needs, html: notice(words.needs, lead("needs_lead"), url) };
}

// A piece of a page with its {braces} filled in.
const filled = (part, values) => part.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? escaped(values[name]) : whole));

// Where nothing fits: whom to call, and the way to log. It came with the copy.
const whom = (there, query) => filled(there.meta.whom || "", { query });

function log(there, url) {
  const row = there.in_force.find((row) => row.slug === url.searchParams.get("rule"));
  const from = row ? ` / <a href="${address(row)}">${escaped(`${row.reference}, ${row.title}`)}</a>` : "";
  return trail(from) + filled(parts.log, { query: url.search, about: (url.searchParams.get("q") || "").trim().slice(0, 300) });
}

const trail = (more) => `<p class="trail"><a href="${pages.home}">${say("look_up")}</a>${more}</p>`;
const lead = (name) => `<p>${say(name)}</p>`;
const notice = (heading, told, again) =>
  `${trail("")}<h1>${escaped(heading)}</h1>${told}<p><a class="button quiet" href="${escaped(again ? again.pathname + again.search : pages.home)}">${say(again ? "try_again" : "look_up")}</a></p>`;

const card_of = (key) => device.within("saved", "readonly", (store) => device.asked(store("cards").get(key)));
const address = (row) => `/rules/${encodeURIComponent(row.slug)}/`;

function rule(there, row, card) {
  const heading = say(card.html.includes(pages.escalate) ? "escalate" : "not_covered");
  const ways = `<h2>${heading}</h2>${whom(there, `?rule=${row.slug}`)}`;
  const text = card.text ? `<h2 class="small soft">${say("beginning")}</h2><p class="text">${escaped(card.text)}</p>` : "";
  return `${trail(` / ${escaped(row.reference)}`)}<h1>${escaped(row.title)}</h1><div data-saved="${row.key}" data-slug="${escaped(row.slug)}">${card.html}${ways}${text}</div>`;
}

const line = (row) => `<li><a class="title" href="${address(row)}">${escaped(row.title)}</a>${parts.plates[row.flexibility]}</li>`;

async function home(there, question) {
  const titles = [...there.rows].sort((a, b) => a.title.localeCompare(b.title, language));
  const more = titles.length > LISTED ? `<p class="soft">${say("more", { n: titles.length - LISTED })}</p>` : "";
  const search = parts.search.replace('value=""', () => `value="${escaped(question)}"`);
  return `${search}<div id="answers">${await answers(there, question)}</div><section><h2>${say("all")}</h2><ul class="rules">${titles.slice(0, LISTED).map(line).join("")}</ul>${more}</section>`;
}

async function answers(there, question) {
  if (!question) return "";
  const likely = found(there.rows, question).slice(0, ANSWERS);
  const best = (await Promise.all(likely.map(async (row) => [row, await card_of(row.key)]))).filter(([, card]) => card);
  const values = { question, n: best.length, time: time_of(there) };
  const count = `<p class="count">${say(best.length > 1 ? "many" : best.length ? "one" : "none", values)}</p>`;
  const ways = whom(there, `?q=${encodeURIComponent(question)}`);
  if (!best.length) return count + ways + parts.capture.replace('value=""', () => `value="${escaped(question.slice(0, 200))}"`);
  const cards = best.slice(0, TOLD.in_full).map(([row, card]) => answer(row, card, question)).join("");
  const others = best.slice(TOLD.in_full).map(([row]) => line(row)).join("");
  const further = others && `<h2>${say("further")}</h2><ul class="rules">${others}</ul>`;
  return count + cards + ways + further;
}

// The card as an answer: plate and title in one line, the situation that was asked about. What else is left out there
// is hidden by the style sheet.
const HEAD = /<header>(\s*<span class="plate.*?(?:<\/span>){2,})?/s;
const SITUATION = /<!--when \S+ -->(<p class="situation">.*?<\/p>).*?<!--\/when-->/gs;

function answer(row, card, question) {
  const title = (_, plate) => `<header><h2 class="title">${plate || ""}<a href="${address(row)}">${escaped(row.title)}</a></h2>`;
  return `<div class="saved" data-saved="${row.key}" data-slug="${escaped(row.slug)}">${situated(row, card.html, question).replace(HEAD, title)}</div>`;
}

// Of several situations the one in which most words of the question begin words; the others are one tap away.
function situated(row, html, question) {
  const all = [...html.matchAll(SITUATION)];
  if (all.length < 2) return html;
  const asked = asked_for(question);
  const texts = all.map(([, text]) => ` ${tokens(text.replace(/<[^>]*>/g, " ")).join(" ")}`);
  const told = texts.map((text) => asked.filter((word) => text.includes(` ${word}`)).length);
  const [best] = all[told.indexOf(Math.max(...told))];
  const others = `<p class="small others"><a href="${address(row)}">${say(all.length > 2 ? "others" : "other", { n: all.length - 1 })}</a></p>`;
  return html.slice(0, all[0].index) + best + others + html.slice(all.at(-1).index + all.at(-1)[0].length);
}
