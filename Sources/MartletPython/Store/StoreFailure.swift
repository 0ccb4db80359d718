internal import CPython
internal import MartletStore

extension StoreError {
  /// Sets Python's error indicator to `StoreError(errno, message)` with `code` and `hint`.
  func raise() -> Raised {
    do throws(Raised) {
      guard let type = unsafe Exceptions.storeError else { return Raised() }
      let number = try Owned(Int(errorNumber))
      let text = try Owned(text: description)
      let error =
        errorNumber == 0
        ? try type.call(with: text.object) : try type.call(with: number.object, text.object)
      let code = try Owned(text: self.code.name)
      try error.object.setAttribute("code", code.object)
      if let hint {
        let text = try Owned(text: hint)
        try error.object.setAttribute("hint", text.object)
      } else {
        try error.object.setAttribute("hint", Object.none)
      }
      unsafe PyErr_SetObject(type.pointer, error.object.pointer)
      return Raised()
    } catch {
      return error
    }
  }
}
