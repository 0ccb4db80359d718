internal import Glibc
internal import MartletBytes

/// Reads records' heads one after the other; its buffers are made once.
@safe struct RecordReader: ~Copyable {
  private let store: LocalStore
  private var record = EntryPath.record()
  private var object = EntryPath.object()
  private let window: UnsafeMutableRawBufferPointer
  /// What was met last: misses come in rows, and asking whether a file is there costs a third less
  /// than opening it in vain.
  private var lastWasMissing = false

  init(_ store: LocalStore) {
    self.store = store
    unsafe window = .allocate(byteCount: RecordLine.largestByteCount, alignment: 16)
  }

  deinit { unsafe window.deallocate() }

  /// What is under a key; nothing where no whole record is.
  mutating func find(_ key: Digest) -> Found? {
    if lastWasMissing {
      let path = unsafe record.path(key)
      guard unsafe store.files.exists(path) else { return nil }
    }
    let found = unsafe found(head(store.files.folder, record.path(key), texts: false), key)
    lastWasMissing = found == nil
    return found
  }

  /// What is under a key that lies in an open folder, or would.
  mutating func find(_ key: Digest, in folder: Int32) -> Found? {
    let name = unsafe record.name(key)
    if lastWasMissing, unsafe faccessat(folder, name, F_OK, 0) != 0 { return nil }
    let found = unsafe found(head(folder, name, texts: false), key)
    lastWasMissing = found == nil
    return found
  }

  /// The record under a key, if it is whole and says that it belongs there; label and provenance only
  /// if texts are wanted.
  mutating func record(under key: Digest, texts: Bool) -> Record? {
    unsafe head(store.files.folder, record.path(key), texts: texts)
      .flatMap { $0.answers(to: key) ? $0 : nil }
  }

  /// The record in a file of an open folder, with the file's number; nothing if it is not whole or does
  /// not say that it belongs there.
  mutating func entry(
    _ name: UnsafePointer<CChar>, in folder: Int32
  ) -> (entry: Entry, key: Digest, inode: UInt64)? {
    let text = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
    guard let key = unsafe Digest(hexDigits: text) else { return nil }
    let file = unsafe openat(folder, name, Files.readingFlags)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, let record = head(of: file, texts: true),
      record.answers(to: key)
    else { return nil }
    let object = record.place == .object ? record.payloadByteCount : 0
    let entry = Entry(
      record: record, byteCount: status.byteCount + object, lastUse: status.modified)
    return (entry, key, UInt64(status.st_ino))
  }

  /// Opens the folder in which a key's record lies; nothing if it is not there.
  mutating func openFolder(of key: Digest) -> Int32? {
    let folder = unsafe openat(
      store.files.folder, record.folder(key), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    return folder < 0 ? nil : folder
  }

  private mutating func found(_ record: Record?, _ key: Digest) -> Found? {
    guard let record, record.answers(to: key), record.place != .object || hasWholeObject(record)
    else { return nil }
    return Found(
      hasObject: record.place != .nowhere, seconds: record.seconds, again: record.again,
      byteCount: record.byteCount, content: record.content)
  }

  private func head(_ folder: Int32, _ path: UnsafePointer<CChar>, texts: Bool) -> Record? {
    let file = unsafe openat(folder, path, Files.readingFlags)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return head(of: file, texts: texts)
  }

  private func head(of file: Int32, texts: Bool) -> Record? {
    let count = unsafe pread(file, window.baseAddress, window.count, 0)
    guard count > 0 else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: window[..<count])
    return unsafe RecordLine.decode(bytes.bytes, texts: texts)?.record
  }

  private mutating func hasWholeObject(_ record: Record) -> Bool {
    var status = stat()
    return unsafe fstatat(
      store.files.folder, object.path(record.object), &status, AT_SYMLINK_NOFOLLOW) == 0
      && Int(status.st_size) == record.payloadByteCount
  }
}
