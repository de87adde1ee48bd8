"""The levels of asserted strength, named once for figures, pages and tables."""

LEVELS = {
    0: "no relation",
    1: "no effect",
    2: "correlational",
    3: "ambiguous",
    4: "conditional",
    5: "capability",
    6: "direct",
}
