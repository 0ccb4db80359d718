internal import CPython

extension Owned {
  /// A Python `int`.
  init(_ value: Int) throws(Raised) {
    try unsafe self.init(PyLong_FromLongLong(Int64(value)))
  }

  /// A Python `float`.
  init(_ value: Double) throws(Raised) {
    try unsafe self.init(PyFloat_FromDouble(value))
  }

  /// A Python `bool`.
  init(_ value: Bool) {
    self.init(value ? Object.yes : Object.no)
  }
}

extension Object {
  /// An `int` as a machine integer, or nothing if it is larger than one.
  var integer: Int64? {
    get throws(Raised) {
      var overflow: Int32 = 0
      let value = unsafe PyLong_AsLongLongAndOverflow(pointer, &overflow)
      if overflow != 0 { return nil }
      if value == -1, unsafe PyErr_Occurred() != nil { throw Raised() }
      return value
    }
  }

  /// A number as `Double`.
  var double: Double {
    get throws(Raised) {
      let value = unsafe PyFloat_AsDouble(pointer)
      if value == -1, unsafe PyErr_Occurred() != nil { throw Raised() }
      return value
    }
  }

  /// Whether Python takes it for true.
  var isTrue: Bool {
    get throws(Raised) {
      let value = unsafe PyObject_IsTrue(pointer)
      if value < 0 { throw Raised() }
      return value != 0
    }
  }
}
