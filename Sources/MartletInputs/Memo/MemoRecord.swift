internal import MartletBytes

/// By what a file is to be identified.
package enum IdentityRule: UInt8, Sendable {
  /// A ROOT file by its UUID, size and keys, any other one by its content.
  case usual
  /// By the content, always.
  case content
  /// A ROOT file by what it says it is, whatever was met before.
  case uuid
  /// By size and modification time.
  case times
}

/// One line of the digest memo: what a file was when it was read.
///
/// ```text
/// 0    8  "MARTMEM1"
/// 8    8  device                 each little-endian
/// 16   8  inode
/// 24   8  size in bytes
/// 32   8  mtime in nanoseconds since 1970
/// 40   8  ctime likewise
/// 48  32  identity
/// 80  16  UUID of a ROOT file that counts by it, else zeros
/// 96   1  kind: see below
/// 97  23  zeros
/// 120  8  XXH3 of the 120 bytes before
/// ```
struct MemoRecord: Equatable {
  enum Kind: UInt8 {
    /// The identity of a ROOT file by its UUID.
    case root = 1
    /// The content's, by which the file counts.
    case content = 2
    /// The content's, of a file that counts by something else unless that is asked for.
    case contentOnly = 3
  }

  static let byteCount = 128
  static let magic = UInt64(littleEndian: 0x314D_454D_5452_414D)

  var kind: Kind
  var stamp: FileStamp
  var identity: Digest
  var uuid = FileUUID()

  func append(to bytes: inout GrowingBytes) {
    let start = bytes.count
    let (low, high) = uuid.words
    let front = [
      Self.magic, stamp.device, stamp.inode, UInt64(stamp.byteCount),
      UInt64(bitPattern: Int64(stamp.modified)), UInt64(bitPattern: Int64(stamp.changed)),
    ]
    for word in front { append(word, to: &bytes) }
    unsafe identity.withUnsafeBytes { unsafe bytes.append($0) }
    for word in [low, high, UInt64(kind.rawValue), 0, 0] { append(word, to: &bytes) }
    let sum = unsafe Checksum.of(UnsafeRawBufferPointer(rebasing: bytes.storage[start...]))
    append(sum, to: &bytes)
  }

  private func append(_ word: UInt64, to bytes: inout GrowingBytes) {
    unsafe withUnsafeBytes(of: word.littleEndian) { unsafe bytes.append($0) }
  }

  /// Reads a record; nothing if it is torn or foreign.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount else { return nil }
    var cursor = ByteCursor(bytes)
    guard cursor.integer(UInt64.self) == Self.magic,
      let device = cursor.integer(UInt64.self), let inode = cursor.integer(UInt64.self),
      let size = cursor.integer(Int64.self), size >= 0,
      let modified = cursor.integer(Int64.self), let changed = cursor.integer(Int64.self),
      let identity = cursor.digest(),
      let low = cursor.integer(UInt64.self), let high = cursor.integer(UInt64.self),
      let number = cursor.byte(), let kind = Kind(rawValue: number)
    else { return nil }
    cursor.offset = Self.byteCount - 8
    let sum = unsafe bytes.withUnsafeBytes {
      unsafe Checksum.of(UnsafeRawBufferPointer(rebasing: $0[..<(Self.byteCount - 8)]))
    }
    guard cursor.integer(UInt64.self) == sum else { return nil }
    self.kind = kind
    self.identity = identity
    uuid = FileUUID(words: (low, high))
    stamp = FileStamp(
      device: device, inode: inode, byteCount: Int(size), modified: Int(modified),
      changed: Int(changed))
  }

  init(_ kind: Kind, _ stamp: FileStamp, _ identity: Digest, uuid: FileUUID = FileUUID()) {
    self.kind = kind
    self.stamp = stamp
    self.identity = identity
    self.uuid = uuid
  }
}

/// The sixteen bytes by which a ROOT file names itself, in memory order.
struct FileUUID: Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// No UUID.
  init() {}

  init(words: (UInt64, UInt64)) { (low, high) = words }

  /// Takes sixteen bytes.
  init?(_ bytes: RawSpan) {
    var cursor = ByteCursor(bytes)
    guard bytes.byteCount == 16, let low = cursor.integer(UInt64.self),
      let high = cursor.integer(UInt64.self)
    else { return nil }
    (self.low, self.high) = (low, high)
  }

  var words: (UInt64, UInt64) { (low, high) }

  /// Whether it names one file in the world: made of a time or at random (RFC 9562, 4.2), not out of a
  /// name, as files that are to be the same every time have it.
  var isUnique: Bool { [1, 4, 6, 7].contains(low >> 52 & 15) && high >> 6 & 3 == 2 }
}
