// Search over the sentences of all texts in the page: every word must occur, "in quotes" as it stands.
const MOST_FOUND = 100;
const fold = (text) => text.toLowerCase().replaceAll("’", "'");
let folded = null; // source -> its text in lower case, made when it is first needed

const splitQuery = (query) => [...fold(query).matchAll(/"([^"]+)"|(\S+)/g)].map((m) => (m[1] || m[2]).replaceAll('"', "").trim()).filter(Boolean);
const findSentences = (terms) => {
  folded ||= new Map(Object.keys(texts).sort().map((source) => [source, fold(texts[source].text)]));
  const found = [];
  for (const [source, text] of folded) {
    if (!terms.every((term) => text.includes(term))) continue;
    const slice = slicer(texts[source].text);
    for (const sentence of sentenceRows(source)) {
      const said = slice(sentence.start, sentence.end);
      const low = fold(said);
      if (terms.every((term) => low.includes(term))) found.push([source, sentence.id, said]);
    }
  }
  return found;
};
const markTerms = (said, terms) => {
  const low = fold(said);
  if (low.length !== said.length) return [said]; // a letter that changes its length in lower case
  const parts = [];
  let at = 0;
  while (at < said.length) {
    const hits = terms.map((term) => [low.indexOf(term, at), term.length]).filter(([place]) => place >= 0);
    if (!hits.length) break;
    const [place, length] = hits.sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
    parts.push(said.slice(at, place), make("mark", { class: "hit" }, said.slice(place, place + length)));
    at = place + length;
  }
  return [...parts, said.slice(at)];
};
const search = () => {
  const terms = splitQuery(state.q);
  const found = terms.length && state.q.trim().length > 1 ? findSentences(terms) : [];
  const sources = new Set(found.map(([source]) => source)).size;
  const items = found.slice(0, MOST_FOUND).map(([source, sentence, said]) => {
    const link = make("a", { href: addressOf({ source, sentence }) }, source + ", sentence " + sentence);
    return make("li", {}, link, make("span", { class: "said", dir: "auto" }, ...markTerms(said, terms)));
  });
  $("found-sentences").replaceChildren(...items);
  const shown = found.length > MOST_FOUND ? "; the first " + MOST_FOUND + " are shown" : "";
  $("found-count").textContent = state.q.trim().length < 2 ? "" : found.length.toLocaleString("en") + (found.length === 1 ? " sentence in " : " sentences in ") + sources.toLocaleString("en") + (sources === 1 ? " source" : " sources") + shown + ".";
};
if ($("query")) {
  let waiting = 0;
  $("query").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => setState({ q: $("query").value }), 150);
  });
  followers.push((changed) => {
    if (!changed.has("q")) return;
    if ($("query").value !== state.q) $("query").value = state.q;
    search();
  });
}
