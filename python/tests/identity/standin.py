"""Private stand-in for martlet._native, until the extension is importable (never shipped)."""

import hashlib
import struct
import sys
import types

m = types.ModuleType("martlet._native")


class Unidentified(Exception):
    pass


def sha256(d):
    return hashlib.sha256(d).digest()


digest = sha256


def fld(b):
    return len(b).to_bytes(8, "little") + b


def encode(v, identify):
    stack = {}

    def e(v):
        t = type(v)
        if v is None:
            return b"N"
        if v is Ellipsis:
            return b"E"
        if t is bool:
            return b"T" if v else b"F"
        if t is int:
            return b"i" + fld(b"%d" % v)
        if t is float:
            return b"f" + struct.pack("<d", v)
        if t is complex:
            return b"c" + struct.pack("<2d", v.real, v.imag)
        if t is str:
            return b"s" + fld(v.encode("utf-8", "surrogatepass"))
        if t in (bytes, bytearray):
            return t.__name__.encode() + fld(bytes(v))
        if t is slice:
            return b"S" + e(v.start) + e(v.stop) + e(v.step)
        if t in (list, tuple, dict, set, frozenset):
            if id(v) in stack:
                return b"^" + fld(b"%d" % (len(stack) - stack[id(v)]))
            stack[id(v)] = len(stack)
            try:
                n = t.__name__.encode() + fld(b"%d" % len(v))
                if t is dict:
                    return n + b"".join(e(k) + e(x) for k, x in v.items())
                if t in (set, frozenset):
                    return n + b"".join(sorted(sha256(e(x)) for x in v))
                return n + b"".join(map(e, v))
            finally:
                del stack[id(v)]
        enc, fps = identify.value(v)
        return b"X" + fld(enc)

    return e(v)


m.Unidentified = Unidentified
m.sha256 = sha256
m.digest = digest
m.encode = encode
sys.modules["martlet._native"] = m
import martlet  # noqa: E402

martlet._native = m
