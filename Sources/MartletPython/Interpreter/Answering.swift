internal import CPython

/// Runs a function's body and turns what it throws into Python's error indicator.
func answering(_ body: () throws -> Owned) -> UnsafeMutablePointer<PyObject>? {
  do {
    return try unsafe body().release().pointer
  } catch {
    raise(error)
    return nil
  }
}

/// The same for a body that is given the arguments of the call.
///
/// There are as many positional arguments as `counts` says, and no named ones unless `takesNames`: then
/// `body` asks for them.
func answering(
  _ function: StaticString, _ counts: ClosedRange<Int>,
  _ start: UnsafePointer<UnsafeMutablePointer<PyObject>?>?, _ count: Int,
  _ names: UnsafeMutablePointer<PyObject>?, takesNames: Bool = false,
  _ body: (Arguments) throws -> Owned
) -> UnsafeMutablePointer<PyObject>? {
  unsafe answering {
    let arguments = unsafe Arguments(function, start, count, names)
    if takesNames {
      try arguments.expectPositional(counts)
    } else {
      try arguments.expect(counts)
    }
    return try body(arguments)
  }
}

/// A Python type of ours, whose methods work on what an instance holds.
protocol MethodOwner {
  associatedtype Content

  /// What an instance holds.
  ///
  /// - Throws: ``Raised`` with `TypeError` for anything else than a whole instance.
  static func content(_ instance: UnsafeMutablePointer<PyObject>?) throws(Raised) -> Content
}

extension MethodOwner {
  /// The same for a method's body, which is given what the instance holds as well.
  static func answer(
    _ method: StaticString, _ counts: ClosedRange<Int>,
    _ instance: UnsafeMutablePointer<PyObject>?,
    _ start: UnsafePointer<UnsafeMutablePointer<PyObject>?>?, _ count: Int,
    _ names: UnsafeMutablePointer<PyObject>?, takesNames: Bool = false,
    _ body: (Content, Arguments) throws -> Owned
  ) -> UnsafeMutablePointer<PyObject>? {
    unsafe answering(method, counts, start, count, names, takesNames: takesNames) {
      try body(unsafe content(instance), $0)
    }
  }
}

/// `__init__` as CPython calls it: self, a tuple of arguments, a dictionary of the named ones or nothing.
typealias NativeInitializer =
  @convention(c) (
    UnsafeMutablePointer<PyObject>?, UnsafeMutablePointer<PyObject>?,
    UnsafeMutablePointer<PyObject>?
  ) -> Int32

/// Runs the body of an `__init__` and turns what it throws into Python's error indicator.
func initializing(
  _ instance: UnsafeMutablePointer<PyObject>?, _ arguments: UnsafeMutablePointer<PyObject>?,
  _ named: UnsafeMutablePointer<PyObject>?,
  _ body: (_ instance: Object, _ arguments: Object, _ named: Object?) throws -> Void
) -> Int32 {
  do {
    guard let instance = unsafe Object(instance), let arguments = unsafe Object(arguments) else {
      throw Misuse(.type, "__init__ wants an instance and its arguments")
    }
    try body(instance, arguments, unsafe Object(named))
    return 0
  } catch {
    raise(error)
    return -1
  }
}
