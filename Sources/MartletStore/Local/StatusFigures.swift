internal import Glibc

/// Figures that anybody who can write to the store may have set, within what can be reckoned with.
extension stat {
  /// When the file changed, in seconds since 1970.
  var modified: Int { min(max(0, st_mtim.tv_sec), 1 << 40) }

  /// The file's length: a sparse one may say that it has 8 EiB.
  var byteCount: Int { min(max(0, Int(st_size)), 1 << 44) }
}
