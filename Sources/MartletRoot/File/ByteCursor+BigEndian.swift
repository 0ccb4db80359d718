internal import MartletBytes

extension ByteCursor {
  /// Reads an integer, big-endian, as all of ROOT's are.
  @_lifetime(self: copy self)
  mutating func bigEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    _: Value.Type = Value.self
  ) -> Value? {
    integer(Value.self).map(\.byteSwapped)
  }

  /// Reads a place in the file: 64 bits in large files, 32 in others.
  @_lifetime(self: copy self)
  mutating func pointer(isLarge: Bool) -> Int? {
    if isLarge { return bigEndian(Int64.self).map { Int($0) } }
    return bigEndian(Int32.self).map { Int($0) }
  }

  /// Reads a `TString`'s place: a byte of length, or 255 and four bytes of it.
  @_lifetime(self: copy self)
  mutating func text() -> Range<Int>? {
    guard let first = byte() else { return nil }
    if first < 255 { return range(Int(first)) }
    guard let long = bigEndian(Int32.self) else { return nil }
    return range(Int(long))
  }
}
