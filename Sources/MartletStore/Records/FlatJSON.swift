import MartletBytes

/// A JSON object of texts, numbers and nulls, without nesting: all that a record needs.
///
/// Finding the fields makes nothing: a value is read where it stands when it is asked for, quickest in
/// the order in which they were written.
struct FlatJSON: ~Escapable {
  private struct Field {
    var name = 0..<0
    var value = 0..<0
  }

  private let bytes: RawSpan
  private var fields = InlineArray<24, Field>(repeating: Field())
  private var fieldCount = 0
  private var expected = 0

  /// Reads `{"name":value,...` up to the end of the bytes, where the closing brace may be missing.
  ///
  /// Reads what ``JSONLine`` writes; anything else gives nothing. Fields beyond the 24th are passed over.
  @_lifetime(copy bytes)
  init?(_ bytes: RawSpan) {
    self.bytes = bytes
    var cursor = ByteCursor(bytes)
    guard cursor.skip("{") else { return nil }
    repeat {
      guard let name = Self.text(&cursor), cursor.skip(":") else { return nil }
      let start = cursor.offset
      if cursor.next == UInt8(ascii: "\"") {
        guard Self.text(&cursor) != nil else { return nil }
      } else {
        _ = cursor.seek(UInt8(ascii: ","), or: UInt8(ascii: "}"))
      }
      if fieldCount < fields.count {
        fields[fieldCount] = Field(name: name, value: start..<cursor.offset)
        fieldCount += 1
      }
    } while cursor.skip(",")
  }

  /// Reads a text: the place between its quotes.
  private static func text(_ cursor: inout ByteCursor) -> Range<Int>? {
    guard cursor.skip("\"") else { return nil }
    let start = cursor.offset
    while cursor.seek(UInt8(ascii: "\""), or: UInt8(ascii: "\\")) {
      if cursor.byte() == UInt8(ascii: "\"") { return start..<(cursor.offset - 1) }
      _ = cursor.byte()  // what is escaped
    }
    return nil
  }

  @_lifetime(self: copy self)
  private mutating func place(_ name: StaticString) -> Range<Int>? {
    for step in 0..<fieldCount {
      let index = (expected + step) % fieldCount
      let place = fields[index].name
      var cursor = ByteCursor(bytes.extracting(place))
      guard place.count == name.utf8CodeUnitCount, cursor.skip(name) else { continue }
      expected = index + 1
      return fields[index].value
    }
    return nil
  }

  @_lifetime(self: copy self)
  private mutating func quoted(_ name: StaticString) -> Range<Int>? {
    guard let place = place(name), place.count >= 2,
      bytes.byte(at: place.lowerBound) == UInt8(ascii: "\"")
    else { return nil }
    return (place.lowerBound + 1)..<(place.upperBound - 1)
  }

  /// A text, unescaped.
  @_lifetime(self: copy self)
  mutating func text(_ name: StaticString) -> String? {
    guard let place = quoted(name) else { return nil }
    return unsafe bytes.extracting(place).withUnsafeBytes { raw in
      guard unsafe raw.contains(UInt8(ascii: "\\")) else {
        return unsafe String(validating: raw, as: UTF8.self)
      }
      return unsafe JSONLine.unescaped(raw)
    }
  }

  /// A finite number.
  @_lifetime(self: copy self)
  mutating func number(_ name: StaticString) -> Double? {
    guard let place = place(name), place.count <= 40,
      let number = Double(digits(place)), number.isFinite
    else { return nil }
    return number
  }

  /// An integer.
  @_lifetime(self: copy self)
  mutating func integer(_ name: StaticString) -> Int? {
    guard let place = place(name), (1...20).contains(place.count) else { return nil }
    return Int(digits(place))
  }

  /// A digest in hexadecimal digits.
  @_lifetime(self: copy self)
  mutating func digest(_ name: StaticString) -> Digest? {
    guard let place = quoted(name) else { return nil }
    return unsafe bytes.extracting(place).withUnsafeBytes { unsafe Digest(hexDigits: $0) }
  }

  private func digits(_ place: Range<Int>) -> String {
    unsafe bytes.extracting(place).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
