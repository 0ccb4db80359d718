internal import Glibc
internal import MartletBytes

extension Files {
  /// What a folder has: a file's name, number, size and times.
  struct Entry {
    var name: String
    var inode: UInt64
    var byteCount: Int
    /// Seconds since 1970.
    var modified: Int
  }

  /// The regular files of a folder; none if it can't be read.
  func list(_ name: String) -> [Entry] {
    let folder = openFolder(name)
    guard folder >= 0 else { return [] }
    defer { close(folder) }
    var entries: [Entry] = []
    unsafe forEachName(in: folder) { name, _ in
      var status = stat()
      guard unsafe fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { return true }
      entries.append(
        Entry(
          name: unsafe String(cString: name), inode: UInt64(status.st_ino),
          byteCount: status.byteCount, modified: status.modified))
      return true
    }
    return entries
  }

  /// The names in a folder, but for `.` and `..`; none if it can't be read: only for what may be told
  /// of, or removed, in part.
  func names(in name: String) -> [String] { (try? everyName(in: name)) ?? [] }

  /// The names in a folder, but for `.` and `..`; none if it is not there.
  func everyName(in name: String) throws(StoreError) -> [String] {
    let folder = openFolder(name)
    if folder < 0 && errno == ENOENT { return [] }
    guard folder >= 0 else { throw failure("can't list `\(name)`") }
    defer { close(folder) }
    var names: [String] = []
    let isRead = unsafe forEachName(in: folder) { name, _ in
      names.append(unsafe String(cString: name))
      return true
    }
    guard isRead else { throw failure("can't list `\(name)`") }
    return names
  }

  /// The digests that name files of an open folder; nothing if it has more than so many.
  func digests(in folder: Int32, limit: Int) -> Set<Digest>? {
    var digests: Set<Digest> = []
    var count = 0
    unsafe forEachName(in: folder) { name, _ in
      count += 1
      let text = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
      if let digest = unsafe Digest(hexDigits: text) { digests.insert(digest) }
      return count <= limit
    }
    return count <= limit ? digests : nil
  }

  func openFolder(_ name: String) -> Int32 {
    unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
  }

  /// Calls `body` with each name in an open folder, and its file's number, but for `.` and `..`, while it
  /// returns true; whether the folder could be read.
  @discardableResult
  func forEachName(
    in folder: Int32, _ body: (UnsafePointer<CChar>, _ inode: UInt64) -> Bool
  ) -> Bool {
    let own = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard own >= 0, let stream = unsafe fdopendir(own) else {
      if own >= 0 { close(own) }
      return false
    }
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { return errno == 0 }
      let goesOn = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          let isDot = unsafe name[0] == 0x2E && (name[1] == 0 || name[1] == 0x2E && name[2] == 0)
          return unsafe isDot || body(name, UInt64(entry.pointee.d_ino))
        }
      }
      if !goesOn { return true }
    }
  }
}
