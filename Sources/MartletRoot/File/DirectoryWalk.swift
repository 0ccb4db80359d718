internal import MartletBytes

/// Digests a file's directories, one inside the other.
struct DirectoryWalk: ~Copyable {
  private static let byteLimit = 64 << 20
  private static let keyLimit = 100_000
  private static let depthLimit = 100

  private let file: RootFile
  private var encoder = CanonicalEncoder(domain: "martlet.root.records.v1")
  private var byteCount = 0
  private var keyCount = 0
  private var depth = 0

  init(_ file: RootFile) { self.file = file }

  /// The digest of the directory whose content lies at an offset, and of those in it.
  mutating func digest(_ offset: Int) throws -> Digest {
    try add(directory: offset)
    return encoder.digest()
  }

  private mutating func add(directory offset: Int) throws {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw tooLarge("directories are nested too deeply", offset) }
    let end = min(offset + Directory.byteCount, file.byteCount)
    let head = try bytes(offset..<max(offset, end))
    let directory = try unsafe Directory(head.span.bytes, at: offset)
    let list = try bytes(directory.keys)
    unsafe encoder.append(list.span.bytes)
    for key in try unsafe keys(list.span.bytes, at: directory.keys.lowerBound) {
      let record = try bytes(key.record)
      encoder.append(unsafe SHA256.hash(record.span.bytes))
      if key.isDirectory { try add(directory: key.record.lowerBound + key.headByteCount) }
    }
  }

  /// The keys of a list, which begins with a key of its own and their count.
  private mutating func keys(_ list: RawSpan, at offset: Int) throws -> [Key] {
    if list.byteCount == 0 { return [] }
    var cursor = ByteCursor(list)
    guard let own = Key(&cursor, of: list) else { throw RootError.truncated(at: offset) }
    cursor.offset = own.headByteCount
    guard let count = cursor.bigEndian(Int32.self), count >= 0,
      Int(count) <= cursor.remainingCount / Key.leastByteCount + 1
    else { throw malformed("a key list is shorter than its keys", offset) }
    keyCount += Int(count)
    if keyCount > Self.keyLimit { throw tooLarge("it has too many keys", offset) }
    var keys: [Key] = []
    for _ in 0..<count {
      let start = cursor.offset
      guard let key = Key(&cursor, of: list) else {
        throw malformed("a key is torn", offset + start)
      }
      keys.append(key)
    }
    return keys
  }

  private mutating func bytes(_ place: Range<Int>) throws -> [UInt8] {
    byteCount += place.count
    if byteCount > Self.byteLimit {
      throw tooLarge("its keys and trees are too large", place.lowerBound)
    }
    return try file.bytes(place)
  }

  private func malformed(_ message: String, _ offset: Int) -> RootError {
    RootError(code: .malformed, message: message, byteOffset: offset)
  }

  private func tooLarge(_ message: String, _ offset: Int) -> RootError {
    RootError(code: .tooLarge, message: message, byteOffset: offset)
  }
}
