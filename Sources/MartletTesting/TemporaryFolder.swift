internal import Glibc

/// A folder of a test's own, removed with the last reference.
public final class TemporaryFolder: Sendable {
  /// Its path.
  public let path: String

  /// Makes an empty folder under the system's folder for temporary files.
  public init(mode: UInt32 = 0o700) {
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    let path = "\(base)/martlet-\(UInt64.random(in: .min ... .max))"
    guard unsafe mkdir(path, 0o700) == 0 else { fatalError("can't make `\(path)`") }
    unsafe chmod(path, mode)
    self.path = path
  }

  deinit { Self.remove(path) }

  /// Removes it with all that is in it, as somebody else may do at any time.
  public func removeAll() { Self.remove(path) }

  /// The paths of all files below it.
  public func files(_ below: String = "") -> [String] {
    let folder = "\(path)/\(below)"
    return Self.names(folder).flatMap { name in
      let inner = below.isEmpty ? name : "\(below)/\(name)"
      return Self.isFolder("\(path)/\(inner)") ? files(inner) : ["\(path)/\(inner)"]
    }
  }

  private static func remove(_ path: String) {
    if isFolder(path) {
      unsafe chmod(path, 0o700)
      for name in names(path) { remove("\(path)/\(name)") }
      unsafe rmdir(path)
    } else {
      unsafe unlink(path)
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func names(_ folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
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
