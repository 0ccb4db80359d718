/// What a text names if it names files: a path, and what comes after it.
///
/// ```text
/// data/a.root           a file or folder           file:///data/a.root    likewise
/// data/a.root:Events    an object in it (uproot)   data/*.root:Events     all matches, in order
/// ~/a.root              in the user's home
/// ```
package struct PathText: Hashable, Sendable {
  /// The path, or the pattern.
  package var path: String
  /// The object in the file; empty if none is named.
  package var object: String

  /// Whether the path is a pattern if no file has that very name.
  var isPattern: Bool { path.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B } }

  /// The longest text that can name files (`PATH_MAX`).
  package static let byteLimit = 4096

  /// Whether a text can name files at all: everything else is a word, and costs nothing.
  ///
  /// It has a `/` or a suffix, no NUL and no newline, and is not all slashes and dots.
  package static func isCandidate(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count > 1, text.count <= byteLimit else { return false }
    var hasMark = false
    var hasOther = false
    for index in 0..<text.count {
      switch unsafe text[index] {
      case 0x2F: hasMark = true
      case 0x2E: if index > 0 && index + 1 < text.count { hasMark = true }
      case 0, 0x0A: return false
      default: hasOther = true
      }
    }
    return hasMark && hasOther
  }

  /// Whether a text can be read in one way only, as most can: as a path.
  static func isPlain(_ text: String) -> Bool {
    !text.utf8.contains { byte in
      switch byte {
      case 0x2A, 0x3A, 0x3F, 0x5B, 0x7E: true
      default: false
      }
    }
  }

  /// Whether a text names the same files from every working folder.
  static func isAbsolute(_ text: String) -> Bool {
    let local = withoutFileScheme(text) ?? text
    return local.utf8.first == 0x2F || text.utf8.starts(with: "~/".utf8)
  }

  /// What a text may name, the likeliest first.
  static func readings(of text: String, home: String?) -> [PathText] {
    var rest = text
    var readings: [PathText] = []
    if let local = withoutFileScheme(text) {
      rest = local
      let decoded = percentDecoded(local)
      if decoded != local { readings = split(decoded) }
    } else if text.utf8.starts(with: "~/".utf8), let home {
      rest = home + text.dropFirst()
    }
    return split(rest) + readings
  }

  /// The path as a whole, and in front of a colon; where `.root:` says that the rest is an object, the
  /// other way round.
  private static func split(_ text: String) -> [PathText] {
    let whole = PathText(path: text, object: "")
    let bytes = Array(text.utf8)
    guard let colon = objectColon(bytes), colon > 0, colon + 1 < bytes.count else {
      return [whole]
    }
    let path = String(decoding: bytes[..<colon], as: UTF8.self)
    let object = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    let part = PathText(path: path, object: object)
    if path.utf8.suffix(5).elementsEqual(".root".utf8) { return [part, whole] }
    let isCandidate = unsafe bytes[..<colon].withUnsafeBytes { unsafe Self.isCandidate($0) }
    return isCandidate ? [whole, part] : [whole]
  }

  private static func objectColon(_ bytes: [UInt8]) -> Int? {
    guard let last = bytes.lastIndex(of: 0x3A) else { return nil }
    // uproot splits at the last `.root:`, so that the object's name may have colons.
    let suffix = Array(".root".utf8)
    var colon = last
    while colon >= suffix.count {
      if bytes[colon] == 0x3A, bytes[(colon - suffix.count)..<colon].elementsEqual(suffix) {
        return colon
      }
      colon -= 1
    }
    return last
  }

  /// What follows `file://` or `file://localhost`, or `file:`.
  private static func withoutFileScheme(_ text: String) -> String? {
    for scheme in ["file://localhost/", "file:///", "local:///", "file:/"]
    where text.utf8.starts(with: scheme.utf8) {
      return "/" + String(decoding: text.utf8.dropFirst(scheme.utf8.count), as: UTF8.self)
    }
    for scheme in ["file://", "local://"] where text.utf8.starts(with: scheme.utf8) {
      return String(decoding: text.utf8.dropFirst(scheme.utf8.count), as: UTF8.self)
    }
    return nil
  }

  private static func percentDecoded(_ text: String) -> String {
    guard text.utf8.contains(0x25) else { return text }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == 0x25, digits.count == 2, digits.first != 0x2B, digits.first != 0x2D,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes.contains(0) ? text : String(decoding: bytes, as: UTF8.self)
  }
}
