// Brings the counts of a search that are too slow to come with its page. Without script there is a link to them.
const place = document.querySelector("#counts[data-later]");
if (place) {
  const link = place.querySelector("a");
  place.setAttribute("aria-busy", "true");
  fetch(`${place.dataset.later}&part=1`, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((html) => { place.innerHTML = html; })
    .catch(() => { if (link) link.textContent += " (they did not come; follow this link)"; })
    .finally(() => place.removeAttribute("aria-busy"));
}
