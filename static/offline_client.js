// What PolicyHub keeps on this device. Pages and the service worker share this file.
// "saved" is the copy of the rules: it goes at sign-out. "unsent" is what somebody did without a network: it stays
// until it is sent, or until they discard it.
"use strict";
const device = {};
{
  const STORES = {
    saved: { meta: {}, rows: { keyPath: "key" }, cards: { keyPath: "key" } },
    unsent: { rows: { keyPath: "id", autoIncrement: true } },
  };
  const DAY = 24 * 60 * 60 * 1000;
  const SEEN = 10 * 60 * 1000; // how often it is noted that time goes on
  const PATIENCE = 15000; // for one thing to be sent
  const TRIES = 5; // of what the server breaks down at, before the others go first
  const NOT_NOW = new Set([408, 412, 425, 429, 502, 503, 504]);

  device.asked = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });

  async function open(name) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [store, how] of Object.entries(STORES[name])) request.result.createObjectStore(store, how);
    };
    const base = await device.asked(request);
    base.onversionchange = () => base.close(); // another page wipes it
    return base;
  }

  // One transaction: work(store) gets a function that finds a store by its name.
  device.within = async (name, mode, work) => {
    const base = await open(name);
    try {
      const transaction = base.transaction(Object.keys(STORES[name]), mode);
      const ended = new Promise((done, fail) => {
        transaction.oncomplete = done;
        transaction.onabort = () => fail(transaction.error);
      });
      const [result] = await Promise.all([work((store) => transaction.objectStore(store)), ended]);
      return result;
    } finally {
      base.close();
    }
  };

  // Looking makes nothing: after a sign-out there shall be no empty database either.
  device.has = async (name) => {
    if (!indexedDB.databases) return true;
    return (await indexedDB.databases()).some((base) => base.name === name);
  };
  const forget = async (name) => {
    if (await device.has(name)) await device.asked(indexedDB.deleteDatabase(name)).catch(() => {});
  };

  // One page or worker at a time does what ``name`` stands for. Plain http has no locks: there the server's keys
  // alone see to it that nothing counts twice.
  const running = {};
  device.alone = (name, work) => {
    if (navigator.locks) return navigator.locks.request(`policyhub-${name}`, work);
    running[name] = (running[name] || Promise.resolve()).catch(() => {}).then(work);
    return running[name];
  };

  // --- The saved copy ---

  device.meta = async () => {
    if (!(await device.has("saved"))) return null;
    const meta = await device.within("saved", "readonly", (store) => device.asked(store("meta").get("meta")));
    if (!meta) return null;
    if (device.age(meta) === "over") {
      await device.wipe();
      return null;
    }
    if (Date.now() > (meta.seen || 0) + SEEN) await device.tell({ seen: Date.now() });
    return meta;
  };

  // What is told of the copy beside what is told already; of one that was wiped only whose the new one is.
  device.tell = (told) =>
    device.within("saved", "readwrite", async (store) => {
      const meta = await device.asked(store("meta").get("meta"));
      if (meta || told.who) store("meta").put({ ...meta, ...told }, "meta");
    });

  // Every write of rows goes this way: it makes another revision, by which a worker knows that what it holds is old.
  device.rewrite = (work) =>
    device.within("saved", "readwrite", async (store) => {
      const meta = await device.asked(store("meta").get("meta"));
      if (!meta) throw new Error("The copy was wiped");
      store("meta").put({ ...meta, revision: Math.max(Date.now(), (meta.revision || 0) + 1) }, "meta");
      return work(store);
    });

  // A clock that was put back makes a copy no younger than it was when it was looked at last.
  device.age = (meta) => {
    const days = Math.max(Math.abs(Date.now() - meta.kept), (meta.seen || 0) - meta.kept) / DAY;
    return days >= 14 ? "over" : days >= 7 ? "week" : days >= 1 ? "day" : "fresh";
  };

  device.wipe = async () => {
    await forget("saved");
    if (self.caches) for (const name of await caches.keys()) await caches.delete(name);
    if ((await device.has("unsent")) && !(await device.unsent()).length) await forget("unsent");
  };

  // --- What was not sent yet ---

  device.later = (row) => device.within("unsent", "readwrite", (store) => device.asked(store("rows").add(row)));
  device.unsent = async () => {
    if (!(await device.has("unsent"))) return [];
    return device.within("unsent", "readonly", (store) => device.asked(store("rows").getAll()));
  };
  const change = (row) => device.within("unsent", "readwrite", (store) => device.asked(store("rows").put(row)));
  device.drop = (id) => device.within("unsent", "readwrite", (store) => device.asked(store("rows").delete(id)));

  // Takes one back, unless it was sent meanwhile: then false.
  device.discard = (id) =>
    device.alone("unsent", async () => {
      const there = (await device.unsent()).some((row) => row.id === id);
      if (there) await device.drop(id);
      return there;
    });

  // Says more of one that waits, unless it was sent meanwhile: then false.
  device.say_more = (id, name, value) =>
    device.alone("unsent", async () => {
      const row = (await device.unsent()).find((row) => row.id === id);
      if (row) await change({ ...row, fields: [...row.fields.filter(([known]) => known !== name), [name, value]], text: value });
      return Boolean(row);
    });
  device.try_again = (row) => change({ ...row, refused: "", tries: 0 });

  // Who is signed in, and what lets their forms in; null where nobody is, or the network is not there.
  async function entry(address) {
    try {
      const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  // Sends all that is this person's, in the order in which it was done. One at a time, and each is forgotten only
  // when the server has said that it has it; its key makes the same one sent twice count once.
  // answered(row, told) hears of each; ``told`` is {kind: "done" | "refused" | "wait", text, redirected, url}.
  device.send = (address, answered = () => {}) =>
    device.alone("unsent", async () => {
      const rows = (await device.unsent()).filter((row) => !row.refused);
      const ticket = rows.length ? await entry(address) : null;
      if (!ticket) return rows.length === 0;
      for (const row of rows.filter((row) => row.person === ticket.person)) {
        const told = await sent(row, ticket, address);
        if (told.kind === "done") await device.drop(row.id);
        if (told.kind === "refused") await change({ ...row, refused: told.text || "?" });
        await answered(row, told);
        if (told.kind === "wait") return false;
      }
      return true;
    });

  async function sent(row, ticket, address) {
    try {
      let response = await post(row, ticket.token);
      if (response.status === 403) {
        const anew = await entry(address);
        if (anew?.person !== row.person) return { kind: "wait" }; // somebody else is signed in by now
        response = await post(row, anew.token);
      }
      return await judged(row, response, ticket);
    } catch {
      return { kind: "wait" };
    }
  }

  // It says whose it is: the server answers 412 when somebody else is signed in.
  const post = (row, token) =>
    fetch(row.action, {
      method: "POST",
      body: new URLSearchParams([...row.fields, ["csrfmiddlewaretoken", token]]),
      headers: { "HX-Request": "true", "Written-By": row.person },
      signal: AbortSignal.timeout(PATIENCE),
    });

  async function judged(row, response, ticket) {
    const led = response.headers.get("HX-Redirect") || "";
    const out = led && new URL(led, location.href).pathname === ticket.sign_in;
    if (out || response.status === 401 || NOT_NOW.has(response.status)) return { kind: "wait" };
    const text = await response.text();
    if (response.ok || response.status === 409) return { kind: "done", text, redirected: response.redirected, url: response.url };
    if (response.status < 500) return { kind: "refused", text, status: response.status };
    row.tries = (row.tries || 0) + 1;
    if (row.tries >= TRIES) return { kind: "refused", text: "", status: response.status };
    await change(row);
    return { kind: "wait" };
  }
}
