"""A study of three short pages and an empty file, and what a run of it left behind."""

PAGES = {
    "calm_nights.txt": """Magnesium for calm nights

Magnesium may improve sleep quality in older adults. Studies have shown that it reduces stress.
Magnesium glycinate can relax the muscles, and many experts recommend it.

Take it an hour before bed. Talk to your doctor if you have kidney disease.
""",
    "leaflet.md": """# Sleep and magnesium

One trial of 46 older adults found shorter sleep onset [1]. It is **not** clear that magnesium
lengthens sleep. Do not take more than 350 mg a day as a supplement.

## References

1. Abbasi B, et al. J Res Med Sci 2012. PMID: 23853635
""",
    "shop/capsules.html": """<!doctype html><html><head><title>Capsules</title></head><body>
<nav><a href="/">Home</a> <a href="/cart">Cart</a></nav>
<main><h1>Deep sleep capsules</h1>
<p>Our magnesium bisglycinate capsules ensure deeper, more restorative sleep every night. They
quickly relieve muscle tension and clinically proven minerals balance your hormones.</p>
<p>Magnesium regulates melatonin, promoting a healthy sleep cycle. Wake up feeling refreshed!</p>
</main><footer>All rights reserved</footer></body></html>
""",
    "empty.txt": "",
}


def write_study(folder):
    for name, text in PAGES.items():
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def results(folder):
    """Return every file under results/ by its name, logs aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "results").rglob("*"))
        if path.is_file() and "logs" not in path.parts
    }
