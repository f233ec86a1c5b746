// What is done with data-later forms: each is written down on this device first, sent at once where there is a
// network, and kept where there is none. Also the strip about the signal, and signing out.
"use strict";
{
  const frame = document.getElementById("device");
  const words = frame.dataset;
  const strip = document.getElementById("signal");
  const unsent = document.getElementById("unsent");
  const PATIENCE = 3000; // until it is said that something is not sent yet
  const AGAIN = [5000, 15000, 60000];
  const LOOK = 5000; // how often it is seen whether the signal is back
  const IDLE = 10 * 60 * 1000; // on a shared till
  const shown = new Map(); // the key of what waits to where this page shows it
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const make = (tag, text = "", values = {}) => Object.assign(document.createElement(tag), { textContent: text, ...values });
  const mine = async () => (await device.unsent()).filter((row) => row.person === words.person);

  // --- Forms ---

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.matches("form[data-later]")) {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (!marked(form, event.submitter).hasAttribute("data-sending")) keep(form, event.submitter);
      } else if (form.matches("form[method=post i]") && !leaves(form) && !navigator.onLine) {
        event.preventDefault();
        event.stopImmediatePropagation();
        signal(words.needs);
        strip.focus();
      }
    },
    true
  );

  // Plain http has no randomUUID.
  function new_key() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((b, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + b.toString(16).padStart(2, "0")).join("");
  }

  // A button may belong to a form that stands elsewhere: then the button says where it goes, and it, or the fieldset
  // it stands in, where its answer goes. Each of them is sent once at a time.
  const marked = (form, submitter) => submitter?.closest("[data-answers]") || form;
  const address_of = (form, submitter) =>
    new URL(submitter?.getAttribute("formaction") || form.getAttribute("action") || "", location.href).href;

  function row_of(form, submitter) {
    const fields = [...new FormData(form, submitter)].filter(([name]) => !["csrfmiddlewaretoken", "client_key", "at"].includes(name));
    const said = fields.map(([name]) => form.elements[name]).filter((field) => field?.matches?.("textarea, input:not([type=hidden])"));
    const at = new Date();
    return {
      person: words.person,
      action: address_of(form, submitter),
      key: new_key(),
      fields: fields.map(([name, value]) => [name, String(value)]),
      at: at.toISOString(),
      what: form.dataset.label || submitter?.textContent.trim() || document.title,
      about: form.elements.title?.value || document.querySelector("h1")?.textContent || "",
      text: said.map((field) => field.value).filter(Boolean).join("\n"),
    };
  }

  // First onto the device, then on its way: whatever happens in between, it is there.
  async function keep(form, submitter) {
    marked(form, submitter).setAttribute("data-sending", "");
    const row = row_of(form, submitter);
    row.fields.push(["client_key", row.key], ["at", row.at]);
    try {
      row.id = await device.later(row);
    } catch {
      plainly(form, submitter); // no room on this device
      return;
    }
    const place = place_of(marked(form, submitter));
    shown.set(row.id, place);
    await Promise.race([send(), wait(PATIENCE)]);
    if (shown.has(row.id)) not_sent(row, place);
  }

  // As without this script, with the button that was pressed.
  function plainly(form, submitter) {
    if (submitter?.name) form.append(make("input", "", { type: "hidden", name: submitter.name, value: submitter.value }));
    form.action = address_of(form, submitter);
    form.submit();
  }

  // Where the answer goes: where the form or its button says, the region around it, or the place of the form itself.
  function place_of(form) {
    let region = form.dataset.answers ? document.querySelector(form.dataset.answers) : form.closest("[data-region]");
    if (!region) {
      region = make("div");
      form.replaceWith(region);
      region.append(form);
    }
    return { region, form, before: [...region.childNodes] };
  }

  function put(place, ...nodes) {
    const focused = place.region.contains(document.activeElement);
    place.region.replaceChildren(...nodes);
    if (!focused) return;
    place.region.tabIndex = -1;
    place.region.focus({ preventScroll: true });
  }

  function back(place) {
    place.form.removeAttribute("data-sending");
    put(place, ...place.before);
  }

  function not_sent(row, place) {
    const undo = make("button", words.undo, { type: "button", className: "plain" });
    undo.addEventListener("click", async () => {
      if (!(await device.discard(row.id))) {
        put(place, make("p", words.gone));
      } else {
        shown.delete(row.id);
        back(place);
      }
      count();
    });
    const line = make("p", `${words.kept} `, { className: "unsent" });
    line.append(undo);
    put(place, line, ...(place.form.matches("[data-why]") ? [why(row, place)] : []));
    count();
  }

  // A sentence goes with what waits. Afterwards it stands where the box was.
  function why(row, place) {
    const form = document.getElementById("why").content.cloneNode(true).firstElementChild;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = form.elements.words.value.trim();
      if (!text) return;
      const waits = await device.say_more(row.id, "words", text);
      if (waits) form.replaceWith(make("p", text, { tabIndex: -1 }));
      else put(place, make("p", words.gone), form);
      count();
    });
    return form;
  }

  // --- Answers ---

  async function answered(row, told) {
    const place = shown.get(row.id);
    if (!place || told.kind === "wait") return;
    shown.delete(row.id);
    const answer = new DOMParser().parseFromString(told.text || "", "text/html");
    for (const spoken of answer.querySelectorAll("[hx-swap-oob]")) {
      document.getElementById("spoken").textContent = spoken.textContent;
      spoken.remove();
    }
    place.form.removeAttribute("data-sending");
    if (told.kind === "done") done(place, told, answer);
    else await refused(row, place, answer);
  }

  // A form that is a page of its own leads on to where the server led; others are answered in their place.
  function done(place, told, answer) {
    const typed = place.region.querySelector("[name=words]")?.value;
    if (told.redirected && place.form.matches("form.page")) {
      location.assign(told.url);
      return;
    }
    const notices = [...answer.querySelectorAll("main > .notice")];
    const whole = told.redirected || answer.querySelector("main");
    const nodes = whole ? notices : [...answer.body.childNodes];
    const [only] = answer.body.children;
    put(place, ...(nodes.length ? nodes : [make("p", words.sent, { role: "status" })]));
    if (!whole && answer.body.children.length === 1 && only?.matches("[data-region]")) place.region.replaceWith(only);
    const field = place.region.querySelector("[name=words]");
    if (field && typed) field.value = typed; // it was sent while somebody wrote why
    if (window.htmx) htmx.process(place.region.isConnected ? place.region : document.body);
  }

  // The words of the server stand above the form, which is as it was; nothing of it waits any more.
  async function refused(row, place, answer) {
    await device.drop(row.id);
    back(place);
    if (!answer.querySelector("main") && answer.querySelector("form")) return done(place, {}, answer); // asks for other words
    if (asked_again(place.form, answer)) return;
    place.region.querySelector(":scope > .notice.error")?.remove();
    const why = reason(answer);
    place.region.prepend(make("p", `${words.refused} ${why}`, { className: "notice error", role: "alert" }));
  }

  // Where the server sent the same form back, that one is shown: what was typed, and what it says of it at each field.
  function asked_again(form, answer) {
    const path = (one) => new URL(address_of(one, one)).pathname;
    const again = [...answer.querySelectorAll("form[data-later]")].find((one) => path(one) === path(form));
    const summary = answer.querySelector(".summary");
    if (!again || !summary) return false;
    document.querySelector("main .summary")?.remove();
    form.replaceChildren(...again.childNodes);
    form.before(summary);
    if (window.htmx) htmx.process(form);
    summary.focus();
    return true;
  }
  const reason = (answer) => [...new Set([...answer.querySelectorAll(".summary li, .invalid-feedback, .notice.error, h1")].map((one) => one.textContent.trim()))].slice(0, 3).join(" ");
  device.reason = (text) => reason(new DOMParser().parseFromString(text, "text/html"));

  // --- Sending ---

  let tries = 0, timer;
  async function send() {
    clearTimeout(timer);
    const all = await device.send(words.token, answered);
    await elsewhere();
    await count();
    tries = all ? 0 : tries + 1;
    if (!all) timer = setTimeout(send, AGAIN[Math.min(tries, AGAIN.length) - 1]);
    if (!all) in_background();
    return all;
  }

  // Another page or the worker sent what this one shows.
  async function elsewhere() {
    const left = new Set((await device.unsent()).map((row) => row.id));
    for (const [id, place] of shown) {
      if (left.has(id)) continue;
      shown.delete(id);
      put(place, make("p", words.sent, { role: "status" }));
    }
  }

  async function in_background() {
    try {
      const worker = await navigator.serviceWorker?.getRegistration();
      await worker?.sync?.register("unsent");
    } catch {
      // a browser without it: the page sends when it is open
    }
  }

  async function count() {
    const rows = await mine();
    unsent.hidden = !rows.length || location.pathname === new URL(unsent.firstChild.href).pathname;
    unsent.firstChild.textContent = words.count.replace("{n}", rows.length);
    document.dispatchEvent(new CustomEvent("unsent"));
  }
  device.sending = { send, count, mine };

  // --- The signal ---

  function signal(text, link) {
    strip.textContent = text;
    strip.hidden = !text;
    if (link) strip.append(" ", make("a", words.anew, { href: link }));
  }

  let gone = false; // signed out here
  let from_copy = document.querySelector("[data-kept].strip"); // none once the server was reached again
  const lost = () => from_copy || (!strip.hidden && [words.lost, words.needs].includes(strip.textContent));
  window.addEventListener("offline", () => !from_copy && signal(words.lost));
  window.addEventListener("online", there_again);
  document.addEventListener("htmx:sendError", () => !from_copy && signal(words.needs));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    const kept = event.detail.xhr?.getResponseHeader("X-Saved-Copy");
    if (!from_copy) signal(kept ? words.lost : "");
    else if (!kept) there_again();
  });

  async function there_again() {
    const was = from_copy;
    if (gone || !(await reached())) return;
    navigator.serviceWorker?.controller?.postMessage("reached");
    if (!was) signal("");
    else if (was === from_copy) await renewed();
    await send();
  }

  async function renewed() {
    from_copy.hidden = true;
    from_copy = null;
    signal(words.back, location.href);
    await device.refresh(true);
    await withdrawn();
  }

  async function reached() {
    try {
      return (await fetch(words.token, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) })).ok;
    } catch {
      return false;
    }
  }

  // A rule that is shown from the copy and went meanwhile is taken from the page, with the way to what took its place.
  async function withdrawn() {
    const meta = await device.meta();
    const keys = meta ? await device.within("saved", "readonly", (store) => device.asked(store("rows").getAllKeys())) : [];
    for (const card of document.querySelectorAll("[data-saved]")) {
      if (keys.includes(Number(card.dataset.saved))) continue;
      const { slug } = card.dataset;
      const [title, address] = meta?.retired[slug] || [];
      const line = make("p", `${words.retired} `, { className: "notice error", role: "alert" });
      if (title) line.append(`${words.successor} `, make("a", title, { href: address }));
      else line.append(make("a", words.look, { href: `/rules/${slug}/` }));
      card.replaceChildren(line);
    }
  }

  // What was slow or away makes no sound when it is back.
  setInterval(() => lost() && navigator.onLine && there_again(), LOOK);

  // --- Signing out ---

  const leaves = (form) => form.getAttribute("action") === words.leave;
  const dialog = document.getElementById("leaving");
  document.addEventListener("submit", (event) => {
    if (!leaves(event.target)) return;
    event.preventDefault();
    leave(event.target);
  });

  async function leave(form) {
    if ((await mine()).length) await Promise.race([send(), wait(PATIENCE)]);
    const rows = await mine();
    if (rows.length && (await choice(rows)) === "stay") return;
    for (const row of rows) await device.drop(row.id);
    await out(form);
  }

  // The device first. The server may hear of it later, but then as soon as it can.
  async function out(form) {
    gone = true;
    await device.leave();
    const data = new FormData(form);
    if (await device.has("unsent")) data.set("others_wait", "1");
    localStorage.setItem("leaving", words.session);
    try {
      const how = { method: "POST", body: data, redirect: "manual", signal: AbortSignal.timeout(2 * PATIENCE) };
      const response = await fetch(words.leave, how);
      if (response.type === "opaqueredirect") location.assign(words.enter);
      else form.submit(); // the server says why
    } catch {
      document.querySelector("main").replaceChildren(make("p", words.left, { className: "notice", role: "status" }));
      setTimeout(() => out(form), AGAIN[0]);
    }
  }

  // Answers "discard" or "stay"; "send" tries once more.
  async function choice(rows) {
    dialog.querySelector(".n").textContent = words.count.replace("{n}", rows.length);
    dialog.showModal();
    const answer = await new Promise((done) => {
      dialog.onclick = (event) => event.target.value && done(event.target.value);
      dialog.oncancel = () => done("stay");
    });
    dialog.close();
    if (answer !== "send") return answer;
    await Promise.race([send(), wait(PATIENCE)]);
    const left = await mine();
    return left.length ? choice(left) : "discard";
  }

  const way_out = () => [...document.forms].find(leaves);
  if (localStorage.getItem("leaving") === words.session) out(way_out());
  else localStorage.removeItem("leaving");

  // A till that nobody touches is left.
  if ("till" in words) {
    const touched = () => localStorage.setItem("touched", Date.now());
    const look = () => {
      const idle = Math.abs(Date.now() - Number(localStorage.getItem("touched"))); // in any page of this device
      if (idle < IDLE) setTimeout(look, IDLE - idle);
      else out(way_out()); // what waits stays for whoever wrote it
    };
    for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, touched);
    touched();
    look();
  }

  document.addEventListener("visibilitychange", () => !document.hidden && send());
  send();
}
