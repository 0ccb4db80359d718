internal import Glibc
internal import MartletBytes
internal import Synchronization

/// Identities of files as they are now, by what tells their state.
struct KnownIdentities: Sendable {
  fileprivate let rule: IdentityRule
  fileprivate let rows: [FileStamp: MemoRecord]
  fileprivate let contents: [FileStamp: Digest]

  /// The identity of a file in this state; nothing if it was not read yet, or counts by what is not kept.
  subscript(stamp: FileStamp) -> Digest? {
    switch rule {
    case .usual: rows[stamp]?.identity
    case .content: contents[stamp]
    case .uuid, .times: nil
    }
  }
}

/// What files were when they were read, of all sessions of a user, so that nothing unchanged is read twice.
///
/// A file of ``MemoRecord``s, to which all sessions append; what is torn or foreign in it is passed over.
/// It can be deleted at any time. Without a folder the memo lasts as long as this object.
final class DigestMemo: Sendable {
  struct State {
    var rows: [FileStamp: MemoRecord] = [:]
    var contents: [FileStamp: Digest] = [:]
    var uuids: [FileUUID: Digest] = [:]
    var place = MemoFile.Place()
    var isFresh = false
  }

  private let file: MemoFile?
  private let state = Mutex(State())

  init(folder: String?) { file = folder.map { MemoFile(folder: $0) } }

  /// Lets what other sessions have written meanwhile be read with the next question.
  func refresh() { state.withLock { $0.isFresh = false } }

  /// All that is known now, for many threads to ask; what is learnt later is not in it.
  func known(_ rule: IdentityRule) -> KnownIdentities {
    if rule == .uuid || rule == .times {  // by what is never remembered
      return KnownIdentities(rule: rule, rows: [:], contents: [:])
    }
    return state.withLock { state in
      load(&state)
      return KnownIdentities(rule: rule, rows: state.rows, contents: state.contents)
    }
  }

  /// Whether a UUID has been met with no other content than this; from now on it has been met.
  func admits(_ uuid: FileUUID, _ identity: Digest) -> Bool {
    state.withLock { state in
      load(&state)
      if let known = state.uuids[uuid] { return known == identity }
      state.uuids[uuid] = identity
      return true
    }
  }

  /// Remembers what was read.
  func remember(_ records: [MemoRecord]) {
    if records.isEmpty { return }
    state.withLock { state in
      load(&state)
      for record in records { state.enter(record) }
      file?.append(records, &state.place)
      if let file, state.place.isWasteful(rowCount: state.rowCount) {
        file.replace(by: state.records, &state.place)
      }
    }
  }

  private func load(_ state: inout State) {
    if state.isFresh { return }
    state.isFresh = true
    var place = state.place
    file?.readMore(&place) { state.enter($0) }
    state.place = place
  }
}

extension DigestMemo.State {
  mutating func enter(_ record: MemoRecord) {
    switch record.kind {
    case .root:
      rows[record.stamp] = record
      // The first one met keeps it.
      if uuids[record.uuid] == nil { uuids[record.uuid] = record.identity }
    case .content:
      rows[record.stamp] = record
      contents[record.stamp] = record.identity
    case .contentOnly:
      contents[record.stamp] = record.identity
    }
  }

  var rowCount: Int { rows.count + contents.count }

  /// What a new file would hold: only whatever has not been overtaken.
  var records: [MemoRecord] {
    var records = Array(rows.values)
    for (stamp, identity) in contents where rows[stamp]?.identity != identity {
      records.append(MemoRecord(.contentOnly, stamp, identity))
    }
    return records
  }
}
