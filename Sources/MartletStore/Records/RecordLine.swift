import MartletBytes

/// A record as one line of JSON, with a checksum over the line.
///
/// ```text
/// {"martlet":1,"step":"ab...",...,"signature":"","check":"0123456789abcdef"}\n
/// ```
package enum RecordLine {
  /// The version of the line's format.
  package static let version = 1
  /// Lines are shorter than this; whatever seems longer is not a record.
  package static let largestByteCount = 4096

  private static let checkField = ",\"check\":\""
  /// The checksum's field, 16 digits, and the end of the object and line.
  private static let tailByteCount = 10 + 16 + 3

  /// The line of a record.
  package static func encode(_ record: Record) -> [UInt8] {
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
    var bytes = json.bytes
    let check = unsafe bytes.withUnsafeBytes { unsafe Checksum.of($0) }
    bytes.append(contentsOf: tail(check))
    return bytes
  }

  /// Texts are for people: longer ones are cut, so that a line is never longer than it may be.
  private static func shortened(_ text: String) -> String {
    text.utf8.count <= 200 ? text : String(decoding: text.utf8.prefix(200), as: UTF8.self)
  }

  /// The record of the line with which `bytes` begin, and the line's length; nothing if they don't
  /// begin with a whole, undamaged line of this version.
  package static func decode(_ bytes: UnsafeRawBufferPointer) -> (record: Record, length: Int)? {
    let window = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(largestByteCount))
    guard let newline = unsafe window.firstIndex(of: 0x0A), newline + 1 > tailByteCount else {
      return nil
    }
    let end = newline + 1 - tailByteCount
    let body = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<end])
    let tail = tail(unsafe Checksum.of(body))
    guard unsafe bytes[end...newline].elementsEqual(tail), let json = unsafe FlatJSON(body),
      json.integer("martlet") == version
    else { return nil }
    return record(json).map { ($0, newline + 1) }
  }

  private static func record(_ json: FlatJSON) -> Record? {
    guard let content = json.digest("content"), let object = json.digest("object"),
      let place = json.text("place").flatMap(Record.Place.init(rawValue:)),
      let byteCount = json.integer("bytes"), byteCount >= 0,
      let payload = json.integer("payload"), payload >= 0
    else { return nil }
    var record = Record()
    record.step = json.digest("step")
    record.contentKey = json.digest("content_key")
    record.shape = json.digest("shape")
    record.content = content
    record.object = object
    record.label = json.text("label") ?? ""
    record.seconds = json.number("seconds") ?? 0
    record.again = json.number("again") ?? 0
    record.byteCount = byteCount
    record.payloadByteCount = payload
    record.place = place
    record.created = json.integer("created") ?? 0
    record.provenance = json.text("provenance") ?? ""
    record.signature = json.text("signature") ?? ""
    return record
  }

  /// The checksum's field and the line's end.
  private static func tail(_ check: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tailByteCount)
    bytes.append(contentsOf: checkField.utf8)
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: check >> UInt64(shift)) & 15
      bytes.append(digit + (digit < 10 ? 0x30 : 0x57))
    }
    bytes.append(contentsOf: "\"}\n".utf8)
    return bytes
  }
}
