// Keeps the copy of the rules on this device: at a visit, at most every ten minutes, and after something was changed.
"use strict";
{
  const frame = document.getElementById("device").dataset;
  const OFTEN = 10 * 60 * 1000;
  const leaving = new AbortController(); // whoever signs out keeps nothing that is still on its way
  const lists = (address) =>
    fetch(address, { redirect: "manual", headers: { Accept: "application/json" }, signal: leaving.signal });
  const nobody = (response) => response.type === "opaqueredirect" || response.status === 401 || response.status === 403;

  // The worker answers when the network does not. Without one nothing is kept: nobody could read it.
  async function worker() {
    if (!("serviceWorker" in navigator) || !window.isSecureContext) return false;
    try {
      return Boolean(await navigator.serviceWorker.register(frame.worker, { scope: "/" }));
    } catch {
      return false;
    }
  }

  async function refresh(force) {
    const meta = await device.meta();
    if (meta && !force && Math.abs(Date.now() - meta.checked) < OFTEN) return;
    const response = await lists(`${frame.copy}?since=${meta ? meta.since : ""}`);
    if (nobody(response)) await device.wipe();
    else if (response.status === 204) await confirmed();
    else if (response.ok) await take(await response.json(), meta);
  }

  const as_of = (now) => ({ kept: now, seen: now }); // by the clock as it is, right or wrong
  const confirmed = () => device.tell({ ...as_of(Date.now()), checked: Date.now() });

  // The list says what belongs in the copy: what does not goes at once, what is lacking comes in batches. A first
  // copy can be used while it grows; a later one keeps its age until it is whole.
  async function take(list, meta) {
    const now = Date.now();
    if (meta && meta.who !== list.who) await device.wipe();
    const same = meta?.who === list.who;
    const told = { who: list.who, retired: list.retired, whom: list.whom, checked: now };
    await device.tell({ ...told, ...(same ? {} : as_of(now)), since: "" });
    const lacking = await left(new Map(list.editions));
    await pages(list);
    while (lacking.length) await fill(lacking.splice(0, list.batch));
    await device.tell({ ...told, ...as_of(now), since: list.since });
  }

  async function left(wanted) {
    return device.rewrite(async (store) => {
      const rows = await device.asked(store("rows").getAll());
      const same = new Set(rows.filter((row) => wanted.get(row.key) === row.digest).map((row) => row.key));
      for (const { key } of rows) {
        if (wanted.has(key)) continue;
        store("rows").delete(key);
        store("cards").delete(key);
      }
      return [...wanted.keys()].filter((key) => !same.has(key));
    });
  }

  async function fill(keys) {
    const response = await lists(`${frame.copy}?keys=${keys.join(",")}`);
    if (nobody(response)) await device.wipe();
    if (!response.ok) throw new Error(`The copy stopped at ${response.status}`);
    const { editions } = await response.json();
    await device.rewrite((store) => {
      for (const { html, text, ...row } of editions) {
        store("rows").put(row);
        store("cards").put({ key: row.key, html, text });
      }
    });
  }

  // The frame of pages, and the files that it asks for. Nothing can be shown without them, so a copy that lacks one is
  // not whole; what they replace stays until all are there.
  async function pages(list) {
    const cache = await caches.open("pages");
    const wanted = [...list.pages, ...list.files].map((address) => new URL(address, location.href).href);
    for (const address of wanted) {
      const response = await fetch(address, { redirect: "manual", signal: leaving.signal });
      if (!response.ok) throw new Error(`${address} stopped at ${response.status}`);
      await cache.put(address, response);
    }
    for (const { url } of await cache.keys()) if (!wanted.includes(url)) await cache.delete(url);
  }

  // Whoever saves or signs something wants to find it in the copy too.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[method=post i]")) sessionStorage.setItem("changed", "1");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig?.verb === "post") sessionStorage.setItem("changed", "1");
  });

  // ``force`` asks also within the ten minutes. Never fails: without a network the copy stays as it is.
  device.refresh = (force = false) =>
    device.alone("copy", () => refresh(force)).catch(() => {}).finally(() => (document.documentElement.dataset.copy = "looked after"));

  device.leave = () => {
    leaving.abort();
    return device.alone("copy", device.wipe);
  };

  const quiet = window.requestIdleCallback || ((work) => setTimeout(work, 500));
  window.addEventListener("load", () =>
    quiet(async () => {
      if ((await device.meta())?.who !== frame.session) await device.wipe(); // of another sign-in, or none
      if (!(await worker())) return;
      const changed = sessionStorage.getItem("changed");
      sessionStorage.removeItem("changed");
      device.refresh(Boolean(changed));
    })
  );
}
