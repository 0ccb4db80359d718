import MartletBytes

/// Writes a JSON object of texts, numbers and nulls on one line, but for its closing brace.
struct JSONLine: ~Copyable {
  private(set) var bytes = GrowingBytes(minimumCapacity: 2048)

  init() { bytes.append(UInt8(ascii: "{")) }

  /// The bytes written so far.
  consuming func take() -> GrowingBytes { bytes }

  mutating func add(_ name: StaticString, _ value: Int) {
    begin(name)
    append(String(value))
  }

  mutating func add(_ name: StaticString, _ value: Double) {
    begin(name)
    append(value.isFinite ? value.description : "0")
  }

  mutating func add(_ name: StaticString, _ digest: Digest?) {
    begin(name)
    guard let digest else { return bytes.append("null") }
    bytes.append("\"")
    bytes.append(hexOf: digest)
    bytes.append("\"")
  }

  mutating func add(_ name: StaticString, _ text: String) {
    begin(name)
    bytes.append("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes.append(byte < 16 ? "\\u000" : "\\u00")
        append(String(byte, radix: 16))
      default: bytes.append(byte)
      }
    }
    bytes.append("\"")
  }

  private mutating func begin(_ name: StaticString) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append("\"")
    bytes.append(name)
    bytes.append("\":")
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe bytes.append(UnsafeRawBufferPointer($0)) }
  }

  /// The text whose escapes these are; nothing for escapes that are not written here.
  static func unescaped(_ raw: UnsafeRawBufferPointer) -> String? {
    var text: [UInt8] = []
    var rest = unsafe raw[...]
    while let byte = unsafe rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = unsafe rest.popFirst() else { return nil }
      if escaped == UInt8(ascii: "u") {
        let digits = unsafe String(decoding: rest.prefix(4), as: UTF8.self)
        unsafe rest = rest.dropFirst(4)
        guard digits.utf8.count == 4, let code = UInt8(digits, radix: 16), code < 0x20 else {
          return nil
        }
        text.append(code)
      } else {
        text.append(escaped)
      }
    }
    return String(validating: text, as: UTF8.self)
  }
}

extension GrowingBytes {
  /// Appends a digest's 64 digits.
  mutating func append(hexOf digest: Digest) {
    var digits = InlineArray<64, UInt8>(repeating: 0)
    var span = digits.mutableSpan
    unsafe span.withUnsafeMutableBytes { unsafe digest.writeHex(to: $0) }
    unsafe digits.span.withUnsafeBytes { unsafe append($0) }
  }

  /// Appends an integer, little-endian.
  mutating func append(integer value: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append($0) }
  }
}
