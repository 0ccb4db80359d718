internal import MartletBytes

/// A key: the head of a record, and its entry in a directory's key list.
///
/// ```text
/// 4  bytes of the record, head included
/// 2  version; above 1000, the pointers marked * have 8 bytes
/// 4  bytes of the object, uncompressed    4  time
/// 2  bytes of the head    2  cycle
/// 4* place of the record  4* place of its directory
/// class, name, title: each a byte of length (255: then 4 bytes of it) and the text
/// ```
///
/// Source: ROOT, `TKey::ReadKeyBuffer`.
struct Key {
  /// The least bytes of a key.
  static let leastByteCount = 29

  /// Where the record lies.
  let record: Range<Int>
  /// The head's bytes.
  let headByteCount: Int
  /// Whether it is a directory.
  let isDirectory: Bool

  /// Reads a key; nothing if it ends early or contradicts itself.
  init?(_ cursor: inout ByteCursor, of list: RawSpan) {
    guard let byteCount = cursor.bigEndian(Int32.self), let version = cursor.bigEndian(Int16.self),
      cursor.range(8) != nil, let headByteCount = cursor.bigEndian(Int16.self),
      cursor.range(2) != nil, let place = cursor.pointer(isLarge: version > 1000),
      cursor.pointer(isLarge: version > 1000) != nil, let kind = cursor.text(),
      cursor.text() != nil, cursor.text() != nil
    else { return nil }
    guard headByteCount >= 0, byteCount >= headByteCount, place >= 0, place < Int.max >> 1 else {
      return nil
    }
    record = place..<place + Int(byteCount)
    self.headByteCount = Int(headByteCount)
    isDirectory = Self.directories.contains { name in
      name.utf8CodeUnitCount == kind.count
        && kind.indices.allSatisfy { index in
          unsafe list.byte(at: index) == name.utf8Start[index - kind.lowerBound]
        }
    }
  }

  private static let directories: [StaticString] = ["TDirectory", "TDirectoryFile"]
}
