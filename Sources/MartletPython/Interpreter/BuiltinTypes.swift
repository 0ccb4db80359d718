internal import CPython

/// The addresses of the types that are encoded here, to compare exact types by.
struct BuiltinTypes {
  let bool = unsafe Self.address(martlet_type_bool())
  let int = unsafe Self.address(martlet_type_int())
  let float = unsafe Self.address(martlet_type_float())
  let complex = unsafe Self.address(martlet_type_complex())
  let text = unsafe Self.address(martlet_type_str())
  let bytes = unsafe Self.address(martlet_type_bytes())
  let byteArray = unsafe Self.address(martlet_type_bytearray())
  let tuple = unsafe Self.address(martlet_type_tuple())
  let list = unsafe Self.address(martlet_type_list())
  let dictionary = unsafe Self.address(martlet_type_dict())
  let set = unsafe Self.address(martlet_type_set())
  let frozenSet = unsafe Self.address(martlet_type_frozenset())
  let slice = unsafe Self.address(martlet_type_slice())
  let none = Object.none
  let ellipsis = Object.ellipsis
  let yes = Object.yes

  private static func address(_ type: UnsafeMutablePointer<PyObject>) -> TypeAddress {
    unsafe TypeAddress(Object(type))
  }
}
