internal import Glibc

/// Memory that holds an object: a file mapped copy-on-write, or a copy of it.
///
/// It may be written to; the file stays as it is. The memory is given back with the last reference.
@safe public final class Memory: @unchecked Sendable {
  // @unchecked: nothing is changed after init, and whoever writes to the bytes owns that.

  /// The bytes, of the file's length.
  public let bytes: UnsafeMutableRawBufferPointer
  private let isMapped: Bool

  private init(_ bytes: UnsafeMutableRawBufferPointer, isMapped: Bool) {
    unsafe self.bytes = bytes
    self.isMapped = isMapped
  }

  deinit {
    if isMapped {
      unsafe munmap(bytes.baseAddress, bytes.count)
    } else {
      unsafe free(bytes.baseAddress)
    }
  }

  /// The bytes to be read.
  var readable: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(bytes) }

  /// Maps the whole of an open file; nothing if that can't be done.
  static func mapping(_ file: Int32, byteCount: Int) -> Memory? {
    let start = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else { return nil }
    return unsafe Memory(
      UnsafeMutableRawBufferPointer(start: start, count: byteCount), isMapped: true)
  }

  /// Reads part of an open file; nothing if it is shorter, or there is not so much memory.
  static func reading(_ file: Int32, from offset: Int, byteCount: Int) -> Memory? {
    var place: UnsafeMutableRawPointer?
    // Not Swift's own allocation, which ends the process where there is no room.
    guard unsafe posix_memalign(&place, ObjectLayout.alignment, max(byteCount, 1)) == 0,
      let start = unsafe place
    else { return nil }
    let memory = unsafe Memory(
      UnsafeMutableRawBufferPointer(start: start, count: byteCount), isMapped: false)
    var done = 0
    while done < byteCount {
      let count = unsafe pread(file, start + done, byteCount - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return nil }
      done += count
    }
    return memory
  }
}
