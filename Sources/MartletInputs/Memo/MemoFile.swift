internal import Glibc
internal import MartletBytes

/// The memo's file: `digests-1` in a folder that only its user can reach.
struct MemoFile: Sendable {
  /// How much of which file has been read.
  struct Place {
    var inode: UInt64 = 0
    var byteCount = 0

    /// Whether most of a large file is out of date.
    func isWasteful(rowCount: Int) -> Bool {
      byteCount > 16 << 20 && byteCount / MemoRecord.byteCount > 4 * rowCount
    }
  }

  /// Of a longer file, only the end is read.
  private static let readLimit = 256 << 20
  private let folder: String
  private let path: String

  init(folder: String) {
    self.folder = folder
    path = "\(folder)/digests-1"
  }

  /// Reads what came since the last time.
  func readMore(_ place: inout Place, _ body: (MemoRecord) -> Void) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard let status = Self.own(descriptor) else { return }
    if status.st_ino != place.inode { place = Place(inode: UInt64(status.st_ino)) }
    let end = Int(status.st_size)
    var start = max(place.byteCount, end - Self.readLimit)
    guard start < end else { return }
    place.byteCount = end
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(end - start, 1 << 22), alignment: 64)
    defer { unsafe buffer.deallocate() }
    while end - start >= MemoRecord.byteCount {
      let count = unsafe pread(
        descriptor, buffer.baseAddress, min(buffer.count, end - start), off_t(start))
      guard count >= MemoRecord.byteCount else { return }
      start += unsafe Self.decode(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bytes, body)
    }
  }

  /// Decodes whole records, and passes over what is none; how far it came.
  private static func decode(_ bytes: RawSpan, _ body: (MemoRecord) -> Void) -> Int {
    var offset = 0
    while bytes.byteCount - offset >= MemoRecord.byteCount {
      let place = offset..<offset + MemoRecord.byteCount
      if let record = MemoRecord(bytes.extracting(place)) {
        body(record)
        offset += MemoRecord.byteCount
      } else {
        // A torn record is shorter than the others: the next one begins somewhere.
        offset += 1
        var cursor = ByteCursor(bytes)
        cursor.offset = offset
        _ = cursor.seek(0x4D, or: 0x4D)
        offset = cursor.offset
      }
    }
    return max(offset, 1)
  }

  /// Appends records; what can't be written is read again another time.
  func append(_ records: [MemoRecord], _ place: inout Place) {
    unsafe mkdir(folder.parent, 0o700)
    unsafe mkdir(folder, 0o700)
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard let status = Self.own(descriptor) else { return }
    let isAtEnd = status.st_ino == place.inode && Int(status.st_size) == place.byteCount
    let count = Self.write(records, descriptor)
    if isAtEnd { place.byteCount += count }
  }

  /// Puts another file in its place.
  func replace(by records: [MemoRecord], _ place: inout Place) {
    let temporary = "\(path).\(getpid())"
    unsafe unlink(temporary)
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let count = Self.write(records, descriptor)
    guard count == records.count * MemoRecord.byteCount, let status = Self.own(descriptor),
      unsafe rename(temporary, path) == 0
    else {
      unsafe unlink(temporary)
      return
    }
    place = Place(inode: UInt64(status.st_ino), byteCount: count)
  }

  private static func write(_ records: [MemoRecord], _ descriptor: Int32) -> Int {
    var bytes = GrowingBytes(minimumCapacity: records.count * MemoRecord.byteCount)
    for record in records { record.append(to: &bytes) }
    let count = unsafe Glibc.write(descriptor, bytes.storage.baseAddress, bytes.count)
    return max(count, 0)
  }

  /// A regular file of this user that nobody else can write to.
  private static func own(_ descriptor: Int32) -> stat? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), status.st_mode & 0o022 == 0
    else { return nil }
    return status
  }
}

extension String {
  /// The folder in which a path lies.
  var parent: String {
    guard let slash = utf8.lastIndex(of: 0x2F) else { return "." }
    return slash == utf8.startIndex ? "/" : String(self[..<slash])
  }

  var isAbsolute: Bool { utf8.first == 0x2F }

  /// A path below a folder.
  func below(_ folder: String) -> String {
    folder.isEmpty ? self : folder.utf8.last == 0x2F ? folder + self : "\(folder)/\(self)"
  }
}
