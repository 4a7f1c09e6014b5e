"""Exports: lists of records for people and other systems, the same bytes for the same rows.

They come in `formats`, each by the ending of its files: `payouts_csv`, `payouts_xlsx` and
`payouts_json` are for the rows of `payouts`, in the `payout_columns`; `payment_request_csv` and
`payment_request_xlsx` for those of a `payment_request` to accounts payable; `register_csv` and
`register_xlsx` for those of the `register` of agreements; `figures_csv` for the figures of a
period; `hours_csv` for logged hours; `payments_csv` for the list of payments; and `records_csv` for
the rows of any table.
"""
