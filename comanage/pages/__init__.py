"""HTML doors: one file per screen family, with its forms."""
