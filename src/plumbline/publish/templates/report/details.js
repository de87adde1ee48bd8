// What stands behind a cell: the sentences, the evidence, its key studies and the licensed wording.
const MOST_SENTENCES = 30;
const details = $("details");
let opener = null; // where the focus goes back to

// A column of the matrix is a source, or a level as ":5".
const splitKey = (key) => {
  const at = key.lastIndexOf("~");
  return { claim: claimIndex.get(key.slice(0, at)), column: key.slice(at + 1) };
};
const cellsOf = (claim, column) =>
  data.cells.filter(([own, source, level]) =>
    own === claim && (column.startsWith(":") ? ":" + level === column : data.sources[source].id === column));

// The strongest mention of a claim in each sentence of a source, in the order of the text.
const mentionsOf = (source, claim, level = 0) => {
  const best = new Map();
  for (const row of claimRows(source)) {
    if (row.claim !== claim || row.level < level) continue;
    if (!best.has(row.sentence) || best.get(row.sentence).level < row.level) best.set(row.sentence, row);
  }
  return [...best.values()];
};

const REASONS = { form: "another form", population: "other people", outcome: "another outcome", comparator: "another comparator" };
const sayReason = (reason) => reason.split(" ").map((word) => REASONS[word] || word).join(" and ");

const sayEvidence = (claim, cells) => {
  const list = make("dl");
  const say = (name, ...said) => list.append(make("dt", {}, name), make("dd", {}, ...said));
  const levels = [...new Set(cells.map((cell) => cell[2]))];
  for (const level of levels) say("Asserted", "level " + sayLevel(level));
  if (claim.licensed === null) say("Licensed", "no level: the topic has no evidence on this claim");
  else {
    say("Licensed", "level " + sayLevel(claim.licensed));
    for (const level of levels) say("Gap", sayGap(level - claim.licensed) + " (" + sideOf(level - claim.licensed) + " the licensed level)");
    say("Evidence", claim.direction + ", certainty " + claim.certainty);
  }
  if (cells.length === 1) say("Verdict", cells[0][3] + (cells[0][4] ? ": the evidence is about " + sayReason(cells[0][4]) : ""));
  return list;
};
const showSentences = (claim, cells) => {
  const section = make("div", {}, make("h3", {}, "The sentences"));
  const found = [];
  let hidden = 0;
  for (const [, index, level] of cells) {
    const source = data.sources[index].id;
    if (!texts[source]) hidden += 1;
    else for (const row of mentionsOf(source, claim, state.cell.includes("~:") ? level : 0)) found.push([source, row]);
  }
  for (const [source, row] of found.slice(0, MOST_SENTENCES)) {
    const sentence = sentenceRows(source).find((own) => own.id === row.sentence);
    const quoted = slicer(texts[source].text)(sentence.start, sentence.end);
    const link = make("a", { href: addressOf({ source, sentence: row.sentence }) }, source + ", sentence " + row.sentence);
    const [, said, rule] = data.texts.about[row.about];
    section.append(make("blockquote", { dir: "auto" }, quoted), make("p", { class: "unit" }, link, " · " + said + " · " + data.texts.rules[rule]));
  }
  if (found.length > MOST_SENTENCES) section.append(make("p", {}, "and " + (found.length - MOST_SENTENCES).toLocaleString("en") + " more; all stand in the table claims."));
  if (hidden) section.append(make("p", {}, "The texts of " + hidden.toLocaleString("en") + (hidden === 1 ? " source" : " sources") + " are not in this page; their sentences stand in the table claims."));
  return section;
};
const showStudies = (claim) => {
  const section = make("div", {}, make("h3", {}, "Key studies"));
  const list = make("ul");
  for (const place of claim.studies) {
    const study = data.studies[place];
    const item = make("li", {}, study.citation + ". ");
    if (study.url) item.append(make("a", { href: study.url, rel: "noreferrer", target: "_blank" }, study.id));
    if (study.status) item.append(" (" + study.status + ")");
    list.append(item);
  }
  section.append(claim.studies.length ? list : make("p", {}, "None is named for this claim."));
  return section;
};

const openDetails = () => {
  const { claim, column } = splitKey(state.cell);
  const cells = claim === undefined ? [] : cellsOf(claim, column);
  if (!cells.length) return closeDetails();
  const about = data.claims[claim];
  const n = about.levels[column.slice(1)] || 0;
  const where = column.startsWith(":")
    ? n.toLocaleString("en") + (n === 1 ? " source whose" : " sources whose") + " strongest wording is at level " + sayLevel(column.slice(1))
    : make("a", { href: addressOf({ source: column }) }, column);
  $("details-title").textContent = about.text;
  const body = [make("p", { class: "unit" }, where, about.cls ? " · " + about.cls : ""), sayEvidence(about, cells)];
  if (about.rationale) body.push(make("p", {}, about.rationale));
  if (about.wording) body.push(make("h3", {}, "A wording that the evidence licenses"), make("p", { class: "wording" }, about.wording));
  $("details-body").replaceChildren(...body, showSentences(claim, cells), showStudies(about));
  details.hidden = false;
  details.scrollTop = 0;
  document.body.classList.add("with-details");
  window.dispatchEvent(new Event("resize")); // the plot takes the width that is left
};
const closeDetails = () => {
  if (details.hidden) return;
  details.hidden = true;
  document.body.classList.remove("with-details");
  window.dispatchEvent(new Event("resize"));
  const back = opener && opener.isConnected ? opener : null;
  opener = null;
  if (back) back.focus();
};

// A cell is chosen by its key; the focus follows into what opens and later comes back.
const choose = (key, from = null) => {
  opener = from;
  setState({ cell: key });
  if (!details.hidden) $("details-title").focus();
};
$("details-close").addEventListener("click", () => setState({ cell: "" }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !details.hidden) setState({ cell: "" });
});
followers.push((changed) => {
  if (!changed.has("cell")) return;
  if (state.cell) openDetails();
  else closeDetails();
});
