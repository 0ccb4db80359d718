internal import CPython

extension Owned {
  /// A Python `str`.
  init(text: String) throws(Raised) {
    var text = text
    let new = text.withUTF8 { utf8 in
      unsafe utf8.withMemoryRebound(to: CChar.self) {
        unsafe PyUnicode_DecodeUTF8($0.baseAddress, $0.count, "surrogatepass")
      }
    }
    try unsafe self.init(new)
  }

  /// A Python `str` that is compared by its address: the name of an attribute.
  init(interned text: String) throws(Raised) {
    try unsafe self.init(text.withCString { unsafe PyUnicode_InternFromString($0) })
  }

  /// A Python `bytes`.
  init(bytes: RawSpan) throws(Raised) {
    try unsafe self.init(bytes.withUnsafeBytes { unsafe newBytes($0) })
  }
}

/// A new reference to a Python `bytes`; nothing if there is no memory.
func newBytes(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutablePointer<PyObject>? {
  unsafe PyBytes_FromStringAndSize(
    bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
}

extension Object {
  /// A `str`'s text, with what isn't Unicode replaced; `str(object)` for anything else.
  var text: String {
    get throws(Raised) {
      let text = try unsafe Owned(PyObject_Str(pointer))
      let bytes = try unsafe Owned(
        PyUnicode_AsEncodedString(text.object.pointer, "utf-8", "replace"))
      return unsafe String(decoding: try bytes.object.contentOfBytes, as: UTF8.self)
    }
  }

  /// Does something with a `str`'s UTF-8, which is valid meanwhile; nothing if it holds what isn't Unicode.
  func withUTF8<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
    var count = 0
    guard let start = unsafe PyUnicode_AsUTF8AndSize(pointer, &count) else {
      Raised.clear()
      return nil
    }
    return unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Whether a `str` is this text, of ASCII alone.
  func isText(_ text: StaticString) -> Bool {
    unsafe PyUnicode_CompareWithASCIIString(pointer, text.characters) == 0
  }

  /// A `bytes` object's content, valid as long as the object lives.
  var contentOfBytes: UnsafeRawBufferPointer {
    get throws(Raised) {
      var start: UnsafeMutablePointer<CChar>?
      var count = 0
      guard unsafe PyBytes_AsStringAndSize(pointer, &start, &count) == 0 else { throw Raised() }
      return unsafe UnsafeRawBufferPointer(start: start, count: count)
    }
  }
}
