"""FILES OUT: a settlement to bytes; knows no database.

`pdf` is a statement. What it says is a `settled_document`: to a group put together by `contents`,
with its `own_scorecard`, and of the whole by `agreement_contents`; both from the `facts` around a settlement, from the lines of `sheet`
(each a `measure_line`, a `missing_line` or one of its `changes`), the numbered `steps`,
`equations` and each `amount_line`, and from the `course` of the agreement before it: what changed
`since`, and each `trend`. A `method_note` and the `glossary` stand behind; `words` writes all of it.

What a statement is made from is `carried` in it as data, `carried_in` takes them out of a PDF,
`carried_read` reads them or says why not, `recalculated`
calculates them again (`differing` compares; a group's payout is `payout_held` to its own steps), and `seal` keeps the hash of the file. `makers` names what laid it out.
`verify` gives a `verdict` on any file: `verify_statement` (its pages by `print_compared`),
`verify_workbook` (the parts of a `workbook_zip` by `workbook_parts`, then `workbook_cells`, and what
else is to be seen by `workbook_shown`), `verify_packet`. A finished document is signed by `signing`, with a
`signing_key`, and `signed` looks at what was; the bytes between are an `update`.

`exhibit_pdf` is the exhibit that the parties of a scorecard sign (what it says is put together by
`exhibit`, from `exhibit_measure`, `exhibit_money` and `exhibit_beside`). The `press` prints both on
some `paper`, in `printable` signs, with its `ua_mark`, and with parts of the engine `spared`. `packet` is one zip for a reviewer: `packet_names` names its files,
`packet_log` its part of the log, a `packet_parcel` keeps a part of it until all are there, and
`packet_verify` looks through it: the `packet_zip`, the `packet_chain` of its log, how log and files
give `packet_answers`, its `packet_tables`, and the rows of its `packet_acts`. `packet_payouts` holds payouts to statements (`payouts_read` from their JSON), `packet_statements` statements to the log and to each other,
and `records_csv` is for the rows of a table.
Whatever is written has to be done `in_time`. The folder `twins` writes the workbook beside a statement.

The records come in `formats`, each by the ending of its files: `payouts_csv`, `payouts_xlsx` and
`payouts_json` are for the rows of `payouts`, in the `payout_columns`; `payment_request_csv` and
`payment_request_xlsx` for those of a `payment_request` to accounts payable; `register_csv` and
`register_xlsx` for those of the `register` of agreements; `figures_csv` for the figures of a
period; `hours_csv` for logged hours; `payments_csv` for the list of payments; a `formula_guard` keeps their texts from being run. What a `format` is
stands in the file of that name.
"""
