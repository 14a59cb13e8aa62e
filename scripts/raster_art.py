"""Raster the drawn pictures: every */seed/art/*.svg whose .webp is missing or older.

The SVG is the drawing and stays the source; the WebP beside it is what the site serves
where a raster is needed. Chromium does the drawing (its path in CHROMIUM, or the one on
the PATH), Pillow the packing. Run it after editing a picture: scripts/raster_art.py
"""

import argparse
import io
import os
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1600, "height": 1000}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def stale(svg: Path) -> bool:
    webp = svg.with_suffix(".webp")
    return not webp.exists() or webp.stat().st_mtime < svg.stat().st_mtime


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="redo them all, stale or not")
    parser.add_argument("--quality", type=int, default=86)
    options = parser.parse_args()
    todo = [svg for svg in sorted(ROOT.glob("*/seed/art/*.svg")) if options.all or stale(svg)]
    if not todo:
        print("nothing to do")
        return
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=SIZE)
        for svg in todo:
            page.goto(svg.as_uri())
            image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            webp = svg.with_suffix(".webp")
            image.save(webp, quality=options.quality, method=6)
            print(f"{webp.relative_to(ROOT)} {webp.stat().st_size / 1024:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
