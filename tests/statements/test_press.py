"""The press leaves the process as it found it."""

import gc

import pytest

from comanage.statements import press

PAGE = "<html lang=en><head><title>A page</title></head><body><p>{}</p></body></html>"


def pressed(words):
    return press.pressed(PAGE.format(words), styles=(), identifier=b"a page")


@pytest.fixture(params=[True, False], ids=["collecting", "not collecting"])
def collecting(request):
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_nothing_is_collected_in_the_midst_of_a_document(monkeypatch):
    seen = []
    monkeypatch.setattr(press, "_finish", lambda _: seen.append(gc.isenabled()))
    pressed("Some words.")
    assert seen == [False]


def test_memory_is_collected_again_as_before_a_document(collecting):
    pressed("Some words.")
    assert gc.isenabled() is collecting


def test_memory_is_collected_again_after_a_document_that_failed(collecting):
    with pytest.raises(RuntimeError, match="no font of ours"):
        pressed('<img alt="x" src="file:/x">')
    assert gc.isenabled() is collecting


@pytest.mark.parametrize("collecting", [False], indirect=True, ids=["not collecting"])
def test_what_a_document_took_is_free_once_it_is_written(collecting):
    del collecting  # nothing is freed but by the press itself
    pressed("Some words.")
    gc.collect()  # what loading the engine and other tests left
    pressed("Some words.")
    assert gc.collect() < 100
