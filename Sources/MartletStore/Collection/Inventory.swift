internal import Glibc
public import MartletBytes

/// A record with all its names, and what it takes.
public struct Entry: Sendable {
  /// The record.
  public var record: Record
  /// Bytes of the record's file and, shared among the records that need it, of its object.
  public var byteCount: Int
  /// When it was last written or read, in seconds since 1970; hours are all it is good for.
  public var lastUse: Int
}

extension LocalStore {
  /// All records, each once however many names it has.
  ///
  /// Reads every record's head.
  public func entries() -> [Entry] {
    var found: [UInt64: Entry] = [:]
    for (name, file) in recordFiles() where found[file.inode] == nil {
      guard let key = Digest(hex: name), let record = record(under: key) else { continue }
      let object = record.place == .object ? record.payloadByteCount : 0
      found[file.inode] = Entry(
        record: record, byteCount: file.byteCount + object, lastUse: file.modified)
    }
    return found.values.sorted { ($0.lastUse, $0.record.content) > ($1.lastUse, $1.record.content) }
  }

  /// Records whose key begins with hexadecimal digits.
  public func entries(keyPrefix prefix: String) -> [Entry] {
    entries().filter { $0.record.keys.contains { key in key.hex.hasPrefix(prefix.lowercased()) } }
  }

  /// Removes the records under the keys, with all their names; how many were there and could be removed.
  @discardableResult
  public func remove(_ keys: [Digest]) -> Int {
    keys.count { key in
      guard let record = record(under: key) else { return files.remove(FilePath.record(key)) }
      return removeRecord(record)
    }
  }

  /// Removes a record under all its names; whether it was there and could be.
  @discardableResult
  func removeRecord(_ record: Record) -> Bool {
    let isGone = record.keys.count { files.remove(FilePath.record($0)) } > 0
    // Another record of this shape may live on: its marker comes back when that is kept again.
    if let shape = record.shape, let marker = self.record(under: shape), marker.keys == record.keys
    {
      files.remove(FilePath.record(shape))
    }
    return isGone
  }

  /// The names and files of all records.
  func recordFiles() -> [(name: String, file: Files.Entry)] {
    files.names(in: "records").flatMap { folder in
      files.list("records/\(folder)").map { ($0.name, $0) }
    }
  }

  /// The files of all objects.
  func objectFiles() -> [Files.Entry] {
    files.names(in: "objects").flatMap { files.list("objects/\($0)") }
  }

  /// What the store holds in all.
  public func stats() -> StoreStats {
    var stats = StoreStats()
    let objects = objectFiles()
    stats.objectCount = objects.count
    stats.byteCount = objects.reduce(0) { $0 + $1.byteCount }
    var seen: Set<UInt64> = []
    for (_, file) in recordFiles() where seen.insert(file.inode).inserted {
      stats.byteCount += file.byteCount
    }
    for entry in entries() where entry.record.label != Self.manifestLabel {
      stats.recordCount += 1
      stats.resultCount += entry.record.place == .nowhere ? 0 : 1
      stats.seconds += entry.record.seconds
    }
    stats.sessionCount = files.names(in: "sessions").count
    return stats
  }
}

/// What a store holds in all.
public struct StoreStats: Sendable, Equatable {
  /// Records of steps.
  public var recordCount = 0
  /// Records whose result is there.
  public var resultCount = 0
  /// Objects: results too large for their record.
  public var objectCount = 0
  /// Bytes of records and objects.
  public var byteCount = 0
  /// Seconds that the kept steps took.
  public var seconds = 0.0
  /// Recorded submissions.
  public var sessionCount = 0
}
