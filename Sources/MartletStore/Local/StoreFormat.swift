internal import CFileSystem
internal import Glibc
internal import MartletBytes

/// `martlet-store.json`: which version wrote the store, and which store it is.
enum StoreFormat {
  static let version = 1
  static let fileName = "martlet-store.json"

  /// The store's id; makes the file if the folder is new and that is wanted.
  static func open(
    _ files: borrowing Files, names: TemporaryNames, create: Bool
  ) throws(StoreError) -> String {
    if let id = try read(files) { return id }
    guard create else {
      if unsafe files.exists(fileName) {
        throw StoreError(
          .notAStore, "`\(fileName)` in `\(files.path)` is damaged", at: files.path,
          hint: "`martlet.Client` writes it anew when it opens the store; results are not harmed")
      }
      throw StoreError(
        .notAStore, "`\(files.path)` is not a store: there is no `\(fileName)`", at: files.path,
        hint: "name the folder that was given to `martlet.Client(store=...)`")
    }
    for folder in ["incoming", "records", "objects", "sessions"] { try files.makeFolder(folder) }
    let id =
      String(UInt64.random(in: .min ... .max), radix: 16)
      + String(UInt64.random(in: .min ... .max), radix: 16)
    var json = JSONLine()
    json.add("version", version)
    json.add("id", id)
    var line = json.take()
    line.append("}\n")
    let content = unsafe line.storage
    return try files.tryingNames { () throws(StoreError) in
      let file = try files.makeFile(names)
      defer { files.discard(file) }
      try unsafe files.write(content, to: file.descriptor, at: 0)
      // A link, not a rename: of two processes that make the store at once, one wins.
      if try files.link(file, to: fileName) { return id }
      if let theirs = try read(files) { return theirs }
      // What is there is damaged: records and objects speak for themselves.
      try files.replace(fileName, by: file, names)
      return id
    }
  }

  /// The id in the file; nothing if there is none that can be read.
  private static func read(_ files: borrowing Files) throws(StoreError) -> String? {
    let file = unsafe files.openToRead(fileName)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let memory = Memory.reading(file, from: 0, byteCount: files.byteCount(of: file) ?? 0)
    else { return nil }
    let line = unsafe memory.readable.filter { $0 > 0x20 }  // as other programs lay out JSON
    guard var json = unsafe FlatJSON(line.span.bytes), let found = json.integer("version") else {
      return nil
    }
    guard found <= version else {
      throw StoreError(
        .newerFormat, "store `\(files.path)` has format \(found), this Martlet knows \(version)",
        at: files.path, hint: "use a newer Martlet, or another store")
    }
    return json.text("id")
  }
}

extension Files {
  /// The bytes of an open file.
  func byteCount(of file: Int32) -> Int? {
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Writes bytes at the start of a file.
  func write(_ bytes: [UInt8], to file: Int32) throws(StoreError) {
    unsafe try bytes.span.bytes.withUnsafeBytes { (bytes) throws(StoreError) in
      try unsafe write(bytes, to: file, at: 0)
    }
  }

  /// Writes bytes at an offset.
  func write(
    _ bytes: UnsafeRawBufferPointer, to file: Int32, at offset: Int
  ) throws(StoreError) {
    guard let start = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let count = unsafe pwrite(file, start + done, bytes.count - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure("can't write") }
      done += count
    }
  }

  /// Whether the folder is on this node: a file of another node's may vanish, and a mapping of it
  /// then kills the process.
  var isLocal: Bool {
    let local: [UInt32] = [
      0xEF53,  // ext2, ext3, ext4
      0x5846_5342,  // XFS
      0x9123_683E,  // Btrfs
      0x0102_1994,  // tmpfs
      0x794C_7630,  // overlayfs
      0x2FC1_2FC1,  // ZFS
      0xF2F5_2010,  // F2FS
    ]
    return local.contains(cfilesystem_type(folder))
  }
}
