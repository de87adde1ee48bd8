"use strict";
// Everything that comes from a source reaches the page as text (textContent), never as HTML.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  // --- the table of sources sorts by any column ---------------------------------------------
  const sortBy = (heading) => {
    const descending = heading.getAttribute("aria-sort") !== "descending";
    const body = heading.closest("table").tBodies[0];
    const column = heading.cellIndex;
    const numeric = heading.classList.contains("number");
    const key = (row) => row.cells[column].dataset.value;
    const compare = (a, b) => {
      if (numeric) {
        if (key(a) === "" || key(b) === "") return (key(a) === "") - (key(b) === "");
        return (Number(key(a)) - Number(key(b))) * (descending ? -1 : 1);
      }
      return (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (descending ? -1 : 1);
    };
    for (const other of heading.parentNode.cells) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    body.append(...[...body.rows].sort(compare));
  };
  for (const button of document.querySelectorAll("button.sort")) {
    button.addEventListener("click", () => sortBy(button.closest("th")));
  }

  // --- a cell of the matrix opens its sentences and the evidence ----------------------------
  const addStudies = (body, claim) => {
    if (!claim.studies.length) return;
    body.append(make("h3", "Key studies"));
    const list = make("ul");
    for (const key of claim.studies) {
      const study = data.studies[key];
      const item = make("li", study.citation + ". ");
      if (study.url) item.append(make("a", study.id, { href: study.url, rel: "noreferrer", target: "_blank" }));
      list.append(item);
    }
    body.append(list);
  };
  const addSentences = (body, cell) => {
    body.append(make("h3", cell.n === 1 ? "The sentence" : "The sentences"));
    for (const [source, sentence, level, cue, attribution, text] of cell.shown) {
      const note = make("p", "", { class: "unit" });
      note.append(make("a", source + ", sentence " + sentence, { href: "#" + encodeURIComponent(source) + "/" + sentence }));
      note.append(" · level " + level + " " + data.levels[level] + (cue ? " (" + cue + ")" : "") + " · attribution: " + attribution);
      body.append(make("blockquote", text), note);
    }
    const more = cell.n - cell.shown.length;
    if (more) body.append(make("p", "and " + more + " more in the table claims"));
  };
  const openCell = (button) => {
    const { claim: id, column } = button.dataset;
    const claim = data.claims[id];
    const cell = (data.mentions[id] || {})[column] || { n: 0, shown: [] };
    const body = $("dialog-body");
    body.replaceChildren();
    $("dialog-title").textContent = claim.text;
    const licensed = claim.licensed === null ? "no licensed level" : "licensed: level " + claim.licensed + " " + data.levels[claim.licensed];
    body.append(make("p", "Evidence: " + [claim.direction, claim.certainty && "certainty " + claim.certainty, licensed].filter(Boolean).join(" · ")));
    if (claim.rationale) body.append(make("p", claim.rationale));
    addSentences(body, cell);
    addStudies(body, claim);
    $("dialog").showModal();
  };
  for (const button of document.querySelectorAll("button.cell")) {
    button.addEventListener("click", () => openCell(button));
  }
  $("close").addEventListener("click", () => $("dialog").close());

  // --- the reading view ---------------------------------------------------------------------
  const text = $("text");
  if (!text) return;
  const templates = new Map([...document.querySelectorAll("template[data-source]")].map((t) => [t.dataset.source, t]));
  let shown = null;
  const show = (source) => {
    if (!templates.has(source) || source === shown) return templates.has(source);
    shown = source;
    $("source").value = source;
    text.replaceChildren(templates.get(source).content.cloneNode(true));
    return true;
  };
  const about = (mark) => {
    for (const name of mark.classList) {
      if (text.classList.contains(name.replace(/^m-/, "on-"))) {
        $("about").textContent = mark.dataset.about;
        return;
      }
    }
  };
  const visible = () => {
    const on = [...text.classList].filter((c) => c.startsWith("on-")).map((c) => ".stop.m-" + c.slice(3));
    return on.length ? [...text.querySelectorAll(on.join(","))] : [];
  };
  const step = (forward) => {
    const stops = visible();
    if (!stops.length) {
      $("about").textContent = "No match in the layers that are switched on.";
      return;
    }
    // from where the reader is: the first match behind it, or the last before it
    const here = document.activeElement;
    const side = forward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const beyond = text.contains(here) ? stops.filter((m) => m !== here && here.compareDocumentPosition(m) & side) : stops;
    const pool = beyond.length ? beyond : stops;
    pool[forward ? 0 : pool.length - 1].focus();
  };
  for (const box of document.querySelectorAll("input.layer")) {
    const apply = () => text.classList.toggle("on-" + box.value, box.checked);
    box.addEventListener("change", apply);
    apply();
  }
  const point = (sentence) => {
    for (const other of text.querySelectorAll(".here")) other.classList.remove("here");
    const found = text.querySelector('.s[data-s="' + Number(sentence) + '"]');
    if (found) found.classList.add("here");
    return found;
  };
  for (const type of ["mouseover", "focusin"]) {
    text.addEventListener(type, (event) => {
      const mark = event.target.closest("mark");
      if (mark) about(mark);
      const note = event.target.closest(".claim");
      if (note) point(note.dataset.s);
    });
  }
  $("next").addEventListener("click", () => step(true));
  $("previous").addEventListener("click", () => step(false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || $("dialog").open) return;
    if (["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName)) return;
    if (event.key === "n") step(true);
    if (event.key === "p") step(false);
  });

  // --- the address names source and sentence: #source/sentence ------------------------------
  const follow = () => {
    const at = location.hash.lastIndexOf("/");
    if (at < 1) return;
    let source = "";
    try {
      source = decodeURIComponent(location.hash.slice(1, at));
    } catch {
      return;
    }
    if (!show(source)) return;
    $("dialog").close();
    const sentence = point(location.hash.slice(at + 1));
    if (sentence) {
      sentence.focus();
      sentence.scrollIntoView({ block: "center" });
    }
  };
  window.addEventListener("hashchange", follow);
  $("source").addEventListener("change", () => {
    show($("source").value);
    history.replaceState(null, "", "#" + encodeURIComponent($("source").value) + "/1");
  });
  for (const link of document.querySelectorAll("a.open")) {
    link.href = "#" + encodeURIComponent(link.dataset.source) + "/1";
  }
  show($("source").value);
  follow();
})();
