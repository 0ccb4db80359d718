internal import Glibc
internal import MartletBytes

/// Many regular files that are identified together.
struct FileBatch {
  /// A file, and what came of it.
  struct Member: Sendable {
    var path: String
    var stamp: FileStamp
    var identity: Digest?
    /// Why it has none; empty as long as it may have one.
    var reason = ""
  }

  /// How often a file that changes meanwhile is read.
  private static let attemptLimit = 3

  let rule: IdentityRule
  let memo: DigestMemo
  let progress: ReadingProgress
  private(set) var members: [Member]
  private var records: [MemoRecord] = []

  init(
    _ members: [Member], _ rule: IdentityRule, _ memo: DigestMemo, _ progress: ReadingProgress
  ) {
    self.progress = progress
    self.members = members
    self.rule = rule
    self.memo = memo
  }

  /// Identifies all members.
  mutating func run() {
    if rule == .times {
      for index in members.indices {
        members[index].identity = FileIdentity.times(members[index].stamp)
      }
      return
    }
    var pending = Array(members.indices)
    for _ in 0..<Self.attemptLimit where !pending.isEmpty { pending = identify(pending) }
    for index in pending {
      members[index].reason = "the file `\(members[index].path)` changes while it is read"
    }
    memo.remember(records)
  }

  /// Identifies some; those that changed meanwhile are left.
  private mutating func identify(_ pending: [Int]) -> [Int] {
    let unread = askMemo(pending)
    let started = timespec.now
    let rule = rule
    let inspections = Team.map(unread.map { members[$0] }, threads: Team.waitingCount) { member in
      Result { () throws(ReadingFailure) in
        try FileIdentity.inspect(member.path, member.stamp, rule)
      }
    }
    var changed: [Int] = []
    var long: [Int] = []
    // In the order of the paths, so that which of two files with one UUID keeps it is no chance.
    let found = zip(unread, inspections).sorted { members[$0.0].path < members[$1.0].path }
    for (index, inspection) in found {
      switch inspection {
      case .failure(.changed): changed.append(index)
      case .failure(.refused(let reason)): members[index].reason = reason
      case .success(let inspection):
        if !settle(index, inspection, started) { long.append(index) }
      }
    }
    changed += read(long, started)
    return changed.filter { lookAgain($0) }
  }

  private mutating func askMemo(_ pending: [Int]) -> [Int] {
    let known = memo.known(rule)
    for index in pending { members[index].identity = known[members[index].stamp] }
    return pending.filter { members[$0].identity == nil }
  }

  /// Decides by what a file counts; false if its content has to be read for that.
  private mutating func settle(_ index: Int, _ inspection: Inspection, _ started: Int) -> Bool {
    switch inspection {
    case .long where rule == .uuid, .content where rule == .uuid:
      members[index].reason = "`\(members[index].path)` is no ROOT file, so it has no UUID"
    case .root(let uuid, let identity, _) where rule == .uuid:
      if uuid == FileUUID() {
        members[index].reason = "the UUID of `\(members[index].path)` is zero"
      } else {
        members[index].identity = identity
      }
    case .root(let uuid, let identity, let content):
      if uuid.isUnique, memo.admits(uuid, identity) {
        keep(index, .root, identity, started, uuid)
      } else if let content {
        keep(index, .content, content, started)
      } else {
        return false
      }
    case .content(let content):
      keep(index, rule == .content ? .contentOnly : .content, content, started)
    case .long:
      return false
    }
    return true
  }

  /// Reads long files, all threads together; those that changed meanwhile are left.
  private mutating func read(_ long: [Int], _ started: Int) -> [Int] {
    let contents = long.map { FileContent(path: members[$0].path, stamp: members[$0].stamp) }
    let progress = progress
    progress.expect(contents.reduce(0) { $0 + $1.stamp.byteCount })
    let blocks = contents.flatMap { content in (0..<content.blockCount).map { (content, $0) } }
    Team.share(blocks.count, threads: Team.computingCount) { range in
      for (content, block) in blocks[range] {
        content.read(block: block)
        progress.advance(content.byteCount(of: block))
      }
    }
    var changed: [Int] = []
    for (index, content) in zip(long, contents) {
      do throws(ReadingFailure) {
        keep(
          index, rule == .content ? .contentOnly : .content, try content.identity(), started)
      } catch {
        switch error {
        case .changed: changed.append(index)
        case .refused(let reason): members[index].reason = reason
        }
      }
    }
    return changed
  }

  private mutating func keep(
    _ index: Int, _ kind: MemoRecord.Kind, _ identity: Digest, _ started: Int,
    _ uuid: FileUUID = FileUUID()
  ) {
    members[index].identity = identity
    let stamp = members[index].stamp
    if stamp.isSettled(at: started) {
      records.append(MemoRecord(kind, stamp, identity, uuid: uuid))
    }
  }

  /// Whether a file that changed is there still.
  private mutating func lookAgain(_ index: Int) -> Bool {
    let path = members[index].path
    guard let status = FileStatus(path: path) else {
      members[index].reason = "the file `\(path)` went away while it was looked at"
      return false
    }
    guard status.kind == .regular else {
      members[index].reason = "`\(path)` became something else while it was looked at"
      return false
    }
    members[index].stamp = status.stamp
    return true
  }
}
