// Keys for who likes them: / to search, j and k through results, ? for a list of keys. Everything works without.
const dialog = document.getElementById("keys");
const box = document.querySelector("main input[type=search]") || document.getElementById("quick");
const links = () => [...document.querySelectorAll("main .posts h3 a")];

// Keys belong to whoever is typing, to open dialogs, and to browsers and screen readers, which use them with others.
const isTaken = (event) =>
  event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey ||
  event.target.closest?.("input, textarea, select, dialog, [contenteditable], [role=grid], .cm-editor");

function move(step) {
  const all = links();
  const place = all.indexOf(document.activeElement);
  const next = place < 0 ? (step > 0 ? 0 : -1) : place + step;
  all[next]?.focus();
  all[next]?.closest("li")?.scrollIntoView({ block: "nearest" });
  return all.length > 0;
}

function act(key) {
  if (key === "/" && box) { box.focus(); box.select(); return true; }
  if (key === "j") return move(1);
  if (key === "k") return move(-1);
  if (key === "?" && dialog) { dialog.showModal(); return true; }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (!isTaken(event) && act(event.key)) event.preventDefault();
});
