internal import Glibc
internal import MartletBytes

/// What collection removed, or would remove.
public struct Collected: Sendable, Equatable {
  /// Records removed.
  public var recordCount = 0
  /// Bytes freed.
  public var byteCount = 0
  /// Seconds that the removed results took when they were computed.
  public var seconds = 0.0
  /// Bytes that remain.
  public var remainingByteCount = 0
}

extension LocalStore {
  private static let day = 86_400
  private static let halfLifeDays = 30.0

  /// Makes room: drops what is worth least, until the store is small enough.
  ///
  /// A result's worth is the seconds it saves per byte, halved every 30 days since its last use. What
  /// was written or read within a day, or since a day before the oldest living session began, stays.
  ///
  /// - Parameters:
  ///   - maxByteCount: The size to come down to.
  ///   - olderThan: Seconds; what was not used for so long goes in any case.
  ///   - dryRun: Whether to tell only.
  /// - Returns: What went, or would go.
  public func collect(maxByteCount: Int, olderThan: Int? = nil, dryRun: Bool = false) -> Collected {
    let now = time(nil)
    let untouchable = min(now, oldestLivingSession() ?? now) - Self.day
    var result = Collected()
    let (entries, isWhole) = listed(keyPrefix: "")
    // Of a record that can't be seen, the object may be needed.
    let stale = isWhole ? now - Self.day : .min
    result.remainingByteCount = sweep(entries, before: stale, dryRun: dryRun, &result)
    var users: [Digest: Int] = [:]
    for entry in entries where entry.record.place == .object {
      users[entry.record.object, default: 0] += 1
    }
    let candidates = entries.filter { $0.lastUse < untouchable && !isManifestInUse($0, now) }
      .sorted { worth($0, now) < worth($1, now) }
    for entry in candidates {
      let isOld = olderThan.map { entry.lastUse < now - $0 } ?? false
      guard isOld || result.remainingByteCount > maxByteCount else { continue }
      let record = entry.record
      guard dryRun || collectRecord(record) else { continue }
      var freed = entry.byteCount
      if record.place == .object {
        users[record.object, default: 1] -= 1
        if users[record.object] != 0 { freed -= record.payloadByteCount }
      }
      if !dryRun, users[record.object] == 0 { files.remove(FilePath.object(record.object)) }
      result.recordCount += 1
      result.byteCount += freed
      result.seconds += record.place == .nowhere ? 0 : record.seconds
      result.remainingByteCount -= freed
    }
    return result
  }

  /// Removes a record unless it was written anew meanwhile, and leaves its other names to records that
  /// have them now.
  private func collectRecord(_ record: Record) -> Bool {
    guard let first = record.keys.first, self.record(under: first) == record else { return false }
    for key in record.keys.dropFirst() + [record.shape].compactMap({ $0 })
    where self.record(under: key) == record {
      files.remove(FilePath.record(key))
    }
    return files.remove(FilePath.record(first))
  }

  private func worth(_ entry: Entry, _ now: Int) -> Double {
    let days = Double(max(0, now - entry.lastUse)) / Double(Self.day)
    let saved = entry.record.place == .nowhere ? 0.001 : max(entry.record.again, 0.001)
    return saved / Double(max(entry.byteCount, 1)) * exp2(-days / Self.halfLifeDays)
  }

  private func isManifestInUse(_ entry: Entry, _ now: Int) -> Bool {
    entry.record.label == Self.manifestLabel && now - entry.lastUse < 90 * Self.day
  }

  /// Removes what nobody will use: left-over temporary files, objects without a record, old sessions.
  ///
  /// - Returns: Bytes of records and objects that are there.
  private func sweep(
    _ entries: [Entry], before: Int, dryRun: Bool, _ result: inout Collected
  ) -> Int {
    var byteCount = entries.reduce(0) { $0 + $1.recordByteCount }
    let needed = Set(entries.filter { $0.record.place == .object }.map { $0.record.object.hex })
    for file in objectFiles() {
      byteCount += file.byteCount
      guard !needed.contains(file.name), file.modified < before else { continue }
      byteCount -= file.byteCount
      result.byteCount += file.byteCount
      if !dryRun { files.remove("objects/\(file.name.prefix(2))/\(file.name)") }
    }
    guard !dryRun else { return byteCount }
    for file in files.list("incoming") where file.modified < before {
      files.remove("incoming/\(file.name)")
    }
    for name in files.names(in: "sessions").sorted(by: >).dropFirst(200) {
      files.remove("sessions/\(name)")
    }
    return byteCount
  }
}
