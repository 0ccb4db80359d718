import MartletBytes

/// A JSON object of texts, numbers and nulls, without nesting: all that a record needs.
///
/// Finding the fields makes nothing: a value is read where it stands when it is asked for.
@safe struct FlatJSON {
  private struct Field {
    var name = 0..<0
    var value = 0..<0
  }

  private let bytes: UnsafeRawBufferPointer
  private var fields = InlineArray<24, Field>(repeating: Field())
  private var fieldCount = 0

  /// Reads `{"name":value,...` up to the end of the bytes, where the closing brace may be missing.
  ///
  /// Reads what ``JSONLine`` writes; anything else gives nothing. Fields beyond the 24th are passed over.
  init?(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.bytes = bytes
    guard unsafe bytes.first == UInt8(ascii: "{") else { return nil }
    var offset = 1
    while true {
      guard let name = text(at: offset), name.upperBound + 1 < bytes.count,
        unsafe bytes[name.upperBound + 1] == UInt8(ascii: ":")
      else { return nil }
      let start = name.upperBound + 2
      var end = start
      if start < bytes.count, unsafe bytes[start] == UInt8(ascii: "\"") {
        guard let value = text(at: start) else { return nil }
        end = value.upperBound + 1
      } else {
        while end < bytes.count, case let byte = unsafe bytes[end], byte != UInt8(ascii: ","),
          byte != UInt8(ascii: "}")
        { end += 1 }
      }
      if fieldCount < fields.count {
        fields[fieldCount] = Field(name: name, value: start..<end)
        fieldCount += 1
      }
      guard end < bytes.count, unsafe bytes[end] == UInt8(ascii: ",") else { return }
      offset = end + 1
    }
  }

  /// The place between the quotes of a text that begins at the offset.
  private func text(at offset: Int) -> Range<Int>? {
    guard unsafe offset < bytes.count, unsafe bytes[offset] == UInt8(ascii: "\"") else {
      return nil
    }
    var end = offset + 1
    while unsafe end < bytes.count {
      switch unsafe bytes[end] {
      case UInt8(ascii: "\""): return (offset + 1)..<end
      case UInt8(ascii: "\\"): end += 2
      default: end += 1
      }
    }
    return nil
  }

  private func value(_ name: StaticString) -> UnsafeRawBufferPointer? {
    let wanted = unsafe UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    for index in 0..<fieldCount where fields[index].name.count == name.utf8CodeUnitCount {
      let found = unsafe UnsafeRawBufferPointer(rebasing: bytes[fields[index].name])
      if unsafe found.elementsEqual(wanted) {
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[fields[index].value])
      }
    }
    return nil
  }

  private func quoted(_ name: StaticString) -> UnsafeRawBufferPointer? {
    guard let value = unsafe value(name), value.count >= 2, unsafe value[0] == UInt8(ascii: "\"")
    else { return nil }
    return unsafe UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)])
  }

  /// A text, unescaped.
  func text(_ name: StaticString) -> String? {
    guard let raw = unsafe quoted(name) else { return nil }
    guard unsafe raw.contains(UInt8(ascii: "\\")) else {
      return unsafe String(validating: raw, as: UTF8.self)
    }
    return unsafe JSONLine.unescaped(raw)
  }

  /// A finite number.
  func number(_ name: StaticString) -> Double? {
    guard let raw = unsafe value(name), raw.count <= 40,
      let number = unsafe Double(String(decoding: raw, as: UTF8.self)), number.isFinite
    else { return nil }
    return number
  }

  /// An integer.
  func integer(_ name: StaticString) -> Int? {
    guard let raw = unsafe value(name), (1...20).contains(raw.count) else { return nil }
    return unsafe Int(String(decoding: raw, as: UTF8.self))
  }

  /// A digest in hexadecimal digits.
  func digest(_ name: StaticString) -> Digest? {
    guard let raw = unsafe quoted(name) else { return nil }
    return unsafe Digest(hexDigits: raw)
  }
}
