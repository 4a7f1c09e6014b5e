"""FILES OUT: a settlement to bytes; knows no database.

`pdf` is a statement. What it says is a `settled_document`: to a group put together by `contents`,
with its `own_scorecard`, and of the whole by `agreement_contents`; both from the `facts` around a settlement, from the lines of `sheet`
(each a `measure_line`, a `missing_line` or one of its `changes`), the numbered `steps`,
`equations` and each `amount_line`, and from the `course` of the agreement before it: what changed
`since`, and each `trend`; `compared` lays two sheets side by side for a page. A `method_note` and the `glossary` stand behind; `words` writes all of it.

What a statement is made from is `carried` in it as data, `carried_in` takes them out of a PDF,
`carried_read` reads them or says why not, and `seal` keeps the hash of the file. `makers` names what
laid it out. The `press` prints statements and exhibits on some `paper`, in `printable` signs, with its
`ua_mark`, and with parts of the engine `spared`. Whatever is written has to be done `in_time`. What a
`format` is stands in the file of that name, and a `formula_guard` keeps texts from being run.

Folders beside them: `twins` writes the workbook beside a statement, `exports` the lists of records,
`exhibits` what the parties of a scorecard sign, `packets` the zip for a reviewer, `signatures` sign
and read what was signed, and `verdicts` say of any of these whether it holds.
"""
