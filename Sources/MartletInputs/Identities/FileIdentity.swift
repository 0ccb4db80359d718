internal import Glibc
internal import MartletBytes
internal import MartletRoot

/// What is known of a file once it has been opened.
enum Inspection {
  /// It counts by its content, which was short enough to be read at once.
  case content(Digest)
  /// It says that it is this; its content, should that be wanted, if it was short.
  case root(FileUUID, Digest, content: Digest?)
  /// It counts by its content, which is still to be read.
  case long
}

/// The identity of one regular file.
enum FileIdentity {
  /// A file of at most so many bytes is read whole: not slower, over a network, than to seek in it.
  static let shortByteCount = 1 << 20

  /// Opens a file and finds out by what it counts.
  static func inspect(
    _ path: String, _ stamp: FileStamp, _ rule: IdentityRule
  ) throws(ReadingFailure) -> Inspection {
    guard let file = OpenFile(path: path) else { throw .system(path) }
    guard let before = file.status, before.kind == .regular, before.stamp == stamp else {
      throw .changed
    }
    let inspection = try inspect(file, path, stamp, rule)
    guard let after = file.status, after.stamp == stamp else { throw .changed }
    return inspection
  }

  private static func inspect(
    _ file: OpenFile, _ path: String, _ stamp: FileStamp, _ rule: IdentityRule
  ) throws(ReadingFailure) -> Inspection {
    if stamp.byteCount <= shortByteCount {
      guard let bytes = file.bytes(at: 0, count: stamp.byteCount) else { throw .system(path) }
      let content = unsafe bytes.withUnsafeBytes { unsafe FileContent.identity($0) }
      if rule == .content { return .content(content) }
      let root = try? RootFile(byteCount: bytes.count) { offset, count in
        Array(bytes[offset..<offset + count])
      }
      guard let root, let (uuid, identity) = try? identity(root, rule == .uuid ? nil : content)
      else { return .content(content) }
      return .root(uuid, identity, content: content)
    }
    if rule == .content { return .long }
    guard let magic = file.bytes(at: 0, count: 4) else { throw .system(path) }
    guard magic.elementsEqual("root".utf8) else { return .long }
    do {
      let root = try RootFile(byteCount: stamp.byteCount) { offset, count in
        guard let bytes = file.bytes(at: offset, count: count) else {
          throw ReadingFailure.system(path)
        }
        return bytes
      }
      let (uuid, identity) = try identity(root, nil)
      return .root(uuid, identity, content: nil)
    } catch let failure as ReadingFailure {
      throw failure
    } catch {
      return .long
    }
  }

  /// ```text
  /// H("martlet.file.root.v1", UUID, byte count, digest of the key lists and their records, content)
  /// ```
  ///
  /// The content is there if it was read anyhow.
  private static func identity(
    _ root: RootFile, _ content: Digest?
  ) throws -> (FileUUID, Digest) {
    guard let uuid = unsafe FileUUID(root.uuid.span.bytes) else {
      throw RootError.noUUID
    }
    var encoder = CanonicalEncoder(domain: "martlet.file.root.v1")
    unsafe encoder.append(root.uuid.span.bytes)
    encoder.append(UInt64(root.byteCount))
    encoder.append(try root.recordsDigest())
    if let content { encoder.append(content) }
    return (uuid, encoder.digest())
  }

  /// By size and modification time.
  static func times(_ stamp: FileStamp) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.file.times.v1")
    encoder.append(UInt64(stamp.byteCount))
    encoder.append(UInt64(bitPattern: Int64(stamp.modified)))
    return encoder.digest()
  }
}
