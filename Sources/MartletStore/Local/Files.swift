internal import Glibc
internal import Synchronization

/// The calls of the operating system that a local store is made of; paths are relative to its folder.
struct Files: ~Copyable, Sendable {
  /// The store's folder, open.
  let folder: Int32
  /// Its path, for messages.
  let path: String
  /// How new files get their names: found out with the first one.
  let linking = LinkingChoice()

  /// Opens a folder.
  init(path: String) throws(StoreError) {
    let folder = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw StoreError(errno: errno, "can't open store `\(path)`", at: path)
    }
    self.folder = folder
    self.path = path
  }

  deinit { close(folder) }

  /// Links are not followed, and a pipe where a file should be is not waited for.
  static var readingFlags: Int32 { O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK }

  /// Opens a file to be read; -1 if it can't be.
  func openToRead(_ name: UnsafePointer<CChar>) -> Int32 {
    unsafe openat(folder, name, Self.readingFlags)
  }

  /// A file's content; nothing if it can't be read, or is longer than it may be.
  func content(_ name: String, upTo limit: Int) -> [UInt8]? {
    let file = unsafe openToRead(name)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let size = byteCount(of: file), size <= limit,
      let memory = Memory.reading(file, from: 0, byteCount: size)
    else { return nil }
    return unsafe Array(memory.readable)
  }

  /// Makes a new file that nobody else has.
  func create(_ name: String) throws(StoreError) -> Int32 {
    let file = unsafe openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("can't make `\(name)`") }
    open(file, mode: mode)
    return file
  }

  /// Opens a new file to those whom the store's folder lets in.
  func open(_ file: Int32, mode: mode_t) {
    // Past the umask: others read what the folder lets them reach, and only its owner writes in it.
    if mode & 0o044 != 0 { fchmod(file, 0o600 | mode & 0o044) }
  }

  /// Makes a folder unless it is there.
  func makeFolder(_ name: String) throws(StoreError) {
    if unsafe mkdirat(folder, name, 0o700) == 0 {
      let mode = mode
      if mode & 0o077 != 0 { unsafe fchmodat(folder, name, mode, 0) }
    } else if errno != EEXIST {
      throw failure("can't make folder `\(name)`")
    }
  }

  /// Renames a file, making the folder of the new name if it is not there.
  func rename(_ old: String, to new: String) throws(StoreError) {
    if unsafe renameat(folder, old, folder, new) == 0 { return }
    if errno == ENOENT {
      try makeFolders(above: new)
      if unsafe renameat(folder, old, folder, new) == 0 { return }
    }
    if errno == EISDIR, unsafe unlinkat(folder, new, AT_REMOVEDIR) == 0,
      unsafe renameat(folder, old, folder, new) == 0
    {
      return
    }
    throw failure("can't rename `\(old)` to `\(new)`")
  }

  /// Gives a file one more name; whether the new name was free.
  @discardableResult
  func link(_ old: String, to new: String) throws(StoreError) -> Bool {
    if unsafe linkat(folder, old, folder, new, 0) == 0 { return true }
    if errno == ENOENT {
      try makeFolders(above: new)
      if unsafe linkat(folder, old, folder, new, 0) == 0 { return true }
    }
    switch errno {
    case EEXIST: return false
    case EPERM, EMLINK, ENOTSUP, ENOSYS: return try copy(old, to: new)
    default: throw failure("can't link `\(old)` to `\(new)`")
    }
  }

  /// Copies a record, on file systems without hard links.
  private func copy(_ old: String, to new: String) throws(StoreError) -> Bool {
    if unsafe exists(new) { return false }
    let source = unsafe openToRead(old)
    guard source >= 0 else { throw failure("can't read `\(old)`") }
    defer { close(source) }
    guard let memory = Memory.reading(source, from: 0, byteCount: byteCount(of: source) ?? 0) else {
      throw failure("can't read `\(old)`")
    }
    let temporary = "\(old).\(getpid())"
    let file = try create(temporary)
    defer { close(file) }
    try unsafe write(memory.readable, to: file, at: 0)
    try rename(temporary, to: new)
    return true
  }

  /// Removes a file; whether it was there and could be.
  @discardableResult
  func remove(_ name: String) -> Bool { unsafe unlinkat(folder, name, 0) == 0 }

  /// Whether a file is there.
  func exists(_ name: UnsafePointer<CChar>) -> Bool { unsafe faccessat(folder, name, F_OK, 0) == 0 }

  /// The error that the operating system has just told.
  func failure(_ what: String) -> StoreError {
    StoreError(errno: errno, "\(what) in store `\(path)`", at: path)
  }

  /// The mode of the store's folder: whom it lets in, the entries let in.
  var mode: mode_t {
    var status = stat()
    return unsafe fstat(folder, &status) == 0 ? status.st_mode & 0o7777 : 0o700
  }

  /// Makes the folders in which a file is to lie.
  func makeFolders(above name: String) throws(StoreError) {
    for (index, byte) in name.utf8.enumerated() where byte == UInt8(ascii: "/") {
      try makeFolder(String(decoding: name.utf8.prefix(index), as: UTF8.self))
    }
  }
}

/// How new files get their names, shared by all threads of a store.
final class LinkingChoice: Sendable {
  private let choice = Atomic<UInt8>(0)

  var value: Files.Linking {
    get { Files.Linking(rawValue: choice.load(ordering: .relaxed)) ?? .names }
    set { choice.store(newValue.rawValue, ordering: .relaxed) }
  }
}

extension StoreError {
  /// What the operating system told, in the store's terms.
  init(errno number: Int32, _ what: String, at location: String) {
    let code: Code =
      switch number {
      case ENOSPC, EDQUOT: .full
      case EROFS, EACCES, EPERM: .readOnly
      case ENOENT, ESTALE: .gone
      case ENOTDIR: .notAStore
      default: .system
      }
    let reason = unsafe String(cString: strerror(number))
    self.init(code, "\(what): \(reason)", at: location, errorNumber: number)
  }
}
