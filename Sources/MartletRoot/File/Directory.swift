internal import MartletBytes

/// What a directory's record says of it.
///
/// ```text
/// 2  version; above 1000, the pointers marked * have 8 bytes
/// 4  made    4  modified
/// 4  bytes of the key list    4  bytes of key, name and title in front of this
/// 4* its own place    4* its parent's    4* its key list's
/// ```
///
/// Source: ROOT, `TDirectoryFile::Streamer`.
struct Directory {
  static let byteCount = 42

  /// Where the key list lies; at 0 if there is none.
  let keys: Range<Int>

  init(_ bytes: RawSpan, at offset: Int) throws(RootError) {
    var cursor = ByteCursor(bytes)
    guard let version = cursor.bigEndian(Int16.self), cursor.range(8) != nil,
      let byteCount = cursor.bigEndian(Int32.self), cursor.range(4) != nil,
      cursor.pointer(isLarge: version > 1000) != nil,
      cursor.pointer(isLarge: version > 1000) != nil,
      let place = cursor.pointer(isLarge: version > 1000)
    else { throw .truncated(at: offset + cursor.offset) }
    guard byteCount >= 0, place >= 0, place < Int.max >> 1, byteCount == 0 || place > 0 else {
      throw RootError(
        code: .malformed, message: "a directory has no place for its keys", byteOffset: offset)
    }
    keys = place..<place + Int(byteCount)
  }
}
