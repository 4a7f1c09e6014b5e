"""What somebody sends who imports a file, from step to step."""

import html
import io
import re

from sqlalchemy import func, select

from comanage import database
from comanage.records.figure import Figure

HEAD = "period,measure,value,numerator,denominator,absent,source,note\n"
GOOD = f"{HEAD}2027-Q1,SCREENING,,412,486,,Registry,\n2027-Q1,INFECTIONS,0,,,,NHSN,\n"
CARRIED = re.compile(r'<input[^>]*name="(rows|standing|column_[a-z]+)"[^>]*value="([^"]*)"')
CHOICES = re.compile(r'<select[^>]*name="(column_[a-z]+)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option selected[^>]*value="([^"]*)"')


def upload(desks, pages, data, name="q1.csv", **sent):
    """Send a file to the first step."""
    data = data if isinstance(data, bytes) else data.encode()
    file = {"file": (io.BytesIO(data), name)}
    return desks.administrator.post(f"{pages}/new", data=file | sent)


def hidden(answer):
    """Give what a step carries on: the rows, and which columns are chosen."""
    page = answer.get_data(as_text=True)
    found = {name: html.unescape(value) for name, value in CARRIED.findall(page)}
    return found | columns(answer)


def columns(answer):
    """Give which columns the lists of a page have chosen."""
    page = answer.get_data(as_text=True)
    lists = {name: CHOSEN.search(options) for name, options in CHOICES.findall(page)}
    return {name: html.unescape(chosen[1]) if chosen else "" for name, chosen in lists.items()}


def count():
    """Count the figures that are stored."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Figure))
