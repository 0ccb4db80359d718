internal import Glibc
internal import MartletBytes

/// What lies under one path.
enum PathAnswer: Sendable {
  /// Nothing, or something that counts by its name.
  case nothing
  /// Files.
  case file(SeenFile)
  /// Something that can't be identified, for this reason.
  case refused(String)
}

/// One look at what many paths lead to: all in parallel, each path once.
struct Look {
  private enum Sight: Sendable {
    case absent
    case present(FileStatus)
    case refused(String)
  }

  let rule: IdentityRule
  let memo: DigestMemo
  let progress: ReadingProgress
  /// What is known.
  private(set) var table: PathTable
  private var sights: [(place: Int, path: String, sight: Sight)] = []

  init(
    rule: IdentityRule, memo: DigestMemo, progress: ReadingProgress, known: PathTable
  ) {
    self.progress = progress
    self.rule = rule
    self.memo = memo
    table = known
  }

  /// Looks whether something lies under each path; one `stat` a path that is not known.
  ///
  /// - Returns: For each path its place in the table.
  mutating func see(_ paths: [String]) -> [Int] {
    table.reserve(paths.count)
    let first = table.count
    var new: [String] = []
    let places = paths.map { path in
      let place = table.place(of: path)
      if place == first + new.count { new.append(path) }
      return place
    }
    let found = Team.map(new, threads: min(Team.waitingCount, new.count / 256 + 1), stride: 64) {
      Self.sight($0)
    }
    // Read with the first file: most texts of most sessions name none.
    var known: KnownIdentities?
    for (index, sight) in found.enumerated() {
      if case .absent = sight { continue }
      if case .present(let status) = sight, status.kind == .regular {
        let all = known ?? memo.known(rule)
        known = all
        if let identity = all[status.stamp] {
          table[first + index] = .file(
            SeenFile(path: new[index], stamp: status.stamp, identity: identity))
          continue
        }
      }
      // Until it is identified: what is there must not pass for nothing.
      table[first + index] = .refused("it was not identified")
      sights.append((first + index, new[index], sight))
    }
    return places
  }

  /// Whether something lies under a path that was looked at.
  func isThere(_ place: Int) -> Bool {
    if case .nothing = table[place] { return false }
    return true
  }

  /// Identifies all that was seen.
  mutating func identify() {
    let sights = sights
    self.sights = []
    var batch: [FileBatch.Member] = []
    var files: [(place: Int, member: Int)] = []
    var folders: [(place: Int, path: String, status: FileStatus)] = []
    for (place, path, sight) in sights {
      switch sight {
      case .absent: break
      case .refused(let reason): table[place] = .refused(reason)
      case .present(let status):
        switch status.kind {
        case .regular:
          files.append((place, batch.count))
          batch.append(FileBatch.Member(path: path, stamp: status.stamp))
        case .folder: folders.append((place, path, status))
        case .device: table[place] = .nothing
        case .pipe, .socket, .blockDevice:
          let what = "a pipe, a socket or a block device"
          table[place] = .refused("`\(path)` is \(what), which can't be read beforehand")
        }
      }
    }
    let listings = Team.map(folders, threads: Team.waitingCount) { folder in
      Result { () throws(FolderListing.Failure) in
        try FolderListing(folder.path, folder.status)
      }
    }
    let firsts = listings.map { listing -> Int in
      defer { batch += (try? listing.get())?.members ?? [] }
      return batch.count
    }
    var all = FileBatch(batch, rule, memo, progress)
    all.run()
    for (place, member) in files { table[place] = Self.answer(all.members[member]) }
    for ((folder, listing), first) in zip(zip(folders, listings), firsts) {
      table[folder.place] = Self.answer(folder.path, folder.status, listing, all.members, first)
    }
  }

  private static func answer(_ member: FileBatch.Member) -> PathAnswer {
    guard let identity = member.identity else { return .refused(member.reason) }
    return .file(SeenFile(path: member.path, stamp: member.stamp, identity: identity))
  }

  private static func answer(
    _ path: String, _ status: FileStatus, _ listing: Result<FolderListing, FolderListing.Failure>,
    _ members: [FileBatch.Member], _ first: Int
  ) -> PathAnswer {
    switch listing {
    case .failure(let failure): return .refused(failure.reason)
    case .success(let listing):
      let mine = members[first..<first + listing.fileCount]
      if let bad = mine.first(where: { $0.identity == nil }) { return .refused(bad.reason) }
      let identity = listing.identity(mine.compactMap(\.identity))
      return .file(
        SeenFile(path: path, stamp: status.stamp, identity: identity, isFolder: true))
    }
  }

  private static func sight(_ path: String) -> Sight {
    if let status = FileStatus(path: path) { return .present(status) }
    switch errno {
    case ENOENT, ENOTDIR, ENAMETOOLONG, EINVAL: return .absent
    case ELOOP: return .refused("`\(path)` is a link that leads back to itself")
    default: return .refused("`\(path)` can't be looked at: \(systemReason(errno))")
    }
  }
}

extension FolderListing {
  fileprivate var fileCount: Int { entries.count { $0.status?.kind == .regular } }

  fileprivate var members: [FileBatch.Member] {
    entries.compactMap { entry in
      guard let status = entry.status, status.kind == .regular else { return nil }
      return FileBatch.Member(path: entry.path, stamp: status.stamp)
    }
  }
}
