internal import CPython

extension Object {
  /// An attribute by its interned name.
  func attribute(_ name: Object) throws(Raised) -> Owned {
    try unsafe Owned(PyObject_GetAttr(pointer, name.pointer))
  }

  /// An attribute by its name; slower.
  func attribute(_ name: String) throws(Raised) -> Owned {
    let name = try Owned(interned: name)
    return try attribute(name.object)
  }

  /// An attribute by its name; nothing if there is none, or it is None.
  func attributeIfAny(_ name: String) throws(Raised) -> Owned? {
    let found: Owned
    do throws(Raised) { found = try attribute(name) } catch {
      if unsafe PyErr_ExceptionMatches(martlet_error_attribute()) == 0 { throw error }
      Raised.clear()
      return nil
    }
    return found.object == .none ? nil : consume found
  }

  /// Sets an attribute by its interned name.
  func setAttribute(_ name: Object, _ value: Object) throws(Raised) {
    if unsafe PyObject_SetAttr(pointer, name.pointer, value.pointer) != 0 { throw Raised() }
  }

  /// Sets an attribute.
  func setAttribute(_ name: String, _ value: Object) throws(Raised) {
    let result = unsafe name.withCString {
      unsafe PyObject_SetAttrString(pointer, $0, value.pointer)
    }
    if result != 0 { throw Raised() }
  }

  /// Calls it with a tuple of arguments and a dictionary of named ones.
  func call(_ arguments: Object, _ named: Object? = nil) throws(Raised) -> Owned {
    try unsafe Owned(PyObject_Call(pointer, arguments.pointer, named?.pointer))
  }

  /// Calls it without arguments.
  func call() throws(Raised) -> Owned {
    try unsafe Owned(PyObject_CallNoArgs(pointer))
  }

  /// Calls it with the arguments.
  func call(with arguments: Object...) throws(Raised) -> Owned {
    var tuple = try TupleBuilder(count: arguments.count)
    for argument in arguments { try tuple.append(argument) }
    let finished = tuple.finish()
    return try call(finished.object)
  }
}

extension Owned {
  /// An imported module.
  init(module name: String) throws(Raised) {
    try unsafe self.init(name.withCString { unsafe PyImport_ImportModule($0) })
  }
}
