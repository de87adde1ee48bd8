// What is chosen stands in the address, so that every view can be linked to and comes back.
const defaults = {
  source: Object.keys(texts).sort()[0] || "",
  sentence: "",
  layers: [...document.querySelectorAll("input.layer")].filter((b) => b.defaultChecked).map((b) => b.value).join(" "),
  cell: "",
  kind: "",
  side: "",
  order: "",
  columns: "",
  sort: "",
  q: "",
};
const state = { ...defaults };
const followers = []; // each is called with the names of what changed, and why

// Links name this file before the fragment: links of a fragment alone would pass for skip links.
const addressOf = (values) => {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) said.set(name, value);
  return location.pathname + "#" + said.toString();
};
const writeAddress = () => {
  const said = Object.entries(state).filter(([name, value]) => value !== defaults[name]);
  history.replaceState(null, "", said.length ? addressOf(Object.fromEntries(said)) : location.pathname + location.search);
};
const readAddress = () => {
  if (!location.hash.includes("=")) return null;
  const said = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries([...said].filter(([name]) => name in defaults));
};

// `why` is "opened" for the first look at the address, "followed" for a link, "set" for the rest.
const setState = (changes, why = "set") => {
  const changed = new Set(Object.keys(changes).filter((name) => changes[name] !== state[name]));
  Object.assign(state, changes);
  writeAddress();
  const named = why === "set" ? changed : new Set(Object.keys(changes));
  for (const follow of followers) follow(named, why);
};
window.addEventListener("hashchange", () => {
  const said = readAddress();
  if (said) setState("source" in said && !("sentence" in said) ? { sentence: "", ...said } : said, "followed");
  else writeAddress();
});
