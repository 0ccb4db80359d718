internal import Glibc

extension LocalStore {
  /// Says that a session lives; to be repeated at least every half day.
  ///
  /// Its heartbeat is a file that says when it began and was changed when it last said that it lives.
  public func touchSession(_ name: String) throws(StoreError) {
    let path = try heartbeat(name)
    if unsafe utimensat(files.folder, path, nil, AT_SYMLINK_NOFOLLOW) == 0 { return }
    let file = try files.create(path)
    defer { close(file) }
    try files.write(Array("\(time(nil))\n".utf8), to: file)
  }

  /// Says that a session has ended.
  public func closeSession(_ name: String) throws(StoreError) {
    files.remove(try heartbeat(name))
  }

  /// Keeps the record of a submission, under a name that begins with the time.
  public func writeSession(_ name: String, _ bytes: [UInt8]) throws(StoreError) {
    try check(name)
    let temporary = names.next()
    let file = try files.create(temporary)
    defer { close(file) }
    do throws(StoreError) {
      try files.write(bytes, to: file)
      try files.rename(temporary, to: "sessions/\(name)")
    } catch {
      files.remove(temporary)
      throw error
    }
  }

  /// The newest records of submissions, newest first.
  public func sessions(limit: Int) -> [(name: String, bytes: [UInt8])] {
    let names = files.list("sessions").map(\.name).sorted(by: >)
    var rest = Self.sessionsByteLimit
    return names.prefix(limit).compactMap { name in
      guard let bytes = files.content("sessions/\(name)", upTo: rest) else { return nil }
      rest -= bytes.count
      return (name, bytes)
    }
  }

  /// More bytes of records of submissions than these are not read; one of 1e5 tasks has 9 MB.
  private static let sessionsByteLimit = 1 << 28

  /// When the oldest session began that has said within a day that it lives, in seconds since 1970;
  /// nothing if none has.
  func oldestLivingSession() -> Int? {
    let now = time(nil)
    let living = files.list("incoming").filter {
      $0.name.hasSuffix(Self.heartbeatSuffix) && now - $0.modified < 86_400
    }
    return living.map { heartbeat in
      min(heartbeat.modified, beginning("incoming/\(heartbeat.name)") ?? .max)
    }.min()
  }

  private func beginning(_ path: String) -> Int? {
    let file = unsafe files.openToRead(path)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let size = files.byteCount(of: file), size <= 32,
      let memory = Memory.reading(file, from: 0, byteCount: size)
    else { return nil }
    let text = unsafe String(decoding: memory.readable.prefix { $0 != 0x0A }, as: UTF8.self)
    return Int(text).flatMap { $0 > 0 ? $0 : nil }
  }

  static var heartbeatSuffix: String { ".session" }

  private func heartbeat(_ name: String) throws(StoreError) -> String {
    try check(name)
    return "incoming/\(name)\(Self.heartbeatSuffix)"
  }

  private func check(_ name: String) throws(StoreError) {
    let allowed = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || $0 == 0x2D || $0 == 0x5F
    }
    guard allowed, !name.isEmpty, name.utf8.count <= 100 else {
      throw StoreError(
        .badArgument, "`\(name)` can't name a session: letters, digits, `-` and `_` can", at: path)
    }
  }
}
