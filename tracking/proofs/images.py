"""Images drawn anew by Pillow: upright, of a size a scan needs, without anything but pixels."""

from __future__ import annotations

import io
import threading
import warnings

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps

from tracking.kernel.errors import FileRefusedError

LONGEST = 3600  # pixels: a page of A4 at 300 dots per inch
SMALL = 320
QUALITY = 85
# A JPEG is made smaller while it is read; others are unpacked whole.
MOST_PIXELS = {"JPEG": 110_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
MOST_UNPACKED = 40_000_000
TURN = threading.Lock()  # one image is unpacked at a time: the memory of a server is finite

TOO_MANY = _l("The image has more than %(most)d million pixels. Make it smaller and choose that.")
BROKEN = _l("The image is incomplete or damaged. Take the photo or save it once more.")


def redrawn(content: bytes, form: str) -> tuple[bytes, bytes]:
    """The image as a JPEG, and a small one of it; FileRefusedError when it cannot be drawn."""
    with TURN, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about sizes, which are looked at here
        try:
            with Image.open(io.BytesIO(content), formats=(form,)) as opened:
                return _drawn(opened, form)
        except FileRefusedError:
            raise
        except Image.DecompressionBombError as error:
            raise FileRefusedError(TOO_MANY, most=MOST_PIXELS[form] // 1_000_000) from error
        except Exception as error:  # Pillow raises a dozen kinds over broken files
            raise FileRefusedError(BROKEN) from error


def _drawn(opened: Image.Image, form: str) -> tuple[bytes, bytes]:
    if opened.width * opened.height > MOST_PIXELS[form]:
        raise FileRefusedError(TOO_MANY, most=MOST_PIXELS[form] // 1_000_000)
    opened.draft("RGB", (LONGEST, LONGEST))
    if opened.width * opened.height > MOST_UNPACKED:  # long and narrow: it did not get smaller
        raise FileRefusedError(TOO_MANY, most=MOST_UNPACKED // 1_000_000)
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST, LONGEST))
    drawn = _on_paper(upright)
    small = drawn.copy()
    small.thumbnail((SMALL, SMALL))
    return _saved(drawn), _saved(small)


def _on_paper(image: Image.Image) -> Image.Image:
    """Without transparency: what shines through is white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    paper.paste(layer, mask=layer)
    return paper


def _saved(image: Image.Image) -> bytes:
    """As a JPEG that holds nothing else: `info` of the source is left behind."""
    target = io.BytesIO()
    image.info.clear()
    image.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
