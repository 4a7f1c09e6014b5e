"""FILES OUT: a settlement to bytes; knows no database.

The formats that leave the house, by the ending of their files: `pdf` for a
group's statement (what it says is put together by `contents`, from the lines
of `sheet`, each a `measure_line`, a `missing_line` or one of its `changes`,
from the numbered `steps`, and from `equations`, in the `words` of the house);
`exhibit_pdf` for the exhibit that the parties of a scorecard sign (what it says is put together by
`exhibit`, from `exhibit_measure`, `exhibit_money` and `exhibit_beside`); both are printed by the `press`;
`payouts_csv`, `payouts_xlsx` and `payouts_json` for the rows of `payouts`, in the `payout_columns`; `payment_request_csv`
and `payment_request_xlsx` for those of a `payment_request` to accounts payable; `register_csv` and
`register_xlsx` for those of the `register` of agreements; `figures_csv` for the figures of a
period; `hours_csv` for logged hours; `payments_csv` for the list of payments. A finished document is signed by
`signing`, with a `signing_key`, and `signed` looks at what was; the bytes between are an `update`.
The folder `twins` writes
the workbook beside a statement. What a `format` is stands in the file of that name.
"""

from comanage.statements import register_csv, register_xlsx
from comanage.statements.payment_request_csv import CSV as REQUEST_CSV
from comanage.statements.payment_request_xlsx import XLSX as REQUEST_XLSX
from comanage.statements.payouts_csv import CSV
from comanage.statements.payouts_json import JSON
from comanage.statements.payouts_xlsx import XLSX
from comanage.statements.pdf import PDF

STATEMENT_FORMATS = {each.suffix: each for each in (PDF,)}
PAYOUT_FORMATS = {each.suffix: each for each in (CSV, XLSX, JSON)}
REQUEST_FORMATS = {each.suffix: each for each in (REQUEST_CSV, REQUEST_XLSX)}
REGISTER_FORMATS = {each.suffix: each for each in (register_csv.CSV, register_xlsx.XLSX)}
FORMATS = {**STATEMENT_FORMATS, **PAYOUT_FORMATS}
