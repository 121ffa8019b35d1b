// Two filters: a day as people write it, in the site's own zone, and an instant as a machine reads it.
module.exports = function (config) {
  const zone = "America/Los_Angeles";
  config.addFilter("day", (at) => new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: zone }).format(at));
  config.addFilter("instant", (at) => at.toISOString());
  config.addFilter("json", (value) => JSON.stringify(value));
  return { dir: { input: ".", output: "_site" } };
};
