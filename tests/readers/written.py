"""What people write: texts that must not come in, and texts of this work that must, from the folder prose."""

from functools import reduce
from pathlib import Path

PROSE = Path(__file__).with_name("prose")
SPELLED = {"\\n": "\n", "\\u200b": "\u200b", "\\u3164": "\u3164"}  # signs that no editor shows
ALIKE = {
    "A": "АΑ", "B": "ВΒ", "C": "С", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ", "M": "МΜᴍ", "N": "Νɴ",
    "O": "ОΟ", "P": "РΡ", "R": "ʀ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "Υ", "a": "а", "c": "с", "e": "еé",
    "i": "і", "o": "оο", "p": "рρ", "s": "ѕ", "x": "х", "y": "у", "-": "‐‑‒–—−", "#": "＃", ":": "：∶",
}  # fmt: skip
DIGITS = "٠０𝟎०"  # of these writings the others follow


def texts(name):
    """Give the texts of a file, without its remarks."""
    plain = (PROSE / name).read_text(encoding="utf-8").splitlines()
    return [reduce(_signs, SPELLED.items(), line) for line in plain if line and line[:2] != "# "]


def _signs(line, spelled):
    return line.replace(*spelled)


REFUSED = texts("refused.txt")
ORDINARY = texts("ordinary.txt")
EVIDENCE = ORDINARY[ORDINARY.index("7 of 205 discharges were readmitted within 30 days (3.4 %).") :]


def disguised(text, drawn):
    """Write a text with signs that look like its own, each where a lot falls so."""
    zero = drawn.choice(DIGITS)
    return "".join(_other(sign, zero, drawn) if drawn.random() < 0.5 else sign for sign in text)


def _other(sign, zero, drawn):
    if sign.isdigit():
        return chr(ord(zero) + int(sign))
    return drawn.choice(ALIKE.get(sign, sign))
