/// Reads one field after the other from bytes that may be hostile: what is not there is nothing.
///
/// It never leaves the bytes, and tells how far it has come.
package struct ByteCursor: ~Escapable {
  @usableFromInline let bytes: RawSpan
  /// How many bytes have been read.
  package var offset: Int

  /// Starts before the first byte.
  @_lifetime(copy bytes)
  @inlinable package init(_ bytes: RawSpan) {
    self.bytes = bytes
    offset = 0
  }

  /// How many bytes are left.
  @inlinable package var remainingCount: Int { bytes.byteCount - offset }

  /// The next byte, which stays.
  @inlinable package var next: UInt8? { offset < bytes.byteCount ? bytes.byte(at: offset) : nil }

  /// Reads one byte.
  @_lifetime(self: copy self)
  @inlinable package mutating func byte() -> UInt8? {
    guard let byte = next else { return nil }
    offset += 1
    return byte
  }

  /// Reads an integer, little-endian.
  @_lifetime(self: copy self)
  package mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _: Value.Type = Value.self
  ) -> Value? {
    guard remainingCount >= MemoryLayout<Value>.size else { return nil }
    defer { offset += MemoryLayout<Value>.size }
    // SAFETY: the bytes are there, and every pattern is an integer.
    return Value(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  /// Reads a digest.
  @_lifetime(self: copy self)
  package mutating func digest() -> Digest? {
    guard let place = range(Digest.byteCount) else { return nil }
    return Digest(bytes: bytes.extracting(place))
  }

  /// Reads so many bytes: their place.
  @_lifetime(self: copy self)
  package mutating func range(_ byteCount: Int) -> Range<Int>? {
    guard byteCount >= 0, byteCount <= remainingCount else { return nil }
    defer { offset += byteCount }
    return offset..<offset + byteCount
  }

  /// Reads a text if it comes next; whether it did.
  @_lifetime(self: copy self)
  @inlinable package mutating func skip(_ text: StaticString) -> Bool {
    guard text.utf8CodeUnitCount <= remainingCount else { return false }
    for index in 0..<text.utf8CodeUnitCount
    where unsafe bytes.byte(at: offset + index) != text.utf8Start[index] {
      return false
    }
    offset += text.utf8CodeUnitCount
    return true
  }

  /// Goes to the next byte that is one of two; whether there is one, else to the end.
  @_lifetime(self: copy self)
  @inlinable package mutating func seek(_ one: UInt8, or other: UInt8) -> Bool {
    // Eight bytes at a time: a record's line has some 900 (H. S. Warren, "Hacker's Delight", 6-1).
    let ones = UInt64(0x0101_0101_0101_0101), tops = ones << 7
    while remainingCount >= 8 {
      // SAFETY: eight bytes are there, and every pattern is an integer.
      let word = UInt64(
        littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let first = word ^ (ones &* UInt64(one)), second = word ^ (ones &* UInt64(other))
      let found = ((first &- ones) & ~first | (second &- ones) & ~second) & tops
      if found != 0 {
        offset += found.trailingZeroBitCount >> 3
        return true
      }
      offset += 8
    }
    while let byte = next {
      if byte == one || byte == other { return true }
      offset += 1
    }
    return false
  }
}

extension RawSpan {
  /// The byte at an offset; out of bounds is a bug of ours.
  @inlinable package func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount)
    // SAFETY: checked just now.
    return unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
