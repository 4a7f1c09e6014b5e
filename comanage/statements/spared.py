"""Spared: parts of a library that are loaded when they are first used, not when it is.

The layout engine loads the whole of fontTools to fit variable fonts to a size and to cut fonts down
where HarfBuzz cannot. Our fonts are neither, and a worker that never needs it keeps 12 MiB.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# Each module, with the names that are taken out of it as it is loaded; the others are asked of it later.
OF_ENGINE = {
    "fontTools.subset": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


class Spared(ModuleType):
    """Stands in for a module, and loads it when something of it is first used."""

    def __init__(self, name: str, taken: tuple[str, ...]) -> None:
        """Stand in, with functions of these names."""
        super().__init__(name)
        vars(self).update({each: _later(name, each) for each in taken})

    def __getattr__(self, name: str) -> object:
        """Give what the module itself has of that name."""
        if name.startswith("__"):  # what an import asks of a module; it uses nothing of it
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def spared() -> Iterator[None]:
    """Load a library without those parts; whoever else loads them gets them whole."""
    missing = {name: taken for name, taken in OF_ENGINE.items() if name not in sys.modules}
    instead: dict[str, ModuleType] = {name: Spared(name, of) for name, of in missing.items()}
    sys.modules.update(instead)
    try:
        yield
    finally:
        for name, one in instead.items():
            if sys.modules.get(name) is one:
                del sys.modules[name]


def _later(module: str, name: str) -> object:
    def later(*args: object, **named: object) -> object:
        return getattr(importlib.import_module(module), name)(*args, **named)

    return later
