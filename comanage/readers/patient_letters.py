"""Patient letters: a text as it is read, whatever letters, digits and signs it is written with.

A letter of another alphabet may look like one of ours, digits are written in many ways,
and some signs are not seen at all. Whoever looks for patients looks at the text as a
person would read it; what is kept and shown is the text as it was typed.
"""

import re
import unicodedata

# Letters of the Cyrillic and the Greek alphabet, small capitals, and the letters of ours that they look like.
LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜҺЗӀԁԛԝһаеѕіјкмнорстухүвгьпԍ"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺαβεηικμνορτυχγϲω"
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢıȷøØłŁđĐ",
    "ABESIJKMHOPCTYXYGQWH3Idqwhaesijkmhopctyxybrbng"
    "ABEZHIKMNOPTYXCMabenikuvoptuxycw"
    "ABCDEFGHIJKLMNOPRSTUVWYZijoOlLdD",
)
SIGNS = {
    **{ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796\ufe58\ufe63\uff0d"},
    **{ord(sign): "." for sign in "\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb"},
    **{ord(sign): "'" for sign in "\u2018\u2019\u201b\u02bc\u2032"},
    **{ord(sign): ":" for sign in "\u2236\ua789\u02d0"},
    **{ord(sign): "/" for sign in "\u2044\u2215"},
    ord("_"): " ",
}  # fmt: skip
UNSEEN = {"Cf", "Mn", "Me", "Cn", "Co"}  # signs that steer, and marks on letters
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # are letters to Unicode and nothing to the eye
SPACED = re.compile(r"(?<!\S)\S(?: \S){2,}(?!\S)")  # s i g n s


def folded(text: str) -> str:
    r"""Write a text with plain letters, digits, hyphens and single blanks, without signs that are not seen.

    >>> folded("МRN № ٠٠１２\u200b３４"), folded("José–Luis")
    ('MRN # 001234', 'Jose-Luis')
    """
    if text.isascii():
        return " ".join(text.replace("_", " ").split())
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.replace("№", "#")))
    seen = (
        sign for sign in parted if sign not in BLANK and unicodedata.category(sign) not in UNSEEN
    )
    plain = "".join(map(_digit, seen)).translate(LOOK_ALIKE).translate(SIGNS)
    return " ".join(plain.split())


def closed_up(text: str) -> str:
    """Write signs that stand alone one after the other as one word.

    >>> closed_up("M R N 1 2 3 4 of 12")
    'MRN1234 of 12'
    """
    return SPACED.sub(lambda loose: loose[0].replace(" ", ""), text)


def _digit(sign: str) -> str:
    """Give the digit of ours that a digit of any writing stands for."""
    if sign.isascii() or not sign.isdecimal():
        return sign
    return str(unicodedata.decimal(sign))
