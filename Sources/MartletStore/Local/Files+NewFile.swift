internal import CFileSystem
internal import Glibc

/// A file on its way into the store, to be given its name when it is whole.
struct NewFile: ~Copyable {
  let descriptor: Int32
  /// Its name in `incoming`; nothing where the file system makes files without a name.
  let name: String?

  deinit { close(descriptor) }
}

extension Files {
  /// How a new file gets its names.
  enum Linking: UInt8 {
    /// The file has none, and its descriptor is linked: one call less, and a killed writer leaves nothing.
    case descriptor
    /// The same by way of `/proc`, as kernels before 6.10 want it.
    case process
    /// The file has a name in `incoming`, as on NFS.
    case names
  }

  /// Does it once more where it turns out that a file without a name can't be given one.
  func tryingNames<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    let before = linking.value
    do throws(StoreError) { return try body() } catch {
      guard before != .names, linking.value == .names else { throw error }
      return try body()
    }
  }

  /// Makes a file that nobody else has.
  func makeFile(_ names: TemporaryNames) throws(StoreError) -> NewFile {
    if linking.value != .names {
      let flags = cfilesystem_nameless | O_RDWR | O_CLOEXEC
      let file = unsafe openat(folder, "incoming", flags, 0o600)
      if file >= 0 {
        open(file, mode: mode)
        return NewFile(descriptor: file, name: nil)
      }
      guard [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else { throw failure("can't make a file") }
      linking.value = .names
    }
    let name = names.next()
    return NewFile(descriptor: try create(name), name: name)
  }

  /// Gives a file one more name, making the folder if it is not there; whether the name was free.
  func link(_ file: borrowing NewFile, to path: String) throws(StoreError) -> Bool {
    if let name = file.name { return try link(name, to: path) }
    if link(file, path) { return true }
    if errno == ENOENT {
      try makeFolders(above: path)
      if link(file, path) { return true }
    }
    if errno == ENOENT, linking.value == .descriptor {
      linking.value = .process
      if link(file, path) { return true }
    }
    if errno == EEXIST { return false }
    let failure = failure("can't link a file to `\(path)`")
    linking.value = .names  // whoever keeps tries once more
    throw failure
  }

  /// Gives a whole file its last name, in place of what may be there.
  func put(_ file: borrowing NewFile, at path: String, _ names: TemporaryNames) throws(StoreError) {
    if let name = file.name { return try rename(name, to: path) }
    if try !link(file, to: path) { try replace(path, by: file, names) }
  }

  /// Gives a file one more name, in place of what is there.
  func replace(
    _ path: String, by file: borrowing NewFile, _ names: TemporaryNames
  ) throws(StoreError) {
    let temporary = names.next()
    _ = try link(file, to: temporary)
    do throws(StoreError) { try rename(temporary, to: path) } catch {
      remove(temporary)
      throw error
    }
  }

  /// Removes a file that did not get its last name.
  func discard(_ file: borrowing NewFile) {
    if let name = file.name { remove(name) }
  }

  private func link(_ file: borrowing NewFile, _ path: String) -> Bool {
    guard linking.value == .process else {
      return unsafe linkat(file.descriptor, "", folder, path, cfilesystem_empty_path) == 0
    }
    let source = "/proc/self/fd/\(file.descriptor)"
    return unsafe linkat(AT_FDCWD, source, folder, path, AT_SYMLINK_FOLLOW) == 0
  }
}
