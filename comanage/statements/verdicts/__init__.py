"""Verdicts: whether a file that left the house is as it was made, by what it carries alone.

`verify` gives a `verdict` on any file: `verify_statement` (its pages by `print_compared`),
`verify_workbook` (the parts of a `workbook_zip` by `workbook_parts`, then `workbook_cells`, and what
else is to be seen by `workbook_shown`), `verify_packet`. The data are `recalculated` (`differing`
compares; a group's payout is `payout_held` to its own steps).
"""
