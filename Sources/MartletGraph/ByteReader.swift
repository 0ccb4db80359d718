import MartletBytes

/// Reads fields from bytes that may be hostile: what is not there throws.
struct ByteReader: ~Escapable {
  private let bytes: RawSpan
  private var cursor: ByteCursor

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) {
    self.bytes = bytes
    cursor = ByteCursor(bytes)
  }

  var remainingCount: Int { cursor.remainingCount }

  @_lifetime(self: copy self)
  mutating func byte() throws(GraphError) -> UInt8 {
    guard let byte = cursor.byte() else { throw truncated() }
    return byte
  }

  @_lifetime(self: copy self)
  mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _: Value.Type = Value.self
  ) throws(GraphError) -> Value {
    guard let value = cursor.integer(Value.self) else { throw truncated() }
    return value
  }

  @_lifetime(self: copy self)
  mutating func digest() throws(GraphError) -> Digest {
    guard let digest = cursor.digest() else { throw truncated() }
    return digest
  }

  @_lifetime(self: copy self)
  mutating func array(_ byteCount: Int) throws(GraphError) -> [UInt8] {
    guard let place = cursor.range(byteCount) else { throw truncated() }
    return unsafe bytes.extracting(place).withUnsafeBytes { unsafe Array($0) }
  }

  /// A count of things that take at least so many bytes each: no more than can follow.
  @_lifetime(self: copy self)
  mutating func count(ofAtLeast byteCount: Int) throws(GraphError) -> Int {
    let count = Int(try integer(UInt32.self))
    guard count <= remainingCount / byteCount else { throw truncated() }
    return count
  }

  private func truncated() -> GraphError {
    GraphError(.truncated, "the bytes end early, at \(cursor.offset) of \(bytes.byteCount)")
  }
}
