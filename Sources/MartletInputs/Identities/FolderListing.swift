internal import Glibc
internal import MartletBytes

/// What a folder holds, at any depth.
struct FolderListing {
  struct Entry {
    /// Relative to the folder.
    var name: String
    var path: String
    /// Nothing for a link that leads nowhere.
    var status: FileStatus?
  }

  /// Why a folder has no identity.
  struct Failure: Error {
    var reason: String
  }

  /// The most files and folders that are looked at.
  static let limit = 10_000
  private static let depthLimit = 100

  /// In the order of the names' bytes.
  private(set) var entries: [Entry] = []
  private var above: [FileStamp] = []
  private let root: String

  /// Lists a folder.
  init(_ path: String, _ status: FileStatus) throws(Failure) {
    root = path
    try list(path, "", status.stamp)
    entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The identity, given those of the regular files in their order.
  ///
  /// ```text
  /// H("martlet.file.folder.v1", count of entries, entries)
  /// entry = name, "f" or "d" or "n" or "c", identity of a regular file
  /// ```
  func identity(_ files: [Digest]) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.file.folder.v1")
    encoder.append(UInt64(entries.count))
    var rest = files[...]
    for entry in entries {
      encoder.append(entry.name)
      switch entry.status?.kind {
      case .regular:
        encoder.append("f")
        if let digest = rest.popFirst() { encoder.append(digest) }
      case .folder: encoder.append("d")
      case nil: encoder.append("n")
      default: encoder.append("c")
      }
    }
    return encoder.digest()
  }

  private mutating func list(_ path: String, _ prefix: String, _ stamp: FileStamp) throws(Failure) {
    let isLoop = above.contains { $0.device == stamp.device && $0.inode == stamp.inode }
    if isLoop { throw Failure(reason: "the folder `\(root)` holds itself: `\(path)` leads back") }
    if above.count >= Self.depthLimit {
      throw Failure(reason: "the folder `\(root)` is nested deeper than \(Self.depthLimit)")
    }
    above.append(stamp)
    defer { above.removeLast() }
    guard let names = FolderNames.of(path) else {
      throw Failure(reason: "the folder `\(path)` can't be read: \(systemReason(errno))")
    }
    for name in names {
      guard let name else {
        throw Failure(reason: "a name in the folder `\(path)` is not UTF-8")
      }
      if entries.count >= Self.limit {
        throw Failure(reason: "the folder `\(root)` holds more than \(Self.limit) files")
      }
      try enter(name.below(path), name.below(prefix))
    }
  }

  private mutating func enter(_ path: String, _ name: String) throws(Failure) {
    let status = FileStatus(path: path)
    if status == nil, errno != ENOENT {
      throw Failure(reason: "`\(path)` can't be looked at: \(systemReason(errno))")
    }
    switch status?.kind {
    case .pipe, .socket, .blockDevice:
      throw Failure(reason: "the folder `\(root)` holds a pipe, a socket or a device: `\(path)`")
    default: entries.append(Entry(name: name, path: path, status: status))
    }
    if let status, status.kind == .folder { try list(path, name, status.stamp) }
  }
}

/// The names in a folder.
enum FolderNames {
  /// All names but `.` and `..`; nothing for one that is not UTF-8, and nothing at all if the folder can't
  /// be read (`errno` says why).
  static func of(_ path: String) -> [String?]? {
    guard let stream = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(stream) }
    var names: [String?] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(validatingCString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
