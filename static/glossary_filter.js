// Our words: whatever is typed hides the words that do not fit. Without this file the button asks the server.
const box = document.getElementById("id_q");
const list = document.getElementById("words");
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
let resting;

box.addEventListener("input", () => {
  const asked = plain(box.value).split(" ");
  let there = 0;
  for (const entry of list.children) {
    const said = plain([...entry.querySelectorAll("dt, dd > p:not(.row)")].map((part) => part.textContent).join(" "));
    entry.hidden = !asked.every((word) => said.includes(word));
    if (!entry.hidden) there += 1;
  }
  document.getElementById("none").hidden = there > 0;
  const address = new URL(window.location);
  if (box.value.trim()) address.searchParams.set("q", box.value);
  else address.searchParams.delete("q");
  window.history.replaceState(null, "", address);
  // The count is read out once the typing has rested
  clearTimeout(resting);
  resting = setTimeout(() => (document.getElementById("spoken").textContent = `${list.dataset.told} ${there}`), 1000);
});
