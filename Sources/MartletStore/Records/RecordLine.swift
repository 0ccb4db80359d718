import MartletBytes

/// A record as one line of JSON, with a checksum over the line.
///
/// ```text
/// {"martlet":1,"step":"ab...",...,"signature":"","check":"0123456789abcdef"}\n
/// ```
enum RecordLine {
  /// The version of the line's format.
  static let version = 1
  /// Lines are shorter than this; whatever seems longer is not a record.
  static let largestByteCount = 4096

  /// No result is larger (16 TiB): such sizes can be added up without a thought.
  private static let largestResultByteCount = 1 << 44

  private static let checkField: StaticString = ",\"check\":\""
  /// The checksum's field, 16 digits, and the end of the object and line.
  private static let tailByteCount = 10 + 16 + 3

  /// The line of a record.
  static func encode(_ record: Record) -> GrowingBytes {
    var json = JSONLine()
    json.add("martlet", version)
    json.add("step", record.step)
    json.add("content_key", record.contentKey)
    json.add("shape", record.shape)
    json.add("content", record.content)
    json.add("object", record.object)
    json.add("label", Self.shortened(record.label))
    json.add("seconds", record.seconds)
    json.add("again", record.again)
    json.add("bytes", record.byteCount)
    json.add("payload", record.payloadByteCount)
    json.add("place", record.place.rawValue)
    json.add("created", record.created)
    json.add("provenance", Self.shortened(record.provenance))
    json.add("signature", record.signature)
    var bytes = json.take()
    let check = unsafe Checksum.of(bytes.storage)
    bytes.append(checkField)
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: check >> UInt64(shift)) & 15
      bytes.append(digit + (digit < 10 ? 0x30 : 0x57))
    }
    bytes.append("\"}\n")
    return bytes
  }

  /// Texts are for people: longer ones are cut, so that a line is never longer than it may be.
  private static func shortened(_ text: String) -> String {
    text.utf8.count <= 200 ? text : String(decoding: text.utf8.prefix(200), as: UTF8.self)
  }

  /// The record of the line with which `bytes` begin, and the line's length; nothing if they don't
  /// begin with a whole, undamaged line of this version.
  ///
  /// Label and provenance are read only if texts are wanted: making them takes a while.
  static func decode(_ bytes: RawSpan, texts: Bool) -> (record: Record, length: Int)? {
    var cursor = ByteCursor(bytes.extracting(first: largestByteCount))
    // No text has a line's end: it is escaped.
    guard cursor.seek(0x0A, or: 0x0A), case let length = cursor.offset + 1, length > tailByteCount
    else { return nil }
    let body = bytes.extracting(0..<(length - tailByteCount))
    var tail = ByteCursor(bytes.extracting((length - tailByteCount)..<length))
    guard tail.skip(checkField), let check = hexadecimal(&tail), tail.skip("\"}\n"),
      unsafe body.withUnsafeBytes({ unsafe Checksum.of($0) }) == check,
      var json = FlatJSON(body), json.integer("martlet") == version
    else { return nil }
    return record(&json, texts: texts).map { ($0, length) }
  }

  private static func record(_ json: inout FlatJSON, texts: Bool) -> Record? {
    var record = Record()
    record.step = json.digest("step")
    record.contentKey = json.digest("content_key")
    record.shape = json.digest("shape")
    guard let content = json.digest("content"), let object = json.digest("object") else {
      return nil
    }
    record.content = content
    record.object = object
    if texts { record.label = json.text("label") ?? "" }
    record.seconds = json.number("seconds") ?? 0
    record.again = json.number("again") ?? 0
    guard let byteCount = json.integer("bytes"), isSize(byteCount),
      let payload = json.integer("payload"), isSize(payload),
      let place = json.text("place").flatMap(Record.Place.init(rawValue:))
    else { return nil }
    record.byteCount = byteCount
    record.payloadByteCount = payload
    record.place = place
    record.created = json.integer("created") ?? 0
    if texts {
      record.provenance = json.text("provenance") ?? ""
      record.signature = json.text("signature") ?? ""
    }
    return record
  }

  private static func isSize(_ byteCount: Int) -> Bool {
    (0...largestResultByteCount).contains(byteCount)
  }

  /// Reads 16 digits in lower case.
  private static func hexadecimal(_ cursor: inout ByteCursor) -> UInt64? {
    var value: UInt64 = 0
    for _ in 0..<16 {
      switch cursor.byte() {
      case let digit? where (0x30...0x39).contains(digit): value = value << 4 | UInt64(digit - 0x30)
      case let digit? where (0x61...0x66).contains(digit): value = value << 4 | UInt64(digit - 0x57)
      default: return nil
      }
    }
    return value
  }
}
