"""The four steps of an import: columns are matched, nothing chosen is lost on the way, nothing comes twice."""

import json
import re
from datetime import timedelta

import pytest

from comanage import clock, database
from comanage.actions import passwords
from comanage.records.person import Person
from tests.pages.device import PASSWORD
from tests.pages.importing import GOOD, columns, count, hidden, upload
from tests.pages.working import at_desks, text_of

OWN = (
    "Indicator,Num,Denom,Result (%),Reviewed by,Data source\n"
    "Screening,412,486,,QA,Registry\n"
    "\n"
    "infections,,,0,QA,NHSN\n"
)


@pytest.fixture
def desks(app):
    return at_desks(app)


@pytest.fixture
def pages(desks):
    return f"/agreements/{desks.id}/imports/2027-Q1"


def go(desks, pages, answer, then="check", **chosen):
    """Press a button of a step."""
    sent = hidden(answer) | {f"column_{name}": column for name, column in chosen.items()}
    return desks.administrator.post(f"{pages}/rows", data=sent | {"then": then})


def store(desks, pages, answer):
    """Press the last button."""
    return desks.administrator.post(pages, data=hidden(answer))


def test_columns_with_other_heads_are_guessed_and_can_be_changed(desks, pages):
    answer = upload(desks, pages, OWN)
    text = text_of(answer)
    assert "Step 2 of 4: Match columns" in text
    assert "Choose a file completed" in text
    assert "Check rows not completed" in text
    assert "Not in the file: all rows are for 2027-Q1" in text
    assert "Left out: Reviewed by." in text
    guessed = {name.removeprefix("column_"): column for name, column in columns(answer).items()}
    assert {name: column for name, column in guessed.items() if column} == {
        "measure": "indicator", "numerator": "num", "denominator": "denom",
        "value": "result (%)", "source": "data source",
    }  # fmt: skip
    answer = go(desks, pages, answer, note="reviewed by", source="")
    text = text_of(answer)
    assert "New 2 Changed 0 Same as stored 0 Refused 0" in text
    assert "Left out: Data source." in text
    assert "412 of 486 – QA" in text


def test_a_file_with_the_heads_of_the_template_is_not_asked_about_but_can_be_matched(desks, pages):
    answer = upload(desks, pages, GOOD)
    assert "Step 3 of 4" in text_of(answer)
    answer = go(desks, pages, answer, "match")
    assert "Step 2 of 4" in text_of(answer)
    assert columns(answer)["column_numerator"] == "numerator"


def test_refused_cells_are_named_by_what_they_hold_and_by_the_head_in_the_file(desks, pages):
    answer = go(desks, pages, upload(desks, pages, OWN.replace(",0,", ",1O2,")))
    assert answer.status_code == 422
    assert "Row 4, Value column “Result (%)” of the file “1O2” is not a number." in text_of(answer)


def test_what_lacks_or_is_matched_twice_is_said_at_its_list(desks, pages):
    answer = upload(desks, pages, OWN)
    lacking = go(desks, pages, answer, measure="", denominator="num")
    assert lacking.status_code == 422
    text = text_of(lacking)
    assert "Error: Match columns" in text
    assert "Say which column names the measure." in text
    assert "Numerator is matched with this column already." in text
    assert columns(lacking)["column_denominator"] == "num"
    forged = go(desks, pages, answer, measure="elsewhere")
    assert "The file has no such column." in text_of(forged)
    counts = go(desks, pages, answer, denominator="", value="")
    assert "Say which column holds the count below the line too." in text_of(counts)
    assert count() == 0


def test_going_back_keeps_what_was_matched_and_the_file(desks, pages):
    answer = go(desks, pages, upload(desks, pages, OWN), note="reviewed by", source="")
    answer = go(desks, pages, go(desks, pages, answer, "confirm"), "check")
    assert "Step 3 of 4" in text_of(answer)
    answer = go(desks, pages, answer, "match")
    assert columns(answer)["column_note"] == "reviewed by"
    assert columns(answer)["column_source"] == ""
    answer = go(desks, pages, answer, "choose")
    assert "q1.csv is still here" in text_of(answer)
    again = desks.administrator.post(f"{pages}/new", data=hidden(answer))
    assert "Step 3 of 4" in text_of(again)
    assert "412 of 486 – QA" in text_of(again)


def test_a_mended_file_with_the_same_columns_is_matched_as_the_one_before(desks, pages):
    answer = go(desks, pages, upload(desks, pages, OWN.replace("486", "4B6")), note="reviewed by")
    answer = go(desks, pages, answer, "choose")
    answer = upload(desks, pages, OWN, "mended.csv", **hidden(answer))
    assert "Step 3 of 4" in text_of(answer)
    assert "mended.csv" in text_of(answer)
    assert "Registry QA" in text_of(answer)
    other = upload(desks, pages, OWN.replace("Indicator", "Metric"), **hidden(answer))
    assert "Step 2 of 4" in text_of(other)
    assert columns(other)["column_note"] == "reviewed by"


def test_what_was_matched_is_stored_by_codes_and_the_period_of_the_page(desks, pages):
    answer = go(desks, pages, go(desks, pages, upload(desks, pages, OWN)), "confirm")
    assert "Import 2 figures" in text_of(answer)
    assert store(desks, pages, answer).status_code == 303
    assert count() == 2
    text = text_of(upload(desks, pages, GOOD))
    assert "Same as stored 2" in text


def test_a_change_of_another_in_between_is_shown_and_nothing_is_lost(desks, pages):
    mine = go(desks, pages, upload(desks, pages, GOOD), "confirm")
    theirs = upload(desks, pages, GOOD.replace(",0,", ",1,").replace("412", "400"))
    assert desks.colleague.post(pages, data=hidden(theirs)).status_code == 303
    answer = store(desks, pages, mine)
    text = text_of(answer)
    assert answer.status_code == 409
    assert "Figures of this period changed after you checked the file" in text
    assert "New 0 Changed 2 Same as stored 0" in text
    assert "82.3% 400 of 486 84.8% 412 of 486" in text
    assert count() == 2
    answer = go(desks, pages, answer, "confirm")
    assert "Figures that take the place of others" in text_of(answer)
    assert store(desks, pages, answer).status_code == 303
    assert count() == 4


def test_a_change_between_the_check_and_the_confirmation_is_shown_as_well(desks, pages):
    mine, theirs = upload(desks, pages, GOOD), upload(desks, pages, GOOD.replace(",0,", ",1,"))
    assert desks.colleague.post(pages, data=hidden(theirs)).status_code == 303
    answer = go(desks, pages, mine, "confirm")
    assert (answer.status_code, "Step 3 of 4" in text_of(answer)) == (409, True)
    assert "Changed 1 Same as stored 1" in text_of(answer)


def test_the_last_button_pressed_twice_imports_once(desks, pages):
    answer = go(desks, pages, upload(desks, pages, GOOD), "confirm")
    assert [store(desks, pages, answer).status_code for _ in range(2)] == [303, 409]
    assert count() == 2
    text = text_of(store(desks, pages, answer))
    assert "The file changes nothing: every figure in it stands already." in text
    assert "Go on" not in text


def test_an_ended_sign_in_loses_nothing_of_an_import(app, desks, pages, quick_hashes):
    with database.transaction() as session:
        person = session.get_one(Person, desks.work.administrator.person_id)
        person.password_hash, email = passwords.hashed(PASSWORD), person.email
    answer = go(desks, pages, go(desks, pages, upload(desks, pages, OWN)), "confirm")
    with clock.fixed(clock.now() + timedelta(hours=13)):
        asked = store(desks, pages, answer)
        assert asked.status_code == 401
        assert count() == 0
        who = {"proof_email": email, "proof_password": PASSWORD, "proof_code": ""}
        stored = desks.administrator.post(pages, data=hidden(asked) | who)
    assert stored.status_code == 303
    assert count() == 2


@pytest.mark.trust("H4")
def test_rows_that_come_back_from_a_browser_are_looked_through_and_checked_anew(desks, pages):
    answer = upload(desks, pages, GOOD)
    sent = hidden(answer)
    for planted in ("123-45-6789", "pt John Smithers"):
        forged = sent | {"rows": sent["rows"].replace("Registry", planted)}
        for path, then in ((f"{pages}/rows", "confirm"), (pages, ""), (f"{pages}/new", "")):
            refused = desks.administrator.post(path, data=forged | {"then": then})
            assert refused.status_code == 422
            assert "Patient data refused" in text_of(refused)
            assert planted not in refused.get_data(as_text=True)
    named = sent | {"rows": sent["rows"].replace("q1.csv", "pt John Smithers.csv")}
    assert "Patient data refused" in text_of(desks.administrator.post(pages, data=named))
    numbers = sent | {"rows": sent["rows"].replace("412", "999")}
    assert desks.administrator.post(pages, data=numbers).status_code == 422
    assert count() == 0


@pytest.mark.parametrize(
    "rows",
    [
        "", "[]", "{}", "[" * 5000, '{"name":1}', '{"name":"","as":"","heading":[1,["a"]],"rows":[[1,["x"]]]}',
        '{"name":"","as":"","heading":[1,["a"]],"rows":[[2,[3]]]}',
        '{"name":"","as":"","heading":[1,["period"]],"rows":[[2,["\\u0000"]]]}',
        '{"name":"\\ud800","as":"","heading":[1,["period"]],"rows":[]}',
        '{"name":"","as":"","heading":[1,["a","a"]],"rows":[[2,["x","y"]]]}',
    ],
)  # fmt: skip
def test_rows_that_no_page_of_ours_sent_are_refused_in_a_sentence(desks, pages, rows):
    for path in (f"{pages}/rows", pages):
        answer = desks.administrator.post(path, data={"rows": rows})
        assert answer.status_code == 422
        assert re.search("came back damaged|has the same heading", text_of(answer))
    assert count() == 0


def test_a_sample_is_filled_in_and_no_period_takes_it(desks, pages):
    answer = desks.administrator.get(f"{pages}/sample.csv")
    assert answer.headers["Content-Disposition"].endswith("ORTHO-27-sample-figures.csv")
    assert b"SAMPLE,SCREENING,Screening,percent,170,200," in answer.data
    assert b"SAMPLE,ON-TIME,First cases on time,percent,,,,too few cases," in answer.data
    refused = upload(desks, pages, answer.data, "sample.csv")
    assert "Row 2, Period The terms know no period SAMPLE." in text_of(refused)
    assert "New 0 Changed 0 Same as stored 0 Refused 3" in text_of(refused)
    filled = upload(desks, pages, answer.data.replace(b"SAMPLE,", b"2027-Q1,"), "sample.csv")
    assert "New 3" in text_of(filled)


def test_what_travels_holds_the_rows_in_the_places_they_had(desks, pages):
    told = json.loads(hidden(upload(desks, pages, OWN))["rows"])
    assert told["heading"][0] == 1
    assert [number for number, _ in told["rows"]] == [2, 4]


def test_what_is_possible_but_odd_is_asked_about_by_row_and_hinders_nothing(desks, pages):
    answer = upload(desks, pages, "period,measure,value\n2027-Q1,SCREENING,0.85\n")
    answer = go(desks, pages, answer)
    for step in ("Check rows", "Confirm"):
        text = text_of(answer)
        assert f": {step}" in text
        assert "Is that meant? Nothing of this keeps the file from being imported." in text
        assert "Row 2" in text.partition("Is that meant?")[2]
        answer = go(desks, pages, answer, "confirm")
