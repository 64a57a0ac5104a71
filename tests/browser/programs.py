"""Which browser this machine has, and how it is started; browser tests and pictures use the same one."""

import shutil
import sys
from pathlib import Path

# Debian's shell without windows needs 40 % less of the processor than the whole browser.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_PROGRAMS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
INSTALL = (
    "brew install --cask chromium"
    if sys.platform == "darwin"
    else "sudo apt install chromium-headless-shell fonts-noto-cjk"
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str | None:
    """The browser that this machine has."""
    found = (shutil.which(name) for name in PROGRAMS)
    mac = (path for path in MAC_PROGRAMS if Path(path).exists())
    return next((path for path in (*found, *mac) if path), None)
