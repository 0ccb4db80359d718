internal import CPython

/// The bytes of an object that has some (`bytes`, `bytearray`, `memoryview`, an array), held while in use.
@safe struct BufferView: ~Copyable {
  private var view: Py_buffer

  /// Asks the object for its bytes, which have to lie one after the other.
  ///
  /// - Throws: ``Raised`` with `TypeError` or `BufferError` if it has none.
  init(_ object: Object) throws(Raised) {
    unsafe view = Py_buffer()
    // PyBUF_SIMPLE: contiguous, no format.
    guard unsafe PyObject_GetBuffer(object.pointer, &view, 0) == 0 else { throw Raised() }
  }

  deinit {
    var view = unsafe view
    unsafe PyBuffer_Release(&view)
  }

  /// The bytes, valid as long as this view.
  var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: view.buf, count: max(view.len, 0))
  }
}
