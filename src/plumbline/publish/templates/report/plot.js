// Asserted against licensed, drawn by Vega. The policy of the page forbids code made from strings,
// so its expressions are interpreted (`ast`), and it is told to bring no style of its own.
let plotView = null;
// A point is a cell of the matrix; where the plot counts sources, it is the cell's level.
const pointOf = (key) => {
  if (data.few || key === "" || key.includes("~:")) return key;
  const { claim, column } = splitKey(key);
  const cell = claim === undefined ? null : cellsOf(claim, column)[0];
  return cell ? data.claims[claim].id + "~:" + cell[2] : "";
};
const tellPlot = (values) => {
  if (!plotView) return;
  for (const [name, value] of Object.entries(values)) plotView.signal(name, value);
  plotView.runAsync();
};
const showTip = (handler, event, item, value) => {
  const tip = $("tip");
  tip.hidden = !value;
  if (!value) return;
  tip.replaceChildren(...Object.values(value).map((said) => make("span", {}, String(said))));
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = Math.max(4, Math.min(event.clientX + 12, room)) + "px";
  tip.style.top = event.clientY + 16 + "px";
};
const drawPlot = async () => {
  const options = { ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: showTip, hover: false };
  plotView = (await vegaEmbed("#plot", data.spec, options)).view;
  tellPlot({ chosen: pointOf(state.cell), kind: state.kind, side: state.side });
  plotView.addEventListener("click", (event, item) => {
    if (item && item.datum && item.datum.key) choose(item.datum.key, $("plot"));
  });
  plotView.addEventListener("mouseover", (event, item) => pointAt((item && item.datum && item.datum.key) || ""));
  plotView.addEventListener("mouseout", () => pointAt(""));
  pointers.push((key) => tellPlot({ pointed: pointOf(key) }));
};
if (data.spec) {
  followers.push((changed) => {
    if (["cell", "kind", "side"].some((name) => changed.has(name))) tellPlot({ chosen: pointOf(state.cell), kind: state.kind, side: state.side });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $("tip").hidden = true;
  });
}
