internal import Glibc
internal import MartletBytes
internal import Synchronization

/// The input files that texts name, and their identities: equal wherever the same file lies.
///
/// Safe to use from several threads. What was looked at is remembered until ``forget()``.
package final class InputFiles: Sendable {
  private struct State {
    var epoch = 0
    var texts: [String: InputAnswer] = [:]
    var paths: [String: PathAnswer] = [:]
    var remotes: Set<String> = []
  }

  private let memo: DigestMemo
  private let home: String?
  private let isFresh: Bool
  private let state = Mutex(State())

  /// Looks at files with a memo of digests in a folder; without one nothing outlasts this object.
  ///
  /// One that is fresh looks anew whenever it is asked.
  package init(memo: String?, isFresh: Bool = false) {
    self.isFresh = isFresh
    self.memo = DigestMemo(folder: memo)
    home = unsafe getenv("HOME").map { unsafe String(cString: $0) }
  }

  /// Looks anew at whatever comes: files may have been changed.
  package func forget() {
    state.withLock { state in
      state = State(epoch: state.epoch + 1)
    }
    memo.refresh()
  }

  /// Looks at what many texts name, all at once.
  @discardableResult
  package func look(_ texts: [String]) -> [InputAnswer] {
    let (epoch, known, new, paths) = state.withLock { state in
      let new = Set(texts.filter { state.texts[$0] == nil })
      return (state.epoch, state.texts, Array(new), state.paths)
    }
    if new.isEmpty { return texts.map { known[$0] ?? .word } }
    var look = TextLook(Look(rule: .usual, memo: memo, known: paths), home: home)
    let found = look.answers(new)
    let answers = known.merging(zip(new, found)) { old, _ in old }
    let seen = look.look.answers
    state.withLock { state in
      if isFresh || state.epoch != epoch { return }
      for (text, answer) in zip(new, found) {
        state.texts[text] = answer
        if case .remote(let name) = answer { state.remotes.insert(name) }
      }
      state.paths.merge(seen) { old, _ in old }
    }
    return texts.map { answers[$0] ?? .word }
  }

  /// What one text names.
  package func answer(to text: String) -> InputAnswer {
    state.withLock { $0.texts[text] } ?? look([text])[0]
  }

  /// What one text names, if it was looked at.
  package func known(_ text: String) -> InputAnswer? { state.withLock { $0.texts[text] } }

  /// Whether something lies under a path that need not be Unicode.
  package static func isThere(_ path: UnsafeRawBufferPointer) -> Bool {
    var path = unsafe path.map { CChar(bitPattern: $0) }
    path.append(0)
    return unsafe faccessat(AT_FDCWD, &path, F_OK, 0) == 0
  }

  /// What one text names, identified by another rule than the usual one.
  package func answer(to text: String, by rule: IdentityRule) -> InputAnswer {
    if rule == .usual { return answer(to: text) }
    var look = TextLook(Look(rule: rule, memo: memo, known: [:]), home: home)
    return look.answers([text])[0]
  }

  /// The files that were looked at, in the order of their paths.
  package var seen: [SeenFile] {
    let paths = state.withLock { $0.paths }
    return paths.values.compactMap { answer in
      if case .file(let file) = answer { return file }
      return nil
    }.sorted { $0.path < $1.path }
  }

  /// How many remote files have been named.
  package var remoteCount: Int { state.withLock { $0.remotes.count } }
}
