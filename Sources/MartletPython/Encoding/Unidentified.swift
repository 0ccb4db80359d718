internal import CPython

/// Why a value cannot be encoded.
enum EncodingFailure: Error {
  /// It cannot be identified, for this reason; the error indicator is clear.
  case unidentified(String)
  /// Something that must reach the caller was raised: the error indicator is set.
  case raised

  /// Sorts what Python has just raised: reasons from `Unidentified` and other exceptions, but
  /// `MemoryError`, `KeyboardInterrupt` and their like go on.
  init(_: Raised) {
    if Raised.isFatal {
      self = .raised
      return
    }
    self = .unidentified(EncodingFailure.reason())
  }

  private static func reason() -> String {
    guard let exception = Raised.take() else { return "an unknown error" }
    defer { Raised.clear() }
    let isOurs =
      if let type = unsafe Exceptions.unidentified { exception.object.isInstance(of: type) } else {
        false
      }
    let text = Raised.cleared { () throws(Raised) in try exception.object.text } ?? "?"
    if isOurs { return text }
    guard let type = try? unsafe Owned(PyObject_Type(exception.object.pointer)),
      let attribute = try? type.object.attribute("__name__"), let name = try? attribute.object.text
    else { return text }
    return text.isEmpty ? name : "\(name): \(text)"
  }
}
