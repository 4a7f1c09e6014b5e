"""Exhibits: what the parties of a scorecard sign, as a PDF (`exhibit_pdf`).

What it says is put together by `exhibit`, from each `exhibit_measure`, `exhibit_money`, and what the
contract says besides (`exhibit_beside`).
"""
