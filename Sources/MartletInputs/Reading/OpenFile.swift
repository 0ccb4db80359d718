internal import Glibc

/// A file open for reading, closed at the end of its life.
final class OpenFile: Sendable {
  private let descriptor: Int32

  /// Opens a file; nothing if it can't be, and `errno` says why.
  init?(path: String) {
    // Should a pipe have taken the file's place, it is not waited for.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    if descriptor < 0 { return nil }
  }

  // Also where it could not be opened, and `errno` has to stay.
  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The status now.
  var status: FileStatus? { FileStatus(descriptor: descriptor) }

  /// Reads bytes into memory; whether all of them were there.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
    guard let start = buffer.baseAddress else { return true }
    var done = 0
    while done < buffer.count {
      let count = unsafe pread(descriptor, start + done, buffer.count - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        if count == 0 { errno = 0 }
        return false
      }
      done += count
    }
    return true
  }

  /// Bytes of the file; nothing if not all of them are there.
  func bytes(at offset: Int, count: Int) -> [UInt8]? {
    var isWhole = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe buffer.initialize(repeating: 0)
      isWhole = unsafe read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      filled = count
    }
    return isWhole ? bytes : nil
  }
}
