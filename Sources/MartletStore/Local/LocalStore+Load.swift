internal import Glibc
public import MartletBytes

/// A result as it was kept: the pickle stream and its buffers, in memory of its own.
public struct Loaded: Sendable {
  /// The record.
  public let record: Record
  /// Memory that holds all sections.
  public let memory: Memory
  /// The pickle stream's place in the memory.
  public let stream: Range<Int>
  /// The buffers' places, each at a multiple of 64 bytes.
  public let buffers: [Range<Int>]
}

extension LocalStore {
  /// The result under a key, verified; nothing if there is none that is whole.
  ///
  /// In a private store every leaf's checksum is compared, elsewhere the SHA-256 tree. What is
  /// damaged is removed. A large object on a local file system is mapped copy-on-write.
  public func load(_ key: Digest) -> Loaded? { load(key, isUse: true) }

  /// The same; whether it counts as a use, by which collection goes.
  func load(_ key: Digest, isUse: Bool) -> Loaded? {
    let name = FilePath.record(key)
    let file = unsafe files.openToRead(name)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let size = files.byteCount(of: file),
      let head = Memory.reading(file, from: 0, byteCount: min(size, RecordLine.largestByteCount)),
      let (record, length) = unsafe RecordLine.decode(head.readable.bytes, texts: true),
      record.answers(to: key)
    else {
      files.remove(name)
      return nil
    }
    let memory: Memory? =
      switch record.place {
      case .nowhere: nil
      case .inline:
        size == length + record.payloadByteCount
          ? Memory.reading(file, from: length, byteCount: record.payloadByteCount) : nil
      case .object: object(record)
      }
    guard let memory, let header = unsafe ObjectHeader(memory.readable.bytes),
      header.digest == record.object,
      unsafe isPrivate
        ? header.matchesChecksums(memory.readable) : header.matchesDigest(memory.readable)
    else {
      if record.place != .nowhere { discard(record, under: key) }
      return nil
    }
    if isUse { markUsed(file) }
    return Loaded(
      record: record, memory: memory, stream: header.layout.sections[0],
      buffers: Array(header.layout.sections.dropFirst()))
  }

  private func object(_ record: Record) -> Memory? {
    let file = unsafe files.openToRead(FilePath.object(record.object))
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard files.byteCount(of: file) == record.payloadByteCount else { return nil }
    // Where others can write, a file could change between its digest and its use: read a copy.
    return isLocalFileSystem && isPrivate
      ? Memory.mapping(file, byteCount: record.payloadByteCount)
      : Memory.reading(file, from: 0, byteCount: record.payloadByteCount)
  }

  /// Removes what is damaged, so that it is made anew.
  private func discard(_ record: Record, under key: Digest) {
    files.remove(FilePath.record(key))
    if record.place == .object { files.remove(FilePath.object(record.object)) }
  }
}
