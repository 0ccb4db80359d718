internal import Glibc
internal import MartletBytes
internal import Synchronization

/// A store in a folder, on a local disk or on a shared file system.
///
/// Any number of processes and nodes may use it at once, without locks: files are written aside
/// and renamed into place, and never changed afterwards.
public final class LocalStore: Sendable {
  /// Who is trusted to write what is loaded.
  public enum Trust: String, Sendable {
    /// This user alone.
    case own
    /// Everybody who can write to the folder.
    case all
  }

  /// The folder's path.
  public let path: String
  /// The store's own name, made with it: two stores under one path differ in it.
  public let id: String
  /// Whether only this user (and the superuser) can write to it.
  public let isPrivate: Bool
  /// Whether its files are on this node, so that they can be mapped.
  public let isLocalFileSystem: Bool

  let files: Files
  let names = TemporaryNames()
  let markers = Mutex<Set<Digest>>([])

  /// Opens a store.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - create: Whether to make it, with mode 0700, if it is not there.
  ///   - trust: Whether to use a store that others can write to.
  /// - Throws: ``StoreError`` if it can't be made or read, is not a store, or was written by a newer
  ///   Martlet, or if others can write to it and they are not trusted.
  public init(path: String, create: Bool, trust: Trust = .own) throws(StoreError) {
    if create { try Self.makeFolder(path) }
    files = try Files(path: path)
    self.path = path
    // An empty folder of ours becomes a store: nobody else has written to it.
    if create, trust == .own, (try? files.everyName(in: "."))?.isEmpty == true {
      fchmod(files.folder, 0o700)
    }
    var status = stat()
    guard unsafe fstat(files.folder, &status) == 0 else { throw files.failure("can't look") }
    isPrivate = (status.st_uid == geteuid() || status.st_uid == 0) && status.st_mode & 0o022 == 0
    guard isPrivate || trust == .all else { throw Self.notTrusted(path, owner: status.st_uid) }
    isLocalFileSystem = files.isLocal
    id = try StoreFormat.open(files, names: names, create: create)
  }

  private static func notTrusted(_ path: String, owner: uid_t) -> StoreError {
    let danger = "loading a result runs code that is in it; `trust=\"all\"` says that you trust "
    if owner != geteuid() && owner != 0 {
      return StoreError(
        .notTrusted, "store `\(path)` belongs to another user (\(owner))", at: path,
        hint: danger + "its owner, and everybody else who can write there")
    }
    return StoreError(
      .notTrusted, "others than you can write to store `\(path)`", at: path,
      hint: danger + "everybody who can write there, `chmod go-w` ends that they can")
  }

  private static func makeFolder(_ path: String) throws(StoreError) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: true) {
      made += "/\(part)"
      if unsafe mkdir(made, 0o700) == 0 || errno == EEXIST || errno == EISDIR { continue }
      let reason = errno
      if reason == EROFS || reason == EACCES, unsafe access(made, F_OK) == 0 { continue }
      throw StoreError(errno: reason, "can't make folder `\(made)`", at: path)
    }
  }

  /// Throws if less than 5 % of the file system's blocks are free.
  func checkSpace() throws(StoreError) {
    var status = statvfs()
    guard unsafe fstatvfs(files.folder, &status) == 0 else { throw files.failure("can't look") }
    if status.f_blocks > 0, status.f_bavail < status.f_blocks / 20 {
      throw StoreError(
        .full, "less than 5 % is free on the disk of store `\(path)`", at: path,
        hint: "`martlet store gc --max-size ...` makes room")
    }
  }
}

/// Names for files that are being written, different in every process and thread.
final class TemporaryNames: Sendable {
  private let counter = Atomic<UInt64>(0)
  private let prefix: String

  init() {
    let random = UInt64.random(in: .min ... .max)
    prefix = "incoming/\(getpid())-\(String(random, radix: 16))-"
  }

  func next() -> String {
    "\(prefix)\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
  }
}
