"""Pictures drawn anew: what is stored is what we drew, never what was sent."""

import io
from threading import Lock
from typing import Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.errors import UploadRefused

# Width times height. With the copy that a drawing needs, and the second picture that the WebP decoder holds, one
# picture takes up to 350 MB of memory while it is drawn, and a process draws one at a time.
MAX_PIXELS: Final = 40_000_000
_FEWER_PIXELS: Final = {"WEBP": 20_000_000}
_DRAWING: Final = Lock()

_MODES: Final = {
    "JPEG": ("L", "RGB"),
    "PNG": ("1", "L", "LA", "I;16", "RGB", "RGBA"),
    "WEBP": ("RGB", "RGBA"),
}
_OPTIONS: Final[dict[str, dict[str, int]]] = {"JPEG": {"quality": 88}, "WEBP": {"quality": 85}}


def drawn_anew(content: bytes, pillow_format: str) -> tuple[bytes, int, int]:
    """The first frame, upright and without metadata: its bytes, width and height.

    EXIF with positions, comments, colour profiles, further frames and anything appended are gone. Raises
    UploadRefused: upload.too_many_pixels (counted before decoding), upload.broken.
    """
    try:
        with _DRAWING:
            return _drawn(content, pillow_format)
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(MAX_PIXELS) from error
    except Exception as error:  # a decoder that is fed with hostile bytes may raise anything
        raise UploadRefused("upload.broken", _("Choose another file. This one cannot be opened.")) from error


def _drawn(content: bytes, pillow_format: str) -> tuple[bytes, int, int]:
    with Image.open(io.BytesIO(content), formats=[pillow_format]) as image:
        limit = _FEWER_PIXELS.get(pillow_format, MAX_PIXELS)
        if image.width * image.height > limit:
            raise _too_many_pixels(limit)
        upright = ImageOps.exif_transpose(image)
    # Every picture that is let go of here is memory that the next step can have.
    del image
    clean = _in_plain_mode(upright, _MODES[pillow_format])
    del upright
    clean.info.clear()
    drawn = io.BytesIO()
    clean.save(drawn, pillow_format, **_OPTIONS.get(pillow_format, {}))
    return drawn.getvalue(), clean.width, clean.height


def _in_plain_mode(image: Image.Image, modes: tuple[str, ...]) -> Image.Image:
    """The image in a mode that its format writes without palettes, keeping transparency where the format can."""
    if image.has_transparency_data and "RGBA" in modes:
        return image if image.mode in {"LA", "RGBA"} and image.mode in modes else image.convert("RGBA")
    return image if image.mode in modes else image.convert("RGB")


def _too_many_pixels(limit: int) -> UploadRefused:
    numbers = {"n": limit // 1_000_000}
    return UploadRefused("upload.too_many_pixels", _("Choose an image under %(n)s megapixels"), numbers)
