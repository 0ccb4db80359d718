internal import Glibc
public import MartletBytes

/// A record with all its names, and what it takes.
public struct Entry: Sendable {
  /// The record.
  public var record: Record
  /// Bytes of the record's file, and of its object, which other records may share.
  public var byteCount: Int
  /// When it was last written or read, in seconds since 1970; hours are all it is good for.
  public var lastUse: Int
}

extension LocalStore {
  /// All records, each once however many names it has, those used last first.
  ///
  /// Reads every record's head: some 6 us each on a local disk.
  public func entries() -> [Entry] { entries(keyPrefix: "") }

  /// Records one of whose keys begins with hexadecimal digits, of either case.
  ///
  /// Reads the folders that can hold them only.
  public func entries(keyPrefix prefix: String) -> [Entry] { listed(keyPrefix: prefix).entries }

  /// The same, and whether all folders could be listed: if not, there may be more.
  func listed(keyPrefix prefix: String) -> (entries: [Entry], isWhole: Bool) {
    let prefix = prefix.lowercased()
    var reader = RecordReader(self)
    var seen: Set<UInt64> = []
    var entries: [Entry] = []
    let folders = try? files.everyName(in: "records")
    var isWhole = folders != nil
    for name in folders ?? [] where name.hasPrefix(prefix.prefix(2)) {
      let folder = files.openFolder("records/\(name)")
      guard folder >= 0 else {
        // Gone meanwhile, or somebody's file.
        isWhole = isWhole && [ENOENT, ENOTDIR].contains(errno)
        continue
      }
      defer { close(folder) }
      let isRead = unsafe files.forEachName(in: folder) { name, inode in
        guard !seen.contains(inode), let found = unsafe reader.entry(name, in: folder) else {
          return true
        }
        // Under its shape a record is only marked.
        guard
          prefix.isEmpty || found.entry.record.keys.contains(where: { $0.hex.hasPrefix(prefix) })
        else { return true }
        // Where folders give other numbers than files do, these decide.
        if seen.insert(found.inode).inserted { entries.append(found.entry) }
        seen.insert(inode)
        return true
      }
      isWhole = isWhole && isRead
    }
    entries.sort { ($0.lastUse, $0.record.content) > ($1.lastUse, $1.record.content) }
    return (entries, isWhole)
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
    var steps: [String: StepStats] = [:]
    for entry in entries() {
      stats.byteCount += entry.recordByteCount
      guard entry.record.label != Self.manifestLabel else { continue }
      steps[entry.record.label, default: StepStats(label: entry.record.label)].count(entry)
    }
    stats.steps = steps.values.sorted { ($0.byteCount, $1.label) > ($1.byteCount, $0.label) }
    stats.sessionCount = files.names(in: "sessions").count
    return stats
  }
}

extension Entry {
  /// Bytes of the record's own file.
  var recordByteCount: Int {
    byteCount - (record.place == .object ? record.payloadByteCount : 0)
  }
}

/// What a store holds in all.
public struct StoreStats: Sendable, Equatable {
  /// What it holds of each function's steps, those that take most bytes first.
  public var steps: [StepStats] = []
  /// Objects: results too large for their record.
  public var objectCount = 0
  /// Bytes of records and objects.
  public var byteCount = 0
  /// Recorded submissions.
  public var sessionCount = 0

  /// Records of steps.
  public var recordCount: Int { steps.reduce(0) { $0 + $1.recordCount } }
  /// Records whose result is there.
  public var resultCount: Int { steps.reduce(0) { $0 + $1.resultCount } }
  /// Seconds that the recorded steps took.
  public var seconds: Double { steps.reduce(0) { $0 + $1.seconds } }
}

/// What a store holds of one function's steps.
public struct StepStats: Sendable, Equatable {
  /// The name of the function.
  public let label: String
  /// Records of its steps.
  public private(set) var recordCount = 0
  /// Records whose result is there.
  public private(set) var resultCount = 0
  /// Bytes of records and objects; an object that several records share counts for each.
  public private(set) var byteCount = 0
  /// Seconds that the steps took.
  public private(set) var seconds = 0.0

  init(label: String) { self.label = label }

  mutating func count(_ entry: Entry) {
    recordCount += 1
    resultCount += entry.record.place == .nowhere ? 0 : 1
    byteCount += entry.byteCount
    seconds += entry.record.seconds
  }
}
