import MartletBytes

/// Writes a JSON object of texts, numbers and nulls on one line, but for its closing brace.
struct JSONLine {
  private(set) var bytes: [UInt8] = []

  init() {
    bytes.reserveCapacity(1024)
    bytes.append(UInt8(ascii: "{"))
  }

  mutating func add(_ name: StaticString, _ value: Int) { add(name, raw: String(value)) }

  mutating func add(_ name: StaticString, _ value: Double) {
    add(name, raw: value.isFinite ? value.description : "0")
  }

  mutating func add(_ name: StaticString, _ digest: Digest?) {
    guard let digest else { return add(name, raw: "null") }
    add(name, raw: "\"")
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 2 * Digest.byteCount))
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe digest.writeHex(to: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func add(_ name: StaticString, _ text: String) {
    add(name, raw: "\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes.append(contentsOf: (byte < 16 ? "\\u000" : "\\u00").utf8)
        bytes.append(contentsOf: String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func add(_ name: StaticString, raw: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    bytes.append(contentsOf: raw.utf8)
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
