"""The colours of the charts: the same as the style sheet's, each readable in grey print.

A test compares them with static/source/house/_tokens.scss and measures their contrast.
"""

INK = "#1b1b1b"
MUTED = "#565c65"
LINE = "#71767a"
HAIR = "#d5d9de"
PAPER = "#ffffff"
WASH = "#f5f7f9"
BRAND = "#12304f"  # what was earned

BELOW = "#9c3d10"
THRESHOLD = "#8a6100"
TARGET = "#0b6b4f"
STRETCH = "#12437b"

BAND_BELOW = "#c3c7cc"  # hatched: steps between bands are too faint for colour alone
BAND_THRESHOLD = "#d9dce0"
BAND_TARGET = "#edeff1"
