internal import CPython

/// A borrowed reference to a Python object: valid as long as someone else owns one.
///
/// The C API is reached through this type and ``Owned`` only, and only by a thread that holds the GIL.
@safe struct Object: Equatable {
  /// CPython's pointer.
  let pointer: UnsafeMutablePointer<PyObject>

  init(_ pointer: UnsafeMutablePointer<PyObject>) {
    unsafe self.pointer = unsafe pointer
  }

  /// Takes a pointer that CPython lends; nothing if it lends none.
  init?(_ pointer: UnsafeMutablePointer<PyObject>?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = unsafe pointer
  }

  static func == (left: Object, right: Object) -> Bool {
    unsafe left.pointer == right.pointer
  }

  /// The object's address, which names it as long as it lives.
  var address: UInt { unsafe UInt(bitPattern: pointer) }

  /// Its exact type.
  var type: TypeAddress { unsafe TypeAddress(martlet_type(pointer)) }

  /// Whether its type is the given one or derives from it.
  func isInstance(of type: Object) -> Bool {
    unsafe martlet_is_subtype(martlet_type(pointer), type.pointer) != 0
  }

  static var none: Object { unsafe Object(martlet_none()) }
  static var yes: Object { unsafe Object(martlet_true()) }
  static var no: Object { unsafe Object(martlet_false()) }
  static var ellipsis: Object { unsafe Object(martlet_ellipsis()) }
}

/// The address of a type, to compare exact types by.
struct TypeAddress: Equatable {
  let address: UInt

  init(_ pointer: OpaquePointer) {
    address = UInt(bitPattern: pointer)
  }

  /// The type that an object is.
  init(_ object: Object) {
    address = object.address
  }
}
