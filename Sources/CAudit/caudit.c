#define Py_LIMITED_API 0x030B0000
#include "caudit.h"

#include <Python.h>
#include <stdlib.h>
#include <string.h>

// In every CPython from 3.8 on (PEP 578), but not among the limited API's declarations.
typedef int (*audit_hook)(const char *event, PyObject *arguments, void *data);
extern int PySys_AddAuditHook(audit_hook hook, void *data);

typedef struct {
  PyObject *function;
  Py_ssize_t count;
  const char *names[];
} listener;

static int is_wanted(const listener *listener, const char *event) {
  for (Py_ssize_t i = 0; i < listener->count; i++) {
    if (strcmp(listener->names[i], event) == 0) return 1;
  }
  return 0;
}

static int hear(const char *event, PyObject *arguments, void *data) {
  const listener *listener = data;
  if (!is_wanted(listener, event)) return 0;
  // A hook outlives the interpreter, and is told other interpreters' events.
  if (!Py_IsInitialized() || PyInterpreterState_GetID(PyInterpreterState_Get()) != 0) return 0;
  PyObject *answer = PyObject_CallFunction(listener->function, "sO", event, arguments);
  if (answer == NULL) {
    PyErr_WriteUnraisable(listener->function);  // what was about to happen goes on
  } else {
    Py_DECREF(answer);
  }
  return 0;
}

int caudit_add(void *function, void *names) {
  Py_ssize_t count = PyTuple_Size(names);
  if (count < 0) return -1;
  listener *new = malloc(sizeof(listener) + (size_t)count * sizeof(char *));
  if (new == NULL) {
    PyErr_NoMemory();
    return -1;
  }
  *new = (listener){.function = function, .count = count};
  for (Py_ssize_t i = 0; i < count; i++) {
    new->names[i] = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(names, i), NULL);
    if (new->names[i] == NULL) {
      free(new);
      return -1;
    }
  }
  int result = PySys_AddAuditHook(hear, new);
  if (result != 0) free(new);
  return result;
}
