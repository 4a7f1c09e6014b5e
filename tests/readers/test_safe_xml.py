"""Entities in workbooks: without the library that refuses them, the app does not start."""

import openpyxl
import pytest

from comanage.app import create_app
from comanage.readers import template
from comanage.refusals import NotReady
from config import Settings


@pytest.mark.trust("C7")
def test_the_app_does_not_start_where_workbooks_would_be_read_unsafely(tmp_path, monkeypatch):
    assert openpyxl.DEFUSEDXML is True
    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)
    settings = Settings(data=tmp_path, database_url="sqlite://", given_key="k" * 32)
    with pytest.raises(NotReady) as refused:
        create_app(settings)
    assert refused.value.sentence == template.UNSAFE
