internal import CPython

/// The extension's own exception types, as long as the module is loaded: for ever.
enum Exceptions {
  // SAFETY: written once, by the module's initialisation, and read with the GIL held.
  nonisolated(unsafe) private(set) static var unidentified: Object?
  nonisolated(unsafe) private(set) static var storeError: Object?

  /// Makes the types and puts them into the module.
  static func add(to module: Object) throws(Raised) {
    unsafe unidentified = try make(
      "martlet._martlet.Unidentified", base: martlet_error_exception(),
      "What cannot be identified, and why: `args[0]` is the reason.")
    unsafe storeError = try make(
      "martlet._martlet.StoreError", base: martlet_error_os(),
      "A failure to read or write a store: `code` to branch on, `hint` what to do, if known.")
    if let type = unsafe unidentified { try module.setAttribute("Unidentified", type) }
    if let type = unsafe storeError { try module.setAttribute("StoreError", type) }
  }

  private static func make(
    _ name: String, base: UnsafeMutablePointer<PyObject>, _ documentation: String
  ) throws(Raised) -> Object {
    let type = unsafe name.withCString { name in
      unsafe documentation.withCString { unsafe PyErr_NewExceptionWithDoc(name, $0, base, nil) }
    }
    return try unsafe Owned(type).release()
  }

  /// Raises `Unidentified(reason)`.
  static func raiseUnidentified(_ reason: String) -> Raised {
    guard let type = unsafe unidentified, let text = try? Owned(text: reason) else {
      return Raised()
    }
    unsafe PyErr_SetObject(type.pointer, text.object.pointer)
    return Raised()
  }
}
