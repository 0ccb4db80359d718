import MartletBytes

/// Reads fields from bytes that may be hostile: what is not there throws.
struct ByteReader: ~Escapable {
  private let bytes: RawSpan
  private(set) var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  var remainingCount: Int { bytes.byteCount - offset }

  @_lifetime(self: copy self)
  mutating func byte() throws(GraphError) -> UInt8 {
    try need(1)
    defer { offset += 1 }
    return bytes.byte(at: offset)
  }

  @_lifetime(self: copy self)
  mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _: Value.Type = Value.self
  ) throws(GraphError) -> Value {
    try need(MemoryLayout<Value>.size)
    defer { offset += MemoryLayout<Value>.size }
    // SAFETY: the bytes are there, and every pattern is an integer.
    return Value(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  @_lifetime(self: copy self)
  mutating func digest() throws(GraphError) -> Digest {
    try need(Digest.byteCount)
    defer { offset += Digest.byteCount }
    return Digest(bytes: bytes.extracting(offset..<offset + Digest.byteCount)) ?? Digest()
  }

  @_lifetime(self: copy self)
  mutating func array(_ byteCount: Int) throws(GraphError) -> [UInt8] {
    try need(byteCount)
    defer { offset += byteCount }
    return unsafe bytes.extracting(offset..<offset + byteCount).withUnsafeBytes { unsafe Array($0) }
  }

  /// A count of things that take at least so many bytes each: no more than can follow.
  @_lifetime(self: copy self)
  mutating func count(ofAtLeast byteCount: Int) throws(GraphError) -> Int {
    let count = Int(try integer(UInt32.self))
    guard count <= remainingCount / byteCount else { throw truncated() }
    return count
  }

  private func need(_ count: Int) throws(GraphError) {
    guard count >= 0, count <= remainingCount else { throw truncated() }
  }

  private func truncated() -> GraphError {
    GraphError(.truncated, "the bytes end early, at \(offset) of \(bytes.byteCount)")
  }
}
