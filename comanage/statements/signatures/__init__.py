"""Signatures: a finished document is signed by `signing`, with a `signing_key`.

`signed` looks at what was signed, and by whom; the bytes that came between are an `update`.
"""
