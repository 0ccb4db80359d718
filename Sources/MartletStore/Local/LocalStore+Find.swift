internal import Glibc
public import MartletBytes

/// What a store has under a key.
public struct Found: Sendable, Equatable {
  /// Whether the result itself is there, not its record alone.
  public var hasObject: Bool
  /// Seconds that the step took.
  public var seconds: Double
  /// Seconds to have it again, unkept inputs included.
  public var again: Double
  /// Bytes of the result.
  public var byteCount: Int
  /// Its content digest.
  public var content: Digest
}

extension LocalStore {
  /// What is under each key, in their order; nothing where no whole record is.
  ///
  /// One batch for many keys: some 2 us a hit and 1 us a miss on a local disk.
  public func find(_ keys: [Digest]) -> [Found?] {
    var path = RecordPath()
    let window = UnsafeMutableRawBufferPointer.allocate(
      byteCount: RecordLine.largestByteCount, alignment: 16)
    defer { unsafe window.deallocate() }
    return keys.map { key in
      guard let record = unsafe head(of: key, &path, window) else { return nil }
      guard record.answers(to: key), record.place != .object || hasWholeObject(record) else {
        return nil
      }
      return Found(
        hasObject: record.place != .nowhere, seconds: record.seconds, again: record.again,
        byteCount: record.byteCount, content: record.content)
    }
  }

  /// The record under a key, if it is whole and says that it belongs there.
  public func record(under key: Digest) -> Record? {
    var path = RecordPath()
    let window = UnsafeMutableRawBufferPointer.allocate(
      byteCount: RecordLine.largestByteCount, alignment: 16)
    defer { unsafe window.deallocate() }
    return unsafe head(of: key, &path, window).flatMap { $0.answers(to: key) ? $0 : nil }
  }

  private func head(
    of key: Digest, _ path: inout RecordPath, _ window: UnsafeMutableRawBufferPointer
  ) -> Record? {
    let file = unsafe path.with(key) { unsafe files.openToRead($0) }
    guard file >= 0 else { return nil }
    defer { close(file) }
    let count = unsafe pread(file, window.baseAddress, window.count, 0)
    guard count > 0 else { return nil }
    return unsafe RecordLine.decode(UnsafeRawBufferPointer(rebasing: window[..<count]))?.record
  }

  private func hasWholeObject(_ record: Record) -> Bool {
    var status = stat()
    return unsafe fstatat(
      files.folder, FilePath.object(record.object), &status, AT_SYMLINK_NOFOLLOW)
      == 0 && Int(status.st_size) == record.payloadByteCount
  }
}
