"""How hard a text is to read: counts of its words and sentences, and formulas over them."""
