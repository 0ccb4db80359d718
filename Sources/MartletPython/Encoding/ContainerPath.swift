internal import CPython

/// The containers that are being encoded, from the outermost in.
struct ContainerPath {
  private var addresses: [UInt] = []
  /// The outermost level that a reference back to a container has named since this was reset.
  var lowestLevelNamed = Int.max

  /// The number of containers.
  var depth: Int { addresses.count }

  /// How many levels up a container is being encoded already, if it is.
  mutating func levelsUp(to container: Object) -> Int? {
    let address = container.address
    guard let level = addresses.lastIndex(of: address) else { return nil }
    lowestLevelNamed = min(lowestLevelNamed, level)
    return addresses.count - level
  }

  /// Goes into a container.
  ///
  /// Python's own recursion limit counts too, since calls back into Python and
  /// containers may alternate.
  mutating func enter(_ container: Object) throws(EncodingFailure) {
    if addresses.count >= EncodingLimit.depth {
      throw .unidentified("nested deeper than \(EncodingLimit.depth)")
    }
    guard unsafe Py_EnterRecursiveCall(" while a value is identified") == 0 else {
      throw EncodingFailure(Raised())
    }
    addresses.append(container.address)
  }

  mutating func leave() {
    addresses.removeLast()
    Py_LeaveRecursiveCall()
  }
}
