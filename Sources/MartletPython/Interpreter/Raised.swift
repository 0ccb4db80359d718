internal import CPython

/// Python's error indicator is set: whoever called us gets that exception.
struct Raised: Error {}

/// A misuse of the extension's functions, told to Python as the named exception.
struct Misuse: Error {
  enum Kind { case type, value, runtime, overflow }
  var kind: Kind
  var message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// Sets Python's error indicator.
  func raise() -> Raised {
    let type =
      switch kind {
      case .type: unsafe martlet_error_type()
      case .value: unsafe martlet_error_value()
      case .runtime: unsafe martlet_error_runtime()
      case .overflow: unsafe martlet_error_overflow()
      }
    return unsafe raise(type)
  }

  private func raise(_ type: UnsafeMutablePointer<PyObject>?) -> Raised {
    unsafe message.withCString { unsafe PyErr_SetString(type, $0) }
    return Raised()
  }
}

extension Raised {
  /// Takes the raised exception, so that the error indicator is clear again.
  ///
  /// - Returns: The exception, or nothing if none was raised.
  static func take() -> Owned? {
    var type: UnsafeMutablePointer<PyObject>?
    var value: UnsafeMutablePointer<PyObject>?
    var traceback: UnsafeMutablePointer<PyObject>?
    unsafe PyErr_Fetch(&type, &value, &traceback)
    unsafe PyErr_NormalizeException(&type, &value, &traceback)
    if let type = unsafe type { unsafe martlet_decref(type) }
    if let traceback = unsafe traceback { unsafe martlet_decref(traceback) }
    return try? unsafe Owned(value)
  }

  /// Whether what was raised must not be swallowed: no memory, or anything that is no `Exception`, as
  /// `KeyboardInterrupt`.
  static var isFatal: Bool {
    unsafe PyErr_ExceptionMatches(martlet_error_memory()) != 0
      || PyErr_ExceptionMatches(martlet_error_exception()) == 0
  }

  /// What `body` returns; nothing, and a clear error indicator, if it raises.
  static func cleared<Result>(_ body: () throws(Raised) -> Result) -> Result? {
    do throws(Raised) {
      return try body()
    } catch {
      clear()
      return nil
    }
  }

  /// Clears the error indicator.
  static func clear() {
    PyErr_Clear()
  }
}
