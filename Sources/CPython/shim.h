// CPython's limited API as of 3.11, and functions for the macros that Swift cannot see.
#pragma once
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <string.h>

// Whether the interpreter was built without a GIL, told by its version's text: no object is touched.
static inline int martlet_is_free_threaded(void) {
  return strstr(Py_GetVersion(), "free-threading build") != NULL;
}

// References.
static inline void martlet_incref(PyObject *object) { Py_INCREF(object); }
static inline void martlet_decref(PyObject *object) { Py_DECREF(object); }
static inline PyTypeObject *martlet_type(PyObject *object) { return Py_TYPE(object); }
static inline PyObject *martlet_none(void) { return Py_None; }
static inline PyObject *martlet_true(void) { return Py_True; }
static inline PyObject *martlet_false(void) { return Py_False; }
static inline PyObject *martlet_ellipsis(void) { return Py_Ellipsis; }

// Types, as objects.
#define MARTLET_TYPE(name, object) \
  static inline PyObject *martlet_type_##name(void) { return (PyObject *)&object; }
MARTLET_TYPE(bool, PyBool_Type)
MARTLET_TYPE(int, PyLong_Type)
MARTLET_TYPE(float, PyFloat_Type)
MARTLET_TYPE(complex, PyComplex_Type)
MARTLET_TYPE(str, PyUnicode_Type)
MARTLET_TYPE(bytes, PyBytes_Type)
MARTLET_TYPE(bytearray, PyByteArray_Type)
MARTLET_TYPE(tuple, PyTuple_Type)
MARTLET_TYPE(list, PyList_Type)
MARTLET_TYPE(dict, PyDict_Type)
MARTLET_TYPE(set, PySet_Type)
MARTLET_TYPE(frozenset, PyFrozenSet_Type)
MARTLET_TYPE(slice, PySlice_Type)
MARTLET_TYPE(type, PyType_Type)
MARTLET_TYPE(memoryview, PyMemoryView_Type)

// Exceptions.
#define MARTLET_EXCEPTION(name, object) \
  static inline PyObject *martlet_error_##name(void) { return object; }
MARTLET_EXCEPTION(attribute, PyExc_AttributeError)
MARTLET_EXCEPTION(base, PyExc_BaseException)
MARTLET_EXCEPTION(exception, PyExc_Exception)
MARTLET_EXCEPTION(import, PyExc_ImportError)
MARTLET_EXCEPTION(memory, PyExc_MemoryError)
MARTLET_EXCEPTION(os, PyExc_OSError)
MARTLET_EXCEPTION(overflow, PyExc_OverflowError)
MARTLET_EXCEPTION(recursion, PyExc_RecursionError)
MARTLET_EXCEPTION(runtime, PyExc_RuntimeError)
MARTLET_EXCEPTION(type, PyExc_TypeError)
MARTLET_EXCEPTION(value, PyExc_ValueError)

// Slots found on types.
typedef PyObject *(*martlet_getter)(PyObject *descriptor, PyObject *object, PyObject *type);
typedef int (*martlet_setter)(PyObject *descriptor, PyObject *object, PyObject *value);
static inline martlet_getter martlet_descriptor_getter(PyObject *descriptor) {
  return (martlet_getter)PyType_GetSlot(Py_TYPE(descriptor), Py_tp_descr_get);
}
static inline martlet_setter martlet_descriptor_setter(PyObject *descriptor) {
  return (martlet_setter)PyType_GetSlot(Py_TYPE(descriptor), Py_tp_descr_set);
}
static inline PyObject *martlet_allocate(PyObject *type) {
  return PyType_GenericAlloc((PyTypeObject *)type, 0);
}
static inline int martlet_is_subtype(PyTypeObject *type, PyObject *base) {
  return PyType_IsSubtype(type, (PyTypeObject *)base);
}

// Frees an object of one of our heap types: the type's reference goes with it.
static inline void martlet_free_instance(PyObject *object) {
  PyTypeObject *type = Py_TYPE(object);
  freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
  release(object);
  Py_DECREF(type);
}

// The slot that 3.12 and newer read: this module works in the main interpreter only.
#define MARTLET_MULTIPLE_INTERPRETERS_SLOT 3
