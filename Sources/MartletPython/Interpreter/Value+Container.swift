internal import CPython

extension Object {
  /// A tuple's length.
  var tupleCount: Int { unsafe max(PyTuple_Size(pointer), 0) }

  /// A tuple's element: tuples never change, so it lives as long as the tuple.
  func tupleElement(_ index: Int) throws(Raised) -> Object {
    guard let element = unsafe Object(PyTuple_GetItem(pointer, index)) else { throw Raised() }
    return element
  }

  /// A list's length now.
  var listCount: Int { unsafe max(PyList_Size(pointer), 0) }

  /// A list's element, owned, since Python code may change the list; nothing past its end.
  func listElement(_ index: Int) -> Owned? {
    guard index < listCount, let element = unsafe Object(PyList_GetItem(pointer, index)) else {
      return nil
    }
    return Owned(element)
  }

  /// A dictionary's length now.
  var dictionaryCount: Int { unsafe max(PyDict_Size(pointer), 0) }

  /// What a dictionary holds under a key, borrowed from it; nothing if there is none.
  func item(_ key: Object) throws(Raised) -> Object? {
    if let value = unsafe Object(PyDict_GetItemWithError(pointer, key.pointer)) { return value }
    if unsafe PyErr_Occurred() != nil { throw Raised() }
    return nil
  }

  /// Puts a value into a dictionary.
  func setItem(_ key: Object, _ value: Object) throws(Raised) {
    guard unsafe PyDict_SetItem(pointer, key.pointer, value.pointer) == 0 else { throw Raised() }
  }

  /// Puts a value into a dictionary under a name.
  func setItem(_ name: String, _ value: consuming Owned) throws(Raised) {
    let key = try Owned(text: name)
    try setItem(key.object, value.object)
  }

  /// A dictionary's next entry, borrowed from it, at a position that starts at 0.
  ///
  /// No Python code may run
  /// between two calls.
  func nextEntry(_ position: inout Int) -> (key: Object, value: Object)? {
    var key: UnsafeMutablePointer<PyObject>?
    var value: UnsafeMutablePointer<PyObject>?
    guard unsafe PyDict_Next(pointer, &position, &key, &value) != 0,
      let key = unsafe Object(key), let value = unsafe Object(value)
    else { return nil }
    return (key, value)
  }

  /// Appends to a list.
  func append(_ element: consuming Owned) throws(Raised) {
    guard unsafe PyList_Append(pointer, element.object.pointer) == 0 else { throw Raised() }
  }

  /// A snapshot of any iterable as a tuple.
  func elements() throws(Raised) -> Owned {
    try unsafe Owned(PySequence_Tuple(pointer))
  }
}

extension Owned {
  /// An empty list.
  static func list() throws(Raised) -> Owned { try unsafe Owned(PyList_New(0)) }

  /// An empty dictionary.
  static func dictionary() throws(Raised) -> Owned { try unsafe Owned(PyDict_New()) }
}

/// A tuple while it is filled.
struct TupleBuilder: ~Copyable {
  private let tuple: Owned
  private var count = 0

  init(count: Int) throws(Raised) {
    tuple = try unsafe Owned(PyTuple_New(count))
  }

  /// Adds the next element.
  ///
  /// More than were announced raise `IndexError`.
  mutating func append(_ element: consuming Owned) throws(Raised) {
    // PyTuple_SetItem takes the reference over, also where it fails.
    let object = element.release()
    guard unsafe PyTuple_SetItem(tuple.object.pointer, count, object.pointer) == 0 else {
      throw Raised()
    }
    count += 1
  }

  /// Adds a borrowed element.
  mutating func append(_ element: Object) throws(Raised) {
    try append(Owned(element))
  }

  consuming func finish() -> Owned { tuple }
}
