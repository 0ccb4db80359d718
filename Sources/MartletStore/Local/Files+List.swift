internal import Glibc

extension Files {
  /// What a folder has: a file's name, number, size and times.
  struct Entry {
    var name: String
    var inode: UInt64
    var byteCount: Int
    /// Seconds since 1970.
    var modified: Int
    /// Bytes on the disk.
    var diskByteCount: Int
  }

  /// The regular files of a folder; none if it can't be read.
  func list(_ name: String) -> [Entry] {
    names(in: name).compactMap { entry in
      var status = stat()
      guard unsafe fstatat(folder, "\(name)/\(entry)", &status, AT_SYMLINK_NOFOLLOW) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { return nil }
      return Entry(
        name: entry, inode: UInt64(status.st_ino), byteCount: Int(status.st_size),
        modified: status.st_mtim.tv_sec, diskByteCount: Int(status.st_blocks) * 512)
    }
  }

  /// The names in a folder, but for `.` and `..`.
  func names(in name: String) -> [String] {
    let file = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0, let stream = unsafe fdopendir(file) else {
      if file >= 0 { close(file) }
      return []
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
