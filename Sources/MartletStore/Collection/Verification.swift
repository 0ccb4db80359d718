public import MartletBytes

extension LocalStore {
  /// Reads everything and recomputes its SHA-256; damaged records are removed, where that may be.
  ///
  /// It is no use of what is read: collection goes by what it went by before.
  ///
  /// - Parameter progress: Told from time to time how many of how many records were read.
  /// - Returns: A key of each record that was not whole.
  public func verify(progress: (Int, Int) -> Void = { _, _ in }) -> [Digest] {
    var names: [UInt64: [Digest]] = [:]
    for (name, file) in recordFiles() {
      if let key = Digest(hex: name) { names[file.inode, default: []].append(key) }
    }
    var damaged: [Digest] = []
    for (index, keys) in names.values.sorted(by: { $0[0] < $1[0] }).enumerated() {
      progress(index, names.count)
      guard !isWhole(keys[0]) else { continue }
      for key in keys { files.remove(FilePath.record(key)) }
      damaged.append(keys[0])
    }
    progress(names.count, names.count)
    return damaged
  }

  private func isWhole(_ key: Digest) -> Bool {
    guard let record = record(under: key) else { return false }
    guard record.place != .nowhere else { return true }
    guard let loaded = load(key, isUse: false),
      let header = unsafe ObjectHeader(loaded.memory.readable.bytes)
    else { return false }
    return unsafe header.matchesDigest(loaded.memory.readable)
  }
}
