internal import CPython

/// A function as CPython calls it: self, arguments, their count, names of the named ones.
typealias NativeFunction =
  @convention(c) (
    UnsafeMutablePointer<PyObject>?, UnsafePointer<UnsafeMutablePointer<PyObject>?>?, Int,
    UnsafeMutablePointer<PyObject>?
  ) -> UnsafeMutablePointer<PyObject>?

/// A function or method of the extension.
@safe struct Method {
  var name: StaticString
  var documentation: StaticString
  var function: NativeFunction

  @safe init(_ name: StaticString, _ documentation: StaticString, _ function: NativeFunction) {
    self.name = name
    self.documentation = documentation
    unsafe self.function = unsafe function
  }

  /// The table that CPython keeps for ever.
  static func table(_ methods: [Method]) -> UnsafeMutablePointer<PyMethodDef> {
    let table = UnsafeMutablePointer<PyMethodDef>.allocate(capacity: methods.count + 1)
    for (i, method) in methods.enumerated() {
      unsafe (table + i).initialize(
        to: PyMethodDef(
          ml_name: method.name.characters,
          ml_meth: unsafeBitCast(method.function, to: PyCFunction.self),
          ml_flags: METH_FASTCALL | METH_KEYWORDS, ml_doc: method.documentation.characters))
    }
    unsafe (table + methods.count).initialize(to: PyMethodDef())
    return unsafe table
  }
}

extension StaticString {
  /// The text as C wants it: Swift ends literals with a zero.
  var characters: UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
