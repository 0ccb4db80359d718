import Glibc

/// What is said on the standard error, and the data on the standard output.
enum Talk {
  /// Writes data.
  ///
  /// - Throws: ``CommandError`` if not all could be written, as to a full disk: who reads a file of it
  ///   must not take a part for the whole.
  static func show(_ text: String, to file: Int32 = STDOUT_FILENO) throws(CommandError) {
    var rest = Array((text + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw CommandError("can't write the output: \(unsafe String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(count)
    }
  }

  static func say(_ text: String) { emit(text + "\n") }

  /// A line that is written over by the next one, on a terminal only.
  static func progress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    emit("\r\u{1B}[K" + text)
  }

  private static func emit(_ text: String) {
    var text = text
    // What can't be said, as into a closed pipe, is lost.
    _ = text.withUTF8 { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
