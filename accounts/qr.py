"""A QR code as one path of squares, to be drawn inside a page: no picture to fetch, no style, no script."""

from dataclasses import dataclass

import qrcode

# Quiet zone that readers need around the code, in squares.
MARGIN = 4


@dataclass(frozen=True, slots=True)
class QRCode:
    """`path` fills the dark squares of a drawing `size` squares wide."""

    size: int
    path: str


def qr_code(text: str) -> QRCode:
    """The drawing of `text`; each run of dark squares in a line is one rectangle."""
    code = qrcode.QRCode(border=MARGIN, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = next((n for n, dark in enumerate(row[x:]) if not dark), len(row) - x)
            if length:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return QRCode(len(rows), "".join(runs))
