// The first look: everything as the address says; the plot, which costs most, last.
for (const link of document.querySelectorAll("a.open")) link.href = addressOf({ source: link.dataset.source });
const opening = readAddress() || {};
setState({ ...defaults, ...opening }, "opened");
if (article && ("source" in opening || "sentence" in opening)) goToText();
if (data.spec) requestAnimationFrame(() => setTimeout(drawPlot));
