internal import MartletBytes

/// The head of a ROOT file.
///
/// ```text
/// 0   4  "root"
/// 4   4  version; from 1000000 on, the pointers marked * have 8 bytes
/// 8   4  where the first record begins: the top directory's
/// 12  4* end
///     4* place of the free segments      4  their bytes     4  their count
///     4  bytes of the file's name and title in the first record
///     1  bytes of a pointer              4  compression
///     4* place of the streamer info      4  its bytes
///     2  version of the UUID            16  UUID
/// ```
///
/// All integers are big-endian. Source: ROOT, `TFile`, "Format of the header of a ROOT file".
struct FileHeader {
  static let byteCount = 75

  /// Where the top directory's record begins.
  let begin: Int
  /// Where the file ends.
  let end: Int
  /// How far its content lies behind that.
  let nameByteCount: Int
  let isLarge: Bool
  /// Sixteen bytes.
  let uuid: [UInt8]

  init(_ bytes: RawSpan) throws(RootError) {
    var cursor = ByteCursor(bytes)
    guard cursor.skip("root") else {
      throw RootError(code: .notRoot, message: "it does not begin with `root`", byteOffset: 0)
    }
    guard let version = cursor.bigEndian(Int32.self), let begin = cursor.bigEndian(Int32.self)
    else {
      throw .truncated(at: cursor.offset)
    }
    isLarge = version >= 1_000_000
    guard let end = cursor.pointer(isLarge: isLarge), cursor.pointer(isLarge: isLarge) != nil,
      cursor.range(8) != nil, let names = cursor.bigEndian(Int32.self), cursor.range(5) != nil,
      cursor.pointer(isLarge: isLarge) != nil, cursor.range(6) != nil, let uuid = cursor.range(16)
    else { throw .truncated(at: cursor.offset) }
    guard version > 0, begin >= 60, names >= 0 else {
      throw RootError(code: .malformed, message: "its header is none", byteOffset: 4)
    }
    self.begin = Int(begin)
    self.end = end
    nameByteCount = Int(names)
    self.uuid = uuid.map { bytes.byte(at: $0) }
  }
}

extension RootError {
  static func truncated(at offset: Int) -> RootError {
    RootError(code: .truncated, message: "it ends early", byteOffset: offset)
  }
}
