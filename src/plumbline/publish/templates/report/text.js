// The reading view: the text of a source, its layers, and the claims of each sentence in the margin.
const article = $("text");
const claimLayer = data.layers.indexOf("claim");
let shownSource = null;
let spans = []; // of the text shown: start, end, layer, about, level

const layersOn = () => new Set(state.layers.split(" "));
const loadSpans = (source) => {
  const marks = rowsOf(texts[source].marks, 3).map(([start, length, about]) => ({ start, end: start + length, about, level: 0 }));
  const all = [...marks, ...claimRows(source)].map((span) => ({ ...span, layer: data.layers[data.texts.about[span.about][0]] }));
  return all.sort((a, b) => a.start - b.start || b.end - a.end || a.layer.localeCompare(b.layer));
};

// A sentence is cut wherever a span begins or ends; a piece names all spans that it belongs to, and
// the first piece of a span carries its offsets, so that each span is one stop.
const makePieces = (slice, from, to, near) => {
  const edges = [from, to, ...near.flatMap(([span]) => [span.start, span.end])];
  const cuts = [...new Set(edges.map((edge) => Math.min(Math.max(edge, from), to)))].sort((a, b) => a - b);
  let over = []; // spans are in the order of their beginnings: those over one piece go on to the next
  let next = 0;
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i];
    while (next < near.length && near[next][0].start <= start) over.push(near[next++]);
    over = over.filter(([span]) => span.end > start);
    if (!over.length) return slice(start, end);
    const mark = make("mark", { class: [...new Set(over.map(([span]) => "m-" + span.layer))].join(" "), "data-spans": over.map(([, place]) => place).join(" ") }, slice(start, end));
    const level = Math.max(...over.map(([span]) => span.level));
    if (level) mark.classList.add("c" + level);
    const first = over.filter(([span]) => span.start === start);
    if (first.length) {
      mark.tabIndex = -1;
      mark.dataset.at = first.map(([span]) => span.start + "-" + span.end).join(" ");
      for (const [span] of first) mark.classList.add("at-" + span.layer);
    }
    return mark;
  });
};
const makeSentence = (source, sentence, slice, near) => {
  const number = make("a", { class: "n", href: addressOf({ source, sentence: sentence.id }), "aria-label": "Link to sentence " + sentence.id }, String(sentence.id));
  return make("span", { class: "s", "data-s": sentence.id, tabindex: "-1" }, number, ...makePieces(slice, sentence.start, sentence.end, near));
};
const makeNote = (source, row, slice) => {
  const claim = row.claim < 0 ? null : data.claims[row.claim];
  const levels = make("span", { class: "level l" + row.level }, "level " + sayLevel(row.level));
  const note = make("p", { class: "claim", "data-s": row.sentence, "data-at": row.start + "-" + row.end }, "Sentence " + row.sentence + ": ");
  if (!claim) {
    note.append((data.topic ? "outside the topic, “" : "“") + slice(row.start, row.end) + "” ", levels);
    return note;
  }
  note.append(make("button", { type: "button", class: "behind", "data-key": claim.id + "~" + source }, claim.text), " ", levels);
  if (claim.licensed !== null) {
    const gap = row.level - claim.licensed;
    note.append(" licensed " + claim.licensed + ", ", make("strong", { class: "gap " + sideOf(gap) }, "gap " + sayGap(gap) + " " + signOf[sideOf(gap)]));
  }
  return note;
};
// The strongest mention of each claim in each sentence; what is outside the topic stands for itself.
const notesOf = (source) => {
  const best = new Map();
  for (const row of claimRows(source)) {
    const key = row.claim < 0 ? "other " + row.start : row.sentence + " " + row.claim;
    if (!best.has(key) || best.get(key).level < row.level) best.set(key, row);
  }
  const notes = new Map();
  for (const row of best.values()) notes.set(row.sentence, [...(notes.get(row.sentence) || []), row]);
  return notes;
};
const buildText = (source) => {
  const slice = slicer(texts[source].text);
  const notes = notesOf(source);
  spans = loadSpans(source);
  const blocks = new Map();
  let at = 0;
  for (const sentence of sentenceRows(source)) {
    while (at < spans.length && spans[at].end <= sentence.start) at += 1;
    const near = [];
    for (let i = at; i < spans.length && spans[i].start < sentence.end; i += 1) {
      if (spans[i].end > sentence.start) near.push([spans[i], i]);
    }
    if (!blocks.has(sentence.paragraph)) {
      const body = make("p", { class: sentence.kind, dir: "auto" });
      if (sentence.kind === "heading") for (const [name, value] of [["role", "heading"], ["aria-level", "3"]]) body.setAttribute(name, value);
      blocks.set(sentence.paragraph, [body, make("div", { class: "notes" })]);
    }
    const [body, margin] = blocks.get(sentence.paragraph);
    body.append(makeSentence(source, sentence, slice, near), " ");
    margin.append(...(notes.get(sentence.id) || []).map((row) => makeNote(source, row, slice)));
  }
  return [...blocks.values()].map((parts) => make("div", { class: "block" }, ...parts));
};

const showSource = (source) => {
  if (!texts[source] || source === shownSource) return;
  shownSource = source;
  $("source").value = source;
  const known = data.sources[sourceIndex.get(source)];
  $("text-title").textContent = known.title || source;
  article.lang = /^[a-z]{2,3}$/.test(known.lang) ? known.lang : "";
  article.replaceChildren(...buildText(source));
  const counts = {};
  for (const span of spans) counts[span.layer] = (counts[span.layer] || 0) + 1;
  for (const count of document.querySelectorAll(".count")) count.textContent = counts[count.dataset.layer] || 0;
};
const switchLayers = () => {
  const on = layersOn();
  for (const box of document.querySelectorAll("input.layer")) {
    box.checked = on.has(box.value);
    article.classList.toggle("on-" + box.value, box.checked);
  }
};

// What a mark says of itself: every match in the layers that are on, with its rule.
const describe = (mark) => {
  const on = layersOn();
  const said = mark.dataset.spans.split(" ").map((place) => spans[place]).filter((span) => on.has(span.layer));
  if (!said.length) return;
  const lines = said.map((span) => {
    const [, words, rule] = data.texts.about[span.about];
    return make("span", {}, make("b", {}, words), " · " + data.texts.rules[rule]);
  });
  $("about").replaceChildren(...lines);
};
const pointSentence = (id) => {
  for (const other of article.querySelectorAll(".here")) other.classList.remove("here");
  const found = article.querySelector('.s[data-s="' + Number(id) + '"]');
  if (found) found.classList.add("here");
  return found;
};
const stopsShown = () => {
  const on = [...layersOn()].filter((layer) => data.layers.includes(layer)).map((layer) => ".at-" + layer);
  return on.length ? [...article.querySelectorAll(on.join(","))] : [];
};
const step = (forward) => {
  const stops = stopsShown();
  if (!stops.length) {
    $("about").textContent = "No match in the layers that are switched on.";
    return;
  }
  // from where the reader is: the first match behind it, or the last before it
  const here = document.activeElement;
  const side = forward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const beyond = article.contains(here) ? stops.filter((mark) => mark !== here && here.compareDocumentPosition(mark) & side) : stops;
  const pool = beyond.length ? beyond : stops;
  const next = pool[forward ? 0 : pool.length - 1];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  $("match").textContent = (stops.indexOf(next) + 1).toLocaleString("en") + " of " + stops.length.toLocaleString("en");
};

// Where a link leads: to a sentence, or to the head of the reading view.
const goToText = () => {
  const found = state.sentence && pointSentence(state.sentence);
  (found || article).focus({ preventScroll: true });
  (found || $("reading")).scrollIntoView({ block: found ? "center" : "start" });
};

if (article) {
  $("source").addEventListener("change", () => setState({ source: $("source").value, sentence: "" }));
  for (const box of document.querySelectorAll("input.layer")) {
    box.addEventListener("change", () => {
      const on = [...document.querySelectorAll("input.layer:checked")].map((b) => b.value);
      setState({ layers: on.join(" ") });
    });
  }
  $("layers-all").addEventListener("click", () => setState({ layers: data.layers.join(" ") }));
  $("layers-none").addEventListener("click", () => setState({ layers: "" }));
  for (const type of ["mouseover", "focusin"]) {
    article.addEventListener(type, (event) => {
      const mark = event.target.closest("mark");
      if (mark) describe(mark);
      const note = event.target.closest(".claim");
      if (note) pointSentence(note.dataset.s);
    });
  }
  article.addEventListener("click", (event) => {
    const behind = event.target.closest("button.behind");
    if (behind) choose(behind.dataset.key, behind);
  });
  $("next").addEventListener("click", () => step(true));
  $("previous").addEventListener("click", () => step(false));
  // Single keys work only while the focus is in the reading view, so that they never surprise.
  $("reading").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input[type=search], select")) return;
    if (event.key === "n") step(true);
    if (event.key === "p") step(false);
  });
  followers.push((changed, why) => {
    if (changed.has("source")) showSource(state.source);
    if (changed.has("layers")) switchLayers();
    if (why === "followed" && (changed.has("source") || changed.has("sentence"))) goToText();
  });
}
