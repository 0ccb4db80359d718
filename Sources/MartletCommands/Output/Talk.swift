import Glibc

/// What is said on the standard error, beside the data on the standard output.
enum Talk {
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
