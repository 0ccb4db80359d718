internal import Glibc
internal import MartletBytes
internal import Synchronization

/// Why a file has no identity now.
enum ReadingFailure: Error {
  /// It is not what it was when it was looked at first.
  case changed
  /// It can't be read, for this reason.
  case refused(String)

  /// What the operating system has just told of a path.
  static func system(_ path: String) -> ReadingFailure {
    switch errno {
    case 0, ENOENT, ESTALE: .changed
    default: .refused("the file `\(path)` can't be read: \(systemReason(errno))")
    }
  }
}

/// The content of one file while several threads read it.
///
/// ```text
/// identity = H("martlet.file.content.v1", byte count, tree digest of the bytes)
/// ```
final class FileContent: Sendable {
  /// The bytes that are read and digested in one go: as many leaves as fill a processor's lanes.
  static let blockByteCount = LeafDigests.laneCount * Leaves.byteCount

  let path: String
  let stamp: FileStamp
  private let leaves: Mutex<[Digest]>
  private let failure = Mutex<ReadingFailure?>(nil)

  init(path: String, stamp: FileStamp) {
    self.path = path
    self.stamp = stamp
    leaves = Mutex([Digest](repeating: Digest(), count: Leaves.count(of: stamp.byteCount)))
  }

  /// How many blocks there are to be read.
  var blockCount: Int {
    max(1, (stamp.byteCount + Self.blockByteCount - 1) / Self.blockByteCount)
  }

  /// How many bytes a block has.
  func byteCount(of block: Int) -> Int {
    min(Self.blockByteCount, stamp.byteCount - block * Self.blockByteCount)
  }

  /// Reads a block and digests it.
  func read(block: Int) {
    if failure.withLock({ $0 != nil }) { return }
    let start = block * Self.blockByteCount
    let count = byteCount(of: block)
    do throws(ReadingFailure) {
      let digests = try digests(start, count)
      let first = start / Leaves.byteCount
      leaves.withLock { $0.replaceSubrange(first..<first + digests.count, with: digests) }
    } catch {
      failure.withLock { $0 = error }
    }
  }

  /// The identity, once all blocks are read.
  func identity() throws(ReadingFailure) -> Digest {
    if let failure = failure.withLock({ $0 }) { throw failure }
    return leaves.withLock { Self.identity(byteCount: stamp.byteCount, leaves: $0) }
  }

  /// The identity of a file whose bytes are at hand.
  static func identity(_ bytes: UnsafeRawBufferPointer) -> Digest {
    identity(byteCount: bytes.count, leaves: unsafe LeafDigests.of(bytes))
  }

  private static func identity(byteCount: Int, leaves: [Digest]) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.file.content.v1")
    encoder.append(UInt64(byteCount))
    encoder.append(TreeDigest.root(byteCount: byteCount, leaves: leaves))
    return encoder.digest()
  }

  // Each block opens the file anew: what lies there now must be what was looked at, before and after.
  private func digests(_ start: Int, _ count: Int) throws(ReadingFailure) -> [Digest] {
    guard let file = OpenFile(path: path) else { throw .system(path) }
    guard let before = file.status, before.stamp == stamp else { throw .changed }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 64)
    defer { unsafe buffer.deallocate() }
    let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
    guard unsafe file.read(into: bytes, at: start) else { throw .system(path) }
    let digests = unsafe LeafDigests.of(UnsafeRawBufferPointer(bytes))
    guard let after = file.status, after.stamp == stamp else { throw .changed }
    return digests
  }
}
