"""Spared: what a statement never needs is not loaded for it, and is there for whoever does need it."""

import json
import subprocess
import sys

SAID = """
import json, sys
from comanage.statements import pdf, press
from tests.statements import samples

press.versions()
pdf.write(samples.held())
loaded = [name for name in ("fontTools.subset", "fontTools.varLib") if name in sys.modules]
from weasyprint.pdf import fonts as engine

try:
    engine.instantiateVariableFont()
except TypeError as why:
    refused = str(why)
cut = engine.subset.Options
import fontTools.subset as whole

print(json.dumps([loaded, refused, cut is whole.Options, hasattr(whole, "__path__")]))
"""


def test_a_statement_loads_nothing_that_only_variable_fonts_need_and_whoever_asks_gets_it_whole():
    run = subprocess.run([sys.executable, "-c", SAID], capture_output=True, text=True, check=False)
    assert not run.returncode, run.stderr
    loaded, refused, same, package = json.loads(run.stdout)
    assert loaded == []
    assert "instantiateVariableFont() missing" in refused
    assert same
    assert package
