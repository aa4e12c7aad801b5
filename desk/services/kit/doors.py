"""A feature's door that opens room by room: a name is looked up when it is asked for, and only its module is imported.

The package of a large feature re-exports what others may use (architecture "Rooms"). Imported at once, one small question about
a feature (is anything of it due?) would load all of it: some 3 MB and 40 ms for renovation. So the door says under
`TYPE_CHECKING` what is where, for readers and the type checker, and `lazily` does the same at run time.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Door(ModuleType):
    """The package; a function that is named like its module (`arrears`) stays the function."""

    _desk_names: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        module = self._desk_names.get(name)
        if module is None:
            raise AttributeError(f"{self.__name__} has no {name}")
        found = getattr(import_module(f"{self.__name__}.{module}"), name)
        super().__setattr__(name, found)  # asked once
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        # The import of a submodule puts it here under its name.
        if not (isinstance(value, ModuleType) and name in self._desk_names):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._desk_names})


def lazily(package: str, **modules: str) -> None:
    """Makes a package a door.

    Args:
        package: its `__name__`.
        modules: by module of the package, the names that are got from there, with blanks between them.
    """
    door = sys.modules[package]
    vars(door)["_desk_names"] = {name: module for module, names in modules.items() for name in names.split()}
    door.__class__ = _Door


__all__ = ["lazily"]
