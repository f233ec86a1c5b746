// Somebody was signed out while they typed. Once they have signed in again, what they sent in vain stands in its form.
// It stays in this tab, for the same person alone; signing out takes it away. Without this file it has to be typed again.
{
  const KEY = "typed";
  const { person } = document.body.dataset;
  const kept = JSON.parse(sessionStorage.getItem(KEY));
  const path = window.location.pathname;
  const typed = "textarea, input:not([type]), input:is([type=text], [type=tel], [type=email], [type=number], [type=search])";

  const keep = (words) => sessionStorage.setItem(KEY, JSON.stringify(words));

  const putBack = () => {
    for (const [name, value] of kept.fields) {
      const field = document.querySelector(`main form[method=post] [name="${CSS.escape(name)}"]`);
      if (field && !field.value) field.value = value;
    }
  };

  if (kept && !person) keep({ ...kept, lost: true }); // the page that asks to sign in
  else if (kept?.lost && kept.person === person) {
    if (kept.path === path) {
      putBack();
      sessionStorage.removeItem(KEY);
    }
  } else if (kept) sessionStorage.removeItem(KEY); // it was taken

  document.addEventListener("submit", ({ target: form }) => {
    if (!person || form.method !== "post" || form.querySelector("[type=password]")) return;
    const fields = [...form.elements].filter((field) => field.matches(typed) && field.name && field.value);
    if (fields.length) keep({ person, path, fields: fields.map(({ name, value }) => [name, value]) });
  });
}
