internal import Glibc
public import MartletBytes

/// What was seen of steps when they ran: rows in files that are only ever added.
///
/// ```text
/// observed/<group>/<step key>-<16 digits of the row's digest>
/// ```
///
/// A step's users are found under keys that count its rows: without them, results would be found that are
/// out of date. So collection leaves them alone. They need no sync: a row has its name before anything is kept
/// that is built on it, journals keep that order, and a row whose bytes were lost lets nothing be found.
extension LocalStore {
  /// Adds a row, unless it is there.
  public func observe(
    _ group: Digest, step: Digest, _ row: UnsafeRawBufferPointer
  ) throws(StoreError) {
    let digest = unsafe SHA256.hash(row.bytes)
    let path = "\(Self.folder(group))/\(step.hex)-\(digest.hex.prefix(16))"
    if unsafe files.exists(path) { return }
    let temporary = names.next()
    let file = try files.create(temporary)
    defer { close(file) }
    do throws(StoreError) {
      try unsafe files.write(row, to: file, at: 0)
      try files.rename(temporary, to: path)
    } catch {
      files.remove(temporary)
      throw error
    }
  }

  /// The names of a group's rows: a step key, `-`, and what tells rows of one step apart.
  ///
  /// - Throws: ``StoreError`` if they can't be listed: what was seen is not known then.
  public func observations(of group: Digest) throws(StoreError) -> [String] {
    try files.everyName(in: Self.folder(group))
  }

  /// Rows by their names, read side by side; nothing for one that can't be read.
  public func observations(_ names: [String], of group: Digest) -> [[UInt8]?] {
    let folder = Self.folder(group)
    let threads = min(Team.waitingCount, names.count / 64 + 1)
    return Team.map(names, threads: threads, stride: 16) {
      self.files.content("\(folder)/\($0)", upTo: Self.rowByteLimit)
    }
  }

  /// A step is told of 10 000 files at most, each with a path of at most 4 KiB.
  private static let rowByteLimit = 1 << 26

  private static func folder(_ group: Digest) -> String { "observed/\(group.hex)" }
}
