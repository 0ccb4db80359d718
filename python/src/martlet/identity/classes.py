"""What a user's class is: bases, methods, attributes, a dataclass's fields, an enum's members."""

from __future__ import annotations

import _abc
import abc
import dataclasses
import enum
import functools
from types import (
    BuiltinFunctionType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
)
from typing import TYPE_CHECKING, Any

from .annotations import annotations, docstring
from .home import home_of
from .names import ON_WORKERS
from .options import version_of
from .origin import PYTHON
from .packing import pack
from .part import Part
from .subclasses import added, is_users_class

if TYPE_CHECKING:
    from .builder import PartEncoder

#: Attributes that say where a class stands, or that Python derives from others.
_DERIVED = frozenset(
    """
    __module__ __doc__ __dict__ __weakref__ __qualname__ __firstlineno__ __static_attributes__
    __slotnames__ __abstractmethods__ _abc_impl __parameters__ __dataclass_fields__
    __dataclass_params__ __annotations__ __annotations_cache__ __annotate__ __annotate_func__
    __martlet_step__
    __pydantic_core_schema__ __pydantic_serializer__ __pydantic_validator__
    __pydantic_parent_namespace__ __signature__ __pydantic_fields__ __pydantic_decorators__
    __pydantic_complete__ __pydantic_extra__
    """.split()
)
_ENUM = frozenset(
    """_member_map_ _value2member_map_ _member_names_ _member_type_ _hashable_values_
    _unhashable_values_ _unhashable_values_map_ _new_member_ _value_repr_ _use_args_
    _generate_next_value_ __new_member__ _inverted_ _sort_order_""".split()
)


def build(part: Part, encoder: PartEncoder) -> bytes:
    """Encode a class; its methods, bases and attributes become the part's references."""
    class_: type = part.thing
    version = version_of(class_)
    if version is not None:
        return pack("versioned class", encoder.encode(version))
    bases = pack("bases", *map(encoder.refer, class_.__bases__))
    is_enum = isinstance(class_, enum.EnumType)
    content = _members(class_, encoder) if is_enum else b""
    return pack(
        "class",
        PYTHON,
        encoder.refer(type(class_)),
        bases,
        content,
        _fields(class_, encoder),
        _registered(class_, encoder),
        # Metaclasses and decorators make code of them.
        annotations(class_, encoder),
        docstring(class_, encoder),
        subclasses(class_, encoder),
        *_attributes(class_, part, encoder),
    )


def _attributes(class_: type, part: Part, encoder: PartEncoder) -> list[bytes]:
    rows = []
    left_out = _DERIVED | _on_client_only(class_, encoder)
    members: Any = class_.__members__ if isinstance(class_, enum.EnumType) else {}
    for name in sorted(vars(class_)):
        value = vars(class_)[name]
        if name in left_out or isinstance(value, (GetSetDescriptorType, MemberDescriptorType)):
            continue
        if isinstance(class_, enum.EnumType) and (
            name in members
            or (name in _ENUM and not isinstance(value, (FunctionType, staticmethod)))
        ):
            continue
        if isinstance(value, BuiltinFunctionType) and name in ("__new__", "__init_subclass__"):
            rows.append(pack(name, encoder.refer(value.__self__)))
        else:
            rows.append(pack(name, attribute(class_, part.label, name, value, encoder)))
    return rows


def _on_client_only(class_: type, encoder: PartEncoder) -> frozenset[str]:
    """The methods of a processor that coffea calls on the client only, and its own code nowhere.

    A base class of another package's may call what its subclasses define: its code is not looked at.
    """
    reads = encoder.parts.reads
    if ON_WORKERS not in reads or "postprocess" in reads:
        return frozenset()
    bases = {f"{base.__module__}.{base.__qualname__}": base for base in class_.__mro__}
    if bases.pop("coffea.processor.processor.ProcessorABC", None) is None:
        return frozenset()
    known = (object, abc.ABC)
    is_all_seen = all(base in known or is_users_class(base) for base in bases.values())
    return frozenset({"postprocess"} if is_all_seen else ())


def attribute(class_: type, label: str, name: str, value: Any, encoder: PartEncoder) -> bytes:
    """Encode a class attribute, looking into the standard descriptors."""
    if isinstance(value, (staticmethod, classmethod)):
        inner = attribute(class_, label, name, value.__func__, encoder)
        kind = _kind(value, encoder)
        return pack("holder", inner, kind)
    if isinstance(value, property):
        accessors = (value.fget, value.fset, value.fdel)
        slots = (encoder.slot(value, label, name, each) for each in accessors)
        return pack("property", *slots, _kind(value, encoder))
    if isinstance(value, functools.cached_property):
        kind = _kind(value, encoder)
        return pack("cached", encoder.slot(value, label, name, value.func), kind)
    return encoder.slot(class_, label, name, value)


def _kind(value: Any, encoder: PartEncoder) -> bytes:
    """Encode the type of a descriptor, and what one of a class of the user's keeps."""
    kind = type(value)
    if kind in (property, staticmethod, classmethod, functools.cached_property):
        return pack(kind.__name__)
    return pack("subclass", encoder.refer(kind), encoder.encode(added(value, "functools")))


def _members(class_: Any, encoder: PartEncoder) -> bytes:
    rows = []
    for name, member in class_.__members__.items():
        rows += [name.encode(), encoder.encode(member._value_)]
        own = {k: v for k, v in vars(member).items() if k not in _MEMBER}
        rows.append(encoder.encode(own))
    return pack("members", *rows)


_MEMBER = frozenset(
    {"_value_", "_name_", "__objclass__", "_sort_order_", "name", "value", "_hash_"}
)


def _fields(class_: type, encoder: PartEncoder) -> bytes:
    if "__dataclass_fields__" not in vars(class_):
        return b""
    rows = []
    for field in vars(class_)["__dataclass_fields__"].values():
        options = (
            field.init,
            field.repr,
            field.hash,
            field.compare,
            getattr(field, "kw_only", None),
        )
        rows.append(encoder.encode((field.name, *options, field._field_type.name)))
        for value in (field.default, field.default_factory):
            missing = value is dataclasses.MISSING
            rows.append(
                b"" if missing else encoder.slot(field, class_.__qualname__, field.name, value)
            )
        rows.append(encoder.encode(dict(field.metadata)))
    parameters = vars(class_).get("__dataclass_params__")
    names = getattr(type(parameters), "__slots__", ())
    options = tuple(getattr(parameters, name) for name in names)
    return pack("fields", encoder.encode(options), *rows)


def _registered(class_: type, encoder: PartEncoder) -> bytes:
    """Classes that an abstract base class has been told to be its subclasses."""
    if "_abc_impl" not in vars(class_):
        return b""
    found = [reference() for reference in _abc._get_dump(class_)[0]]
    return pack("registered", *_by_name([each for each in found if each is not None], encoder))


def subclasses(class_: type, encoder: PartEncoder) -> bytes:
    """The user's classes that ``__subclasses__()`` would find, if code asks for them."""
    if "subclasses" not in encoder.parts.reads:
        return b""
    found = [each for each in type.__subclasses__(class_) if _is_at_home(each)]
    return pack("subclasses", *_by_name(found, encoder))


def _is_at_home(class_: type) -> bool:
    # What a decorator has replaced (`dataclass(slots=True)`) lives on until it is collected.
    home = home_of(class_)
    return home.origin.is_users and (home.is_found or "<locals>" in home.name)


def _by_name(found: list[type], encoder: PartEncoder) -> list[bytes]:
    return [encoder.refer(each) for each in sorted(found, key=lambda each: home_of(each)[:2])]
