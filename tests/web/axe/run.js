// Put into each page by tests/web/test_axe.py: judges the page, reports to the test, and goes on to the next page.
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const press = (target, key) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
press(document.body, "/");
const box = document.activeElement;
const keys = { toSearch: box.type === "search", leftAlone: press(box, "?") && !document.getElementById("keys").open };
box.blur();
press(document.body, "?");
keys.shown = document.getElementById("keys").open;
document.getElementById("keys").close();
for (const one of document.querySelectorAll("details")) one.open = true;
axe.run(document, { runOnly: { type: "tag", values: tags } }).then(async (found) => {
  const violations = found.violations.map((one) => ({
    rule: one.id, help: one.help, places: one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
  }));
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const answer = await fetch("/axe/found", { method: "POST", body: JSON.stringify({ violations, keys, isDark, passes: found.passes.length }) });
  const next = await answer.text();
  if (next) location.replace(next);
});
