import MartletBytes

/// A JSON object of texts, numbers and nulls, without nesting: all that a record needs.
struct FlatJSON {
  private var fields: [String: Substring.UTF8View] = [:]

  /// Reads `{"name":value,...` up to the end of the bytes, where the closing brace may be missing.
  ///
  /// Reads what ``Writer`` writes; anything else gives nothing.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let whole = unsafe String(validating: bytes, as: UTF8.self) else { return nil }
    var rest = whole.utf8[...]
    guard rest.popFirst() == UInt8(ascii: "{") else { return nil }
    while true {
      guard let name = Self.text(&rest), rest.popFirst() == UInt8(ascii: ":") else { return nil }
      let start = rest.startIndex
      if rest.first == UInt8(ascii: "\"") {
        guard Self.text(&rest) != nil else { return nil }
      } else {
        rest = rest.drop { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
      }
      fields[name] = Substring(whole[start..<rest.startIndex]).utf8
      guard let next = rest.popFirst(), next == UInt8(ascii: ",") else { return }
    }
  }

  /// A text, unescaped.
  func text(_ name: String) -> String? {
    guard var raw = fields[name]?[...] else { return nil }
    return Self.text(&raw)
  }

  /// A finite number.
  func number(_ name: String) -> Double? {
    guard let value = fields[name].flatMap({ Double(Substring($0)) }), value.isFinite else {
      return nil
    }
    return value
  }

  /// An integer.
  func integer(_ name: String) -> Int? { fields[name].flatMap { Int(Substring($0)) } }

  /// A digest in hexadecimal digits.
  func digest(_ name: String) -> Digest? { text(name).flatMap(Digest.init(hex:)) }

  private static func text(_ rest: inout Substring.UTF8View.SubSequence) -> String? {
    guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        if escaped == UInt8(ascii: "u") {
          let digits = rest.prefix(4)
          rest = rest.dropFirst(4)
          guard let code = UInt8(Substring(digits), radix: 16), code < 0x20 else { return nil }
          bytes.append(code)
        } else {
          bytes.append(escaped)
        }
      default: bytes.append(byte)
      }
    }
    return nil
  }

  /// Writes such an object, but for its closing brace.
  struct Writer {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

    mutating func add(_ name: String, _ value: Int) { add(name, raw: String(value)) }

    mutating func add(_ name: String, _ value: Double) {
      add(name, raw: value.isFinite ? String(value) : "0")
    }

    mutating func add(_ name: String, _ text: String?) {
      guard let text else { return add(name, raw: "null") }
      var quoted: [UInt8] = [UInt8(ascii: "\"")]
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
        case 0..<0x20:
          quoted +=
            Array((byte < 16 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
        default: quoted.append(byte)
        }
      }
      quoted.append(UInt8(ascii: "\""))
      add(name, raw: quoted)
    }

    private mutating func add(_ name: String, raw: some StringProtocol) {
      add(name, raw: Array(raw.utf8))
    }

    private mutating func add(_ name: String, raw: [UInt8]) {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes += Array("\"\(name)\":".utf8) + raw
    }
  }
}
