// Nothing was found, and soon afterwards a rule was opened: perhaps the answer, in other words. The question stays in
// this tab, for two minutes. Without this file nothing is told of what was opened.
{
  const SOON = 120000;
  const rule = document.querySelector("[data-opened]")?.dataset.slug;

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail;
    if (!elt.matches("form.missing")) return;
    const asked = { q: elt.elements.q.value, at: Date.now(), then: elt.dataset.then };
    sessionStorage.setItem("missed", JSON.stringify(asked));
  });

  const asked = rule && JSON.parse(sessionStorage.getItem("missed"));
  if (asked) {
    sessionStorage.removeItem("missed");
    const { value } = document.querySelector("[name=csrfmiddlewaretoken]");
    const body = new URLSearchParams({ q: asked.q, rule, csrfmiddlewaretoken: value });
    if (Date.now() - asked.at < SOON) fetch(asked.then, { method: "POST", body, keepalive: true }).catch(() => {});
  }
}
