"""The formats of the records that leave the house, each by the ending of its files."""

from comanage.statements.exports import register_csv, register_xlsx
from comanage.statements.exports.payment_request_csv import CSV as REQUEST_CSV
from comanage.statements.exports.payment_request_xlsx import XLSX as REQUEST_XLSX
from comanage.statements.exports.payouts_csv import CSV
from comanage.statements.exports.payouts_json import JSON
from comanage.statements.exports.payouts_xlsx import XLSX

PAYOUT_FORMATS = {each.suffix: each for each in (CSV, XLSX, JSON)}
REQUEST_FORMATS = {each.suffix: each for each in (REQUEST_CSV, REQUEST_XLSX)}
REGISTER_FORMATS = {each.suffix: each for each in (register_csv.CSV, register_xlsx.XLSX)}
