"""The spans of a PDF page as lines in reading order: columns, tables, and no running headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from plumbline.sources.pdf_spans import Span

_ROW = 0.35  # in font sizes: baselines closer than this are one row
_WORD_GAP = 0.14  # in font sizes
_TIGHT_GAP, _CELL_GAP = 0.7, 1.0
_CLEAR_GAP = 1.6  # which some row of a table shows, and no justified line of prose
_GUTTER = 0.7
_LEAST_ROWS = 3  # of a column
_LEAST_WORDS = 3  # in the lines of a column of prose
_LEAST_FILL = 0.45  # of a column's width, by its lines
_LEAST_JUSTIFIED = 6  # rows of a column that reach from edge to edge
_MOST_GUTTERS = 12  # looked at
_LEAST_TABLE_ROWS = 2
_ALIGNED, _LEAST_ALIGNED = 2.5, 0.6  # points; share of the cells of a column
_LEAST_DIVISION = 2.0  # points between the cells of a table
_ROW_STEP = 1.6  # in font sizes: no more between two lines of one cell
_RIGHT = 0.9  # quantile of the ends of lines that is the edge of the column: a few stand out
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014|\s]*(?:page\s|p\.\s?)?(?:\d{1,4}|[ivxl]{1,6})(?:\s?(?:/|of|\|)\s?\d{1,4})?[-\u2013\u2014|\s]*",
    re.I,
)
_PRINTED_AT = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s\d{1,2}[:.]\d\d(?:\s[AaPp][Mm])?")
_EDGE_ROWS = 2  # at the top and at the foot of a page
_EDGE = 0.14  # of the page's height, where a page number may stand alone
_REPEATED = 0.3  # of the pages


@dataclass
class Line:
    """A line of text within its column, or a row of a table (``cells`` are then more than one)."""

    cells: list[list[Span]]
    left: float = 0.0  # edges of the column
    right: float = 0.0
    opens: bool = False  # the first line of a column or page

    @property
    def spans(self) -> list[Span]:
        """Return the spans of all cells."""
        return [span for cell in self.cells for span in cell]

    @property
    def x0(self) -> float:
        """Return the left end of the line."""
        return self.cells[0][0].x0

    @property
    def x1(self) -> float:
        """Return the right end of the line."""
        return max(span.x1 for span in self.spans)

    @property
    def y(self) -> float:
        """Return the baseline."""
        return self.cells[0][0].y

    @cached_property
    def size(self) -> float:
        """Return the size of most of its letters."""
        sizes: Counter[float] = Counter()
        for span in self.spans:
            sizes[round(span.size, 1)] += len(span.text)
        return sizes.most_common(1)[0][0]

    @cached_property
    def bold(self) -> bool:
        """Say whether all of it is bold."""
        return all(span.bold for span in self.spans if span.text.strip())

    @cached_property
    def text(self) -> str:
        """Return its text, cells and words separated by a space."""
        return " ".join(join_spans(cell) for cell in self.cells)


Row = list[list[Span]]  # pieces from left to right, each of spans that belong together


def join_spans(spans: list[Span]) -> str:
    """Return the text of spans on one line."""
    return "".join(text for text, _ in spaced(spans))


def spaced(spans: list[Span]) -> list[tuple[str, Span]]:
    """Return each span with its text, a space in front where there is a gap on the page."""
    parts: list[tuple[str, Span]] = []
    for span in spans:
        last = parts[-1][1] if parts else span
        apart = span.x0 - last.x1 > _WORD_GAP * span.size or last.y - span.y > _ROW * span.size
        gap = parts and apart
        joined = parts and (parts[-1][0].endswith(" ") or span.text.startswith(" "))
        parts.append((" " + span.text if gap and not joined else span.text, span))
    return parts


def cut_rows(spans: Iterable[Span]) -> list[Row]:
    """Return the spans of a page as rows from top to bottom, cut where a wide gap opens."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda s: (-s.y, s.x0)):
        if rows and rows[-1][0].y - span.y <= _ROW * min(rows[-1][0].size, span.size):
            rows[-1].append(span)
        else:
            rows.append([span])
    return [_cut_row(sorted(row, key=lambda s: s.x0)) for row in rows]


def _cut_row(spans: list[Span]) -> Row:
    pieces = [[spans[0]]]
    end = spans[0].x1  # of the last piece
    for span in spans[1:]:
        if span.x0 - end > _GUTTER * span.size:
            pieces.append([span])
            end = span.x1
        else:
            pieces[-1].append(span)
            end = max(end, span.x1)
    return pieces


def remove_running_lines(pages: list[list[Row]], heights: list[float]) -> list[list[Row]]:
    """Take out headers and footers that pages repeat, and page numbers that stand alone.

    Where that would leave nothing on half of the pages, the lines are what the pages have to say.
    """
    seen: Counter[tuple[str, int, str]] = Counter()
    for rows, height in zip(pages, heights, strict=True):
        seen.update({key for _, key in _edges(rows, height)})
    enough = max(2, _REPEATED * len(pages))
    kept = []
    for rows, height in zip(pages, heights, strict=True):
        dropped = {
            i
            for i, key in _edges(rows, height)
            if _count_near(seen, key) >= enough
            or (i in (0, len(rows) - 1) and _is_page_number(rows[i], height))
        }
        kept.append([row for i, row in enumerate(rows) if i not in dropped])
    return kept if 2 * sum(map(bool, kept)) > sum(map(bool, pages)) else pages


def _edges(rows: list[Row], height: float) -> list[tuple[int, tuple[str, int, str]]]:
    """Return (index, key) of the rows at the top and the foot; the key is what pages repeat."""
    top = [(i, "top") for i in range(min(_EDGE_ROWS, len(rows)))]
    foot = [(i, "foot") for i in range(max(len(top), len(rows) - _EDGE_ROWS), len(rows))]
    found = []
    for i, where in top + foot:
        text = _DIGITS.sub("#", _row_text(rows[i])).lower()
        found.append((i, (where, round(rows[i][0][0].y / height * 100), text)))
    return found


def _count_near(seen: Counter[tuple[str, int, str]], key: tuple[str, int, str]) -> int:
    where, place, text = key
    return sum(seen[where, place + step, text] for step in (-1, 0, 1))


def _row_text(row: Row) -> str:
    return " ".join(join_spans(piece).strip() for piece in row)


def _is_page_number(row: Row, height: float) -> bool:
    """Say whether a row at the edge is a page number, alone or far from the rest of the row."""
    y = row[0][0].y
    if _EDGE * height < y < (1 - _EDGE) * height:
        return False
    ends = (join_spans(row[0]).strip(), join_spans(row[-1]).strip())
    if len(row) > 1 and (_PRINTED_AT.fullmatch(ends[0]) or any(map(_PAGE_NUMBER.fullmatch, ends))):
        return True
    return _PAGE_NUMBER.fullmatch(_row_text(row)) is not None


def order_lines(rows: list[Row]) -> list[Line]:
    """Return the lines of a page in reading order: down each column, then the next one."""
    gutter = _find_gutter(rows)
    if gutter is None:
        return _lines_of_column(rows)
    middle, first, last = gutter
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in rows[first:last]:
        for side, pieces in enumerate(_split(row, middle)):
            if pieces:
                sides[side].append(pieces)
    above, below = rows[:first], rows[last:]
    parts = [above, *sides, below]
    return [line for part in parts if part for line in order_lines(part)]


def _split(row: Row, middle: float) -> tuple[Row, Row]:
    left = [piece for piece in row if piece[0].x0 < middle]
    return left, [piece for piece in row if piece[0].x0 >= middle]


def _find_gutter(rows: list[Row]) -> tuple[float, int, int] | None:
    """Return the middle of the best gutter and the rows (first, after last) that it divides."""
    gaps: Counter[int] = Counter()
    for row in rows:
        for i in range(1, len(row)):
            left, right = max(s.x1 for s in row[i - 1]), row[i][0].x0
            gaps.update(range(round(left), round(right) + 1))
    best: tuple[int, float, int, int] | None = None
    for middle in _likely_middles(gaps):
        for first, last in _undivided(rows, middle):
            weight = _weigh_columns(rows[first:last], middle)
            if weight and (best is None or weight > best[0]):
                best = (weight, middle, first, last)
    return best[1:] if best else None


def _likely_middles(gaps: Counter[int]) -> list[float]:
    """Return the middles of the stretches that most rows leave blank, best first."""
    middles: list[float] = []
    for place, _ in gaps.most_common(_MOST_GUTTERS * 20):
        if all(abs(place - other) > 4 for other in middles):
            middles.append(place)
        if len(middles) == _MOST_GUTTERS:
            break
    return middles


def _undivided(rows: list[Row], middle: float) -> list[tuple[int, int]]:
    """Return the runs of rows that nothing crosses at `middle`."""
    runs, first = [], 0
    for i, row in enumerate([*rows, None]):
        if row is None or any(p[0].x0 < middle < max(s.x1 for s in p) for p in row):
            if i - first >= _LEAST_ROWS:
                runs.append((first, i))
            first = i + 1
    return runs


def _weigh_columns(rows: list[Row], middle: float) -> int:
    """Return how many rows both columns fill, 0 where they are no columns of prose."""
    sides = [_split(row, middle) for row in rows]
    weight = 0
    for side in (0, 1):
        held = [pair[side] for pair in sides if pair[side]]
        if len(held) < _LEAST_ROWS:
            return 0
        # of several pieces beside the gutter, the nearest: the others are further columns
        near = [pieces[side - 1] for pieces in held]
        if not _is_prose(near) and not _is_justified(held):
            return 0
        weight += len(near)
    return weight


def _is_prose(pieces: list[list[Span]]) -> bool:
    """Say whether most of the pieces of a column hold some words and fill some of its width."""
    left = min(piece[0].x0 for piece in pieces)
    ends = [max(span.x1 for span in piece) for piece in pieces]
    filled = median(end - piece[0].x0 for piece, end in zip(pieces, ends, strict=True))
    words = median(len(join_spans(piece).split()) for piece in pieces)
    return words >= _LEAST_WORDS and filled >= _LEAST_FILL * (max(ends) - left)


def _is_justified(rows: list[Row]) -> bool:
    """Say whether rows are prose whose words stand apart: many reach from edge to edge.

    Where these were cells of a table, some stretch would be blank in all of them.
    """
    lines = [[span for piece in row for span in piece] for row in rows]
    edges = [(line[0].x0, max(span.x1 for span in line)) for line in lines]
    left, right = min(start for start, _ in edges), max(end for _, end in edges)
    full = [
        row
        for row, (start, end) in zip(rows, edges, strict=True)
        if start - left < _ALIGNED and right - end < _ALIGNED
    ]
    return len(full) >= _LEAST_JUSTIFIED and not _find_divisions(full) and _is_prose(lines)


def _lines_of_column(rows: list[Row]) -> list[Line]:
    """Return the lines of one column; rows of cells become rows of a table."""
    left = min(row[0][0].x0 for row in rows)
    ends = sorted(max(span.x1 for span in row[-1]) for row in rows)
    right = ends[int(_RIGHT * (len(ends) - 1))]
    lines: list[Line] = []
    in_table = _find_tables(rows)
    for i, row in enumerate(rows):
        spans = [span for piece in row for span in piece]
        if not in_table[i]:
            lines.append(Line([spans], left, right))
        elif i and in_table[i - 1] is in_table[i] and _continues_row(row, lines[-1], in_table[i]):
            _add_to_cells(row, lines[-1], in_table[i])
        else:
            lines.append(Line(_cut_cells(row, in_table[i]), left, right))
    lines[0].opens = True
    return lines


def _find_tables(rows: list[Row]) -> list[list[float]]:
    """Return for each row where its table is divided; nothing for rows of no table.

    A table is two rows or more of cells, with stretches between them that all rows leave blank.
    """
    found: list[list[float]] = [[] for _ in rows]
    i = 0
    while i < len(rows):
        last = i
        while last < len(rows) and _has_cells(rows[last], _TIGHT_GAP):
            last += 1
        apart = all(_has_cells(row, _CELL_GAP) for row in rows[i:last])
        divisions = _find_divisions(rows[i:last])
        enough = last - i >= (_LEAST_TABLE_ROWS if apart else _LEAST_ROWS)
        clear = any(_has_cells(row, _CLEAR_GAP) for row in rows[i:last])
        if enough and clear and divisions and _are_aligned(rows[i:last], divisions):
            while last < len(rows) and _fits_table(rows[last], divisions):
                last += 1
            found[i:last] = [divisions] * (last - i)
        i = max(last, i + 1)
    return found


def _find_divisions(rows: list[Row]) -> list[float]:
    """Return the middles of the stretches, from left to right, that no row has letters in."""
    spans = sorted((s.x0, s.x1) for row in rows for piece in row for s in piece)
    divisions: list[float] = []
    end = spans[0][1] if spans else 0.0
    for x0, x1 in spans:
        if x0 - end > _LEAST_DIVISION:
            divisions.append((end + x0) / 2)
        end = max(end, x1)
    return divisions


def _are_aligned(rows: list[Row], divisions: list[float]) -> bool:
    """Say whether the cells of a column after the first line up: left, right or in the middle."""
    columns: list[list[tuple[float, float]]] = [[] for _ in divisions]
    for row in rows:
        for cell in _cut_cells(row, divisions):
            place = sum(cell[0].x0 > division for division in divisions)
            if place:
                columns[place - 1].append((cell[0].x0, cell[-1].x1))
    for cells in columns:
        for place in ([a for a, _ in cells], [b for _, b in cells], [a + b for a, b in cells]):
            common = median(place) if place else 0
            near = sum(abs(x - common) < _ALIGNED for x in place)
            if near >= 2 and near >= _LEAST_ALIGNED * len(place):
                return True
    return False


def _fits_table(row: Row, divisions: list[float]) -> bool:
    """Say whether a row goes on with a table: cells, or more of one that is not the first."""
    crossed = any(s.x0 < d < s.x1 for piece in row for s in piece for d in divisions)
    return not crossed and (_has_cells(row, _TIGHT_GAP) or row[0][0].x0 > divisions[0])


def _cut_cells(row: Row, divisions: list[float]) -> list[list[Span]]:
    """Return the cells of a row of a table; empty ones are left out."""
    cells: list[list[Span]] = [[] for _ in range(len(divisions) + 1)]
    for span in (span for piece in row for span in piece):
        cells[sum(span.x0 > division for division in divisions)].append(span)
    return [cell for cell in cells if cell]


def _has_cells(row: Row, gap: float) -> bool:
    """Say whether a row has cells so far apart (in font sizes), rather than a list marker."""
    if len(row) < 2:
        return False
    size = row[1][0].size
    blank = row[1][0].x0 - max(s.x1 for s in row[0])
    first = join_spans(row[0]).strip()
    is_marker = len(row) == 2 and len(first) <= 4 and blank < 3 * size and _is_marker(first)
    return blank > gap * size and not is_marker


def _is_marker(text: str) -> bool:
    text = text.strip()
    return text == "o" or (not text.isalnum() and not any(map(str.isalpha, text[1:-1])))


def _continues_row(row: Row, line: Line, divisions: list[float]) -> bool:
    """Say whether a row only goes on with cells of the row above it: its first cell is empty."""
    empty = row[0][0].x0 > divisions[0]
    step = line.y - row[0][0].y
    return empty and step < _ROW_STEP * row[0][0].size and line.x0 < divisions[0]


def _add_to_cells(row: Row, line: Line, divisions: list[float]) -> None:
    def column(spans: list[Span]) -> int:
        return sum(spans[0].x0 > division for division in divisions)

    for piece in row:
        under = [cell for cell in line.cells if column(cell) == column(piece)]
        if under:
            under[0].extend(piece)
        else:
            line.cells.append(list(piece))
