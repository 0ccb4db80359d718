/// A URL of a file that lies elsewhere: it counts by its name, without what lets its user in.
package enum RemoteText {
  /// Whether a text is a URL that is not a local file's.
  static func matches(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let colon = bytes.firstIndex(of: 0x3A), colon != bytes.startIndex,
      bytes[..<colon].allSatisfy(isSchemeByte)
    else { return false }
    let rest = bytes[colon...]
    // fsspec chains: `simplecache::root://...`.
    if rest.starts(with: "::".utf8) { return contains(rest, "://") }
    return rest.starts(with: "://".utf8) && rest.count > 3
      && !["file", "local"].contains(String(text[..<colon]))
  }

  /// The URL without user names, passwords, signatures and tokens.
  package static func withoutCredentials(_ text: String) -> String {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let mark = firstRange(of: "://", in: rest) {
      result += rest[..<mark.upperBound]
      rest = rest[mark.upperBound...]
      let end = rest.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? rest.endIndex
      if let at = rest[..<end].lastIndex(of: 0x40) { rest = rest[(at + 1)...] }
    }
    result += rest
    return withoutSecrets(result)
  }

  /// Leaves items out of the query.
  private static func withoutSecrets(_ bytes: [UInt8]) -> String {
    guard let mark = bytes.firstIndex(of: 0x3F) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    let end = bytes[mark...].firstIndex(of: 0x23) ?? bytes.endIndex
    let items = bytes[(mark + 1)..<end].split(omittingEmptySubsequences: false) {
      $0 == 0x26 || $0 == 0x3B
    }
    let kept = items.filter { !isSecret($0) }
    let query = kept.joined(separator: [0x26])
    let head = bytes[..<mark] + (kept.isEmpty ? [] : [0x3F]) + query
    return String(decoding: head + bytes[end...], as: UTF8.self)
  }

  private static let secrets: Set<String> = [
    "authz", "signature", "awsaccesskeyid", "token", "access_token",
  ]

  private static func isSecret(_ item: ArraySlice<UInt8>) -> Bool {
    let name = item.prefix { $0 != 0x3D }.map { byte in
      (0x41...0x5A).contains(byte) ? byte + 32 : byte
    }
    let text = String(decoding: name, as: UTF8.self)
    return secrets.contains(text) || text.hasPrefix("x-amz-")
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func contains(_ bytes: Substring.UTF8View, _ text: StaticString) -> Bool {
    firstRange(of: text, in: Array(bytes)[...]) != nil
  }

  private static func firstRange(
    of text: StaticString, in bytes: ArraySlice<UInt8>
  ) -> Range<Int>? {
    let wanted = text.description.utf8
    guard bytes.count >= wanted.count else { return nil }
    for start in bytes.startIndex...(bytes.endIndex - wanted.count)
    where bytes[start...].starts(with: wanted) {
      return start..<start + wanted.count
    }
    return nil
  }
}
