// The list of what waits on this device.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("rows");
  const nothing = document.getElementById("nothing");
  const others = document.getElementById("others");
  const all = document.getElementById("send");
  const frame = document.getElementById("device").dataset;
  const { send, count, mine } = device.sending;
  const make = (tag, text, values = {}) => Object.assign(document.createElement(tag), { textContent: text, ...values });

  function line(row) {
    const item = make("li", "");
    const told = make("div", "");
    const at = new Date(row.at).toLocaleString(document.documentElement.lang, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    told.append(make("b", row.about || row.what), make("span", `${row.about ? row.what : ""} ${at}`.trim(), { className: "soft small" }));
    if (row.text) told.append(make("p", row.text));
    if (row.refused) told.append(make("p", why(row), { className: "error small" }));
    const buttons = make("span", "", { className: "row" });
    if (row.refused) buttons.append(button(list.dataset.again, () => device.try_again(row).then(send)));
    buttons.append(button(list.dataset.discard, () => device.discard(row.id)));
    item.append(told, buttons);
    return item;
  }

  const why = (row) => (row.refused === "?" ? list.dataset.fault : `${list.dataset.refused} ${device.reason(row.refused)}`);

  function button(text, act) {
    const made = make("button", text, { type: "button", className: "button quiet small" });
    made.addEventListener("click", async () => {
      await act();
      await count();
      list.querySelector("button")?.focus() ?? document.querySelector("h1").focus();
    });
    return made;
  }

  async function show() {
    const rows = await mine();
    const rest = (await device.unsent()).length - rows.length;
    list.replaceChildren(...rows.map(line));
    nothing.hidden = rows.length > 0;
    all.hidden = !rows.some((row) => !row.refused);
    others.hidden = !rest;
    others.textContent = frame.others.replace("{n}", rest);
  }

  all.addEventListener("click", send);
  document.addEventListener("unsent", show);
  show();
});
