// Draws a chart from the table that stands beside it. Without this script the table is all there is, and enough.
const { Chart } = window;

const number = new Intl.NumberFormat(document.documentElement.lang || "en");

/** Every day, month or year from the first row to the last, those included that have no row. */
function* between(first, last, unit) {
  const [year, month = 1, day = 1] = first.split("-").map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  const length = { day: 10, month: 7, year: 4 }[unit];
  for (let turn = 0; turn < 400; turn += 1) {
    const when = at.toISOString().slice(0, length);
    yield when;
    if (when >= last) return;
    if (unit === "day") at.setUTCDate(at.getUTCDate() + 1);
    else if (unit === "month") at.setUTCMonth(at.getUTCMonth() + 1);
    else at.setUTCFullYear(at.getUTCFullYear() + 1);
  }
}

function shown(when, unit) {
  if (unit === "year") return when;
  const wish = unit === "day" ? { month: "short", day: "numeric" } : { month: "short", year: "numeric" };
  const at = new Date(unit === "day" ? when : `${when}-01`);
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", { ...wish, timeZone: "UTC" }).format(at);
}

function read(table, unit) {
  const series = [...table.querySelectorAll("thead [data-series]")].map((cell) => ({
    word: cell.dataset.series, label: cell.textContent.trim(),
  }));
  const counts = new Map();
  for (const row of table.querySelectorAll("tbody tr[data-when]")) {
    counts.set(row.dataset.when, [...row.querySelectorAll("[data-count]")].map((cell) => Number(cell.dataset.count)));
  }
  const whens = [...counts.keys()];
  const slots = [...between(whens[0], whens[whens.length - 1], unit)];
  return { series, slots, counts };
}

function draw(figure) {
  const { unit } = figure.dataset;
  const { series, slots, counts } = read(figure.querySelector("table"), unit);
  const style = getComputedStyle(figure);
  Chart.defaults.font.family = style.fontFamily;
  const colour = (name) => style.getPropertyValue(name).trim();
  const box = document.createElement("div");
  box.className = "chart-box";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${figure.querySelector("figcaption").textContent.trim()}. The numbers are in the table below.`);
  box.append(canvas);
  const table = figure.querySelector(".chart-table");
  table.before(box);
  table.open = false;
  const chart = new Chart(canvas, {
    type: "bar",
    data: {
      labels: slots.map((when) => shown(when, unit)),
      datasets: series.map(({ word, label }, place) => ({
        label,
        data: slots.map((when) => (counts.get(when) || [])[place] || 0),
        backgroundColor: colour(`--series-${word}`) || colour("--accent"),
        maxBarThickness: 36,
        minBarLength: 0,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: {
        legend: { display: series.length > 1, align: "start", labels: { color: colour("--ink"), boxWidth: 12, boxHeight: 12 } },
        tooltip: { filter: (item) => item.raw > 0 },
      },
      scales: {
        x: { stacked: true, grid: { display: false }, border: { color: colour("--line") },
          ticks: { color: colour("--soft"), maxRotation: 0, autoSkipPadding: 16 } },
        y: { stacked: true, beginAtZero: true, suggestedMax: 4, grid: { color: colour("--line") }, border: { display: false },
          ticks: { color: colour("--soft"), precision: 0, maxTicksLimit: 6, callback: (value) => number.format(value) } },
      },
    },
  });
  return chart;
}

if (Chart) {
  const figures = [...document.querySelectorAll("figure[data-unit]")];
  let charts = figures.map(draw);
  // Colours are the page's own: when the reader's scheme changes they are read again.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    charts.forEach((chart) => { const box = chart.canvas.parentNode; chart.destroy(); box.remove(); });
    charts = figures.map(draw);
  });
}
