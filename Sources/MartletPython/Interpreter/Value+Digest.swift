internal import CPython
internal import MartletBytes

extension Digest {
  /// A digest from a `bytes` object of 32 bytes.
  init(_ object: Object) throws(Raised) {
    guard let digest = unsafe Digest(bytes: try object.contentOfBytes) else {
      throw Misuse(.value, "a digest has 32 bytes").raise()
    }
    self = digest
  }
}

extension [Digest] {
  /// Digests from an iterable of `bytes` objects of 32 bytes.
  init(digests: Object) throws(Raised) {
    let elements = try digests.elements()
    self = []
    reserveCapacity(elements.object.tupleCount)
    for i in 0..<elements.object.tupleCount {
      append(try Digest(elements.object.tupleElement(i)))
    }
  }
}

extension Owned {
  /// A digest as `bytes`.
  init(_ digest: Digest) throws(Raised) {
    try unsafe self.init(digest.withUnsafeBytes { unsafe newBytes($0) })
  }
}
