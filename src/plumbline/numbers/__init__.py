"""Numbers: what a source gives in figures, read with units and held against reference values."""

from plumbline.numbers.find import find_numbers
from plumbline.numbers.references import References, load_references
from plumbline.numbers.units import Units, load_units

__all__ = ["References", "Units", "find_numbers", "load_references", "load_units"]
