"""Callables that wrap others: what they hold, not how they are made."""

from __future__ import annotations

import functools
import gc
import inspect
from types import MethodType
from typing import TYPE_CHECKING, Any

from martlet._native import Unidentified

from .home import home_of, lookup
from .origin import origin_of
from .packing import pack

if TYPE_CHECKING:
    from .encoder import Encoder
    from .values import Encode


def _partial(value: functools.partial[Any], encoder: Encoder) -> bytes:
    fields = (value.func, value.args, value.keywords, value.__dict__)
    return pack("partial", encoder.refer(type(value)), *map(encoder.encode, fields))


def method(value: MethodType, encoder: Encoder) -> bytes:
    """Encode a bound method: its function, and the state of what it is bound to."""
    return pack("method", encoder.encode(value.__func__), encoder.encode(value.__self__))


def _builtin_method(value: Any, encoder: Encoder) -> bytes:
    return pack("builtin method", value.__name__, encoder.encode(value.__self__))


def _descriptor(value: Any, encoder: Encoder) -> bytes:
    return pack("descriptor", value.__name__, encoder.encode(value.__objclass__))


def _cached(value: Any, encoder: Encoder) -> bytes:
    parameters = value.cache_parameters()
    return pack("cached", encoder.encode(value.__wrapped__), encoder.encode(parameters))


def _ufunc(value: Any, encoder: Encoder) -> bytes:
    for module in ("numpy", "scipy.special", getattr(value, "__module__", None) or ""):
        if lookup(module, value.__name__) is value and not origin_of(module).is_users:
            origin = origin_of(module)
            encoder.package(origin.name, origin.version, module)
            return pack("ufunc", module, origin.name, origin.version, value.__name__)
    made_of = [each for each in gc.get_referents(value) if callable(each)]
    if len(made_of) != 1:  # not by `numpy.frompyfunc`
        raise Unidentified(f"the ufunc `{value.__name__}` hides the function that it was made from")
    fields = (made_of[0], value.nin, value.nout, value.identity)
    return pack("ufunc of", *map(encoder.encode, fields))


def _dispatcher(value: Any, encoder: Encoder) -> bytes:
    """A function that numba compiles: its Python function and its options."""
    inner = getattr(value, "py_func", None) or getattr(value, "_dispatcher", value).py_func
    options = {str(name): option for name, option in value.targetoptions.items()}
    kind = encoder.refer(type(value))
    return pack("numba", kind, encoder.encode(inner), encoder.encode(options))


def _generalised(value: Any, encoder: Encoder) -> bytes:
    """A ``numba.guvectorize`` function."""
    builder = value.gufunc_builder
    fields = (
        builder.py_func,
        builder.signature,
        str(builder.identity),
        dict(builder.targetoptions),
    )
    signatures = [str(each) for each in getattr(builder, "_sigs", ())]
    return pack("gufunc", encoder.refer(type(value)), *map(encoder.encode, (*fields, signatures)))


def _callback(value: Any, encoder: Encoder) -> bytes:
    """A ``numba.cfunc`` function."""
    fields = (value._pyfunc, str(value._sig))
    return pack("cfunc", encoder.refer(type(value)), *map(encoder.encode, fields))


def _compiled_class(value: Any, encoder: Encoder) -> bytes:
    """What a ``numba.experimental.jitclass`` consists of."""
    fields = {str(name): str(kind) for name, kind in value.struct.items()}
    methods = (value.jit_methods, value.jit_static_methods, value.jit_props)
    return pack("jitclass", encoder.encode(fields), *(encoder.encode(dict(m)) for m in methods))


def _vectorize(value: Any, encoder: Encoder) -> bytes:
    fields = (value.pyfunc, value.otypes, value.signature, value.excluded, value.cache)
    return pack("vectorize", encoder.refer(type(value)), *map(encoder.encode, fields))


def _curry(value: Any, encoder: Encoder) -> bytes:
    # Its reduction names a decorated function without its code.
    return pack("curry", *map(encoder.encode, (value.func, value.args, value.keywords)))


def _delayed(value: Any, encoder: Encoder) -> bytes:
    return pack("delayed", encoder.encode(value._obj))


def _dispatch_method(value: Any, encoder: Encoder) -> bytes:
    return pack("dispatch", encoder.encode(value.dispatcher), encoder.encode(value.func))


def _code_holder(value: Any, encoder: Encoder) -> bytes:
    return pack(type(value).__name__, encoder.encode(value.__func__))


def _property(value: property, encoder: Encoder) -> bytes:
    return pack("property", *map(encoder.encode, (value.fget, value.fset, value.fdel)))


def _context_manager(value: Any, encoder: Encoder) -> bytes:
    """What ``contextlib.contextmanager`` made, before it is entered."""
    if inspect.getgeneratorstate(value.gen) != inspect.GEN_CREATED:
        raise Unidentified("a context manager that has been entered")
    fields = (value.func, value.args, value.kwds)
    return pack("context manager", encoder.refer(type(value)), *map(encoder.encode, fields))


def is_singledispatch(function: Any) -> bool:
    """Whether ``functools.singledispatch`` made a function."""
    return function.__code__ in _SINGLE_DISPATCH


_SINGLE_DISPATCH = (functools.singledispatch(lambda x: x).__code__,)  # type: ignore[attr-defined]


def singledispatch(function: Any, encoder: Encoder) -> bytes:
    """Encode the implementations that a ``functools.singledispatch`` function chooses from."""
    rows = []
    for kind, implementation in function.registry.items():
        home = home_of(kind)
        rows.append((home.module, home.name, kind, implementation))
    rows.sort(key=lambda row: row[:2])
    encoded = [(encoder.encode(kind), encoder.encode(f)) for _, _, kind, f in rows]
    return pack("singledispatch", *(part for row in encoded for part in row))


ENCODERS: dict[str, Encode] = {
    "functools.partial": _partial,
    "functools._lru_cache_wrapper": _cached,
    "functools.singledispatchmethod": _dispatch_method,
    "builtins.builtin_function_or_method": _builtin_method,
    "builtins.method-wrapper": _builtin_method,
    "builtins.method_descriptor": _descriptor,
    "builtins.wrapper_descriptor": _descriptor,
    "builtins.classmethod_descriptor": _descriptor,
    "builtins.getset_descriptor": _descriptor,
    "builtins.member_descriptor": _descriptor,
    "builtins.staticmethod": _code_holder,
    "builtins.classmethod": _code_holder,
    "builtins.property": _property,
    "contextlib._GeneratorContextManager": _context_manager,
    "numpy.ufunc": _ufunc,
    "numpy.vectorize": _vectorize,
    "numba.core.dispatcher.Dispatcher": _dispatcher,
    "numba.np.ufunc.dufunc.DUFunc": _dispatcher,
    "numba.np.ufunc.gufunc.GUFunc": _generalised,
    "numba.core.ccallback.CFunc": _callback,
    "numba.core.types.misc.ClassType": _compiled_class,
    "toolz.functoolz.curry": _curry,
    "cytoolz.functoolz.curry": _curry,
    "dask.delayed.DelayedLeaf": _delayed,
}
