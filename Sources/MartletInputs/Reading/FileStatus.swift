internal import Glibc

/// What tells two states of a file apart without reading it.
package struct FileStamp: Hashable, Sendable {
  package var device: UInt64
  package var inode: UInt64
  package var byteCount: Int
  /// When its content was changed: nanoseconds since 1970.
  package var modified: Int
  /// When its content or its attributes were changed: nanoseconds since 1970, which no user can set.
  package var changed: Int

  package func hash(into hasher: inout Hasher) {
    hasher.combine(inode)
    hasher.combine(changed)
  }

  /// Whether so much time lies between the last change and a reading that no later change could have
  /// left the same times: file systems count in steps of up to 2 s.
  func isSettled(at now: Int) -> Bool {
    let latest = max(modified, changed)
    return latest <= now && now - latest >= 2_000_000_000
  }
}

/// What the operating system says of a path.
struct FileStatus: Equatable {
  enum Kind { case regular, folder, device, pipe, socket, blockDevice }

  var kind: Kind
  var stamp: FileStamp

  /// The status of what a path leads to; links are followed.
  ///
  /// `errno` says why there is none.
  init?(path: String) {
    var status = stat()
    guard unsafe fstatat(AT_FDCWD, path, &status, 0) == 0 else { return nil }
    self.init(status)
  }

  /// The status of an open file.
  init?(descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init?(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .folder
    case S_IFCHR: kind = .device
    case S_IFBLK: kind = .blockDevice
    case S_IFIFO: kind = .pipe
    default: kind = .socket
    }
    stamp = FileStamp(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), byteCount: Int(status.st_size),
      modified: status.st_mtim.nanoseconds, changed: status.st_ctim.nanoseconds)
  }
}

extension timespec {
  /// Nanoseconds since 1970; wrong in the year 2262, never a trap.
  fileprivate var nanoseconds: Int { tv_sec &* 1_000_000_000 &+ tv_nsec }

  /// The time of day.
  static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return time.nanoseconds
  }
}

/// What the operating system calls an error.
func systemReason(_ number: Int32) -> String {
  unsafe String(cString: strerror(number))
}
