"""Modules of Python that libraries import and Desk does not use: they are left out, or wait until somebody asks for them.

Desk speaks to no network and waits for nothing. SQLAlchemy imports asyncio for what it offers others, and the reader of installed
packages for plugins that Desk does not have; with sockets, subprocesses and e-mail that is 3 MB of the window's process (a bare
window holds 54, twice that is the goal, architecture "Speed").
"""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Mapping
from types import ModuleType
from typing import Any

_WAITING: Mapping[str, Mapping[str, str]] = {
    # SQLAlchemy wants this one function as soon as it is imported; the module of it leans on nothing.
    "asyncio": {"iscoroutine": "asyncio.coroutines"},
    "importlib.metadata": {},
}
"""The modules that wait, and what is asked of them before they are needed: the module that it really is from."""


_becoming = threading.RLock()


class _Waiting(ModuleType):
    """Stands in a module's place and becomes it when something is asked of it: for everybody who imported it, it was there all the time."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        own = _WAITING[self.__name__].get(name)
        if own is not None:
            return getattr(importlib.import_module(own), name)
        with _becoming:
            if type(self) is _Waiting and "_begun" not in vars(self):
                vars(self)["_begun"] = True
                spec = self.__spec__
                assert spec is not None
                assert spec.loader is not None
                spec.loader.exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]  # as importlib.util.LazyLoader does it
        try:
            return vars(self)[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None


def wait(names: Mapping[str, Mapping[str, str]] = _WAITING) -> None:
    """Lets modules that nobody has imported yet wait until something is asked of them."""
    for name in names:
        if name in sys.modules:
            continue
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            continue
        module = importlib.util.module_from_spec(spec)
        module.__class__ = _Waiting
        sys.modules[name] = module
        parent, _dot, own_name = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], own_name, module)


def leave_out_openssl() -> None:
    """Keeps OpenSSL out of the process: 4.5 MB.

    asyncio asks for `ssl`, and `hashlib` takes OpenSSL's functions where there are any; both do without it where Python has hash
    functions of its own, as it has on every usual build.
    """
    sha256 = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
    if all(importlib.util.find_spec(name) is not None for name in ("_md5", "_sha1", sha256)):
        for name in ("ssl", "_ssl", "_hashlib"):
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None is Python's own sign that there is no such module
