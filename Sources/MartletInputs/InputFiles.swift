internal import Glibc
internal import MartletBytes
internal import Synchronization

/// The input files that texts name, and their identities: equal wherever the same file lies.
///
/// Safe to use from several threads. What was looked at is remembered until ``forget()``.
package final class InputFiles: Sendable {
  private struct State {
    var epoch = 0
    var texts = TextTable()
    var paths = PathTable()
    var remotes: Set<String> = []
    /// The texts that `unseen` has told.
    var told: Set<String> = []
  }

  private let memo: DigestMemo
  private let home: String?
  private let isFresh: Bool
  private let state = Mutex(State())
  /// How far the reading of long files is.
  package let progress = ReadingProgress()

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

  /// The paths that a text may name, whether anything lies there or not.
  package func paths(in text: String) -> [String] {
    PathText.readings(of: text, home: home).map(\.path)
  }

  /// Looks at what many texts name, all at once.
  package func look(_ texts: [String]) {
    let new = state.withLock { state in
      state.texts.isEmpty ? texts : texts.filter { state.texts[$0] == nil }
    }
    if !new.isEmpty { _ = answers(toNew: new) }
  }

  /// What texts name, each looked at now.
  package func answers(toNew texts: [String]) -> [InputAnswer] {
    // Taken out, so that it is not copied: another thread that looks meanwhile starts anew.
    let (epoch, paths) = state.withLock { state in
      defer { state.paths = PathTable() }
      return (state.epoch, state.paths)
    }
    var look = TextLook(
      Look(rule: .usual, memo: memo, progress: progress, known: paths), home: home)
    let answers = look.answers(texts)
    let table = look.look.table
    state.withLock { state in
      if isFresh || state.epoch != epoch { return }
      state.texts.enter(texts, answers)
      for case .remote(let name) in answers { state.remotes.insert(name) }
      if table.count > state.paths.count { state.paths = table }
    }
    return answers
  }

  /// What one text names.
  package func answer(to text: String) -> InputAnswer {
    state.withLock { $0.texts[text] } ?? answers(toNew: [text])[0]
  }

  /// What one text names, if it was looked at.
  package func known(_ text: String) -> InputAnswer? { state.withLock { $0.texts[text] } }

  /// The absolute texts that were looked at and under which nothing lies here, each told once.
  package func unseen() -> [String] {
    state.withLock { state in
      let new = state.texts.absent.filter { !state.told.contains($0) }
      state.told.formUnion(new)
      return new
    }
  }

  /// Takes what texts name on another machine for what they name, until ``forget()``.
  package func take(_ answers: [(text: String, answer: InputAnswer)]) {
    state.withLock { $0.texts.enter(answers.map(\.text), answers.map(\.answer)) }
  }

  /// Whether something lies under a path that need not be Unicode.
  package static func isThere(_ path: UnsafeRawBufferPointer) -> Bool {
    var path = unsafe path.map { CChar(bitPattern: $0) }
    path.append(0)
    return unsafe faccessat(AT_FDCWD, &path, F_OK, 0) == 0
  }

  /// What one text names, identified by another rule than the usual one.
  package func answer(to text: String, by rule: IdentityRule) -> InputAnswer {
    if rule == .usual { return answer(to: text) }
    var look = TextLook(
      Look(rule: rule, memo: memo, progress: progress, known: PathTable()), home: home)
    return look.answers([text])[0]
  }

  /// The files that were looked at, in the order of their paths.
  package var seen: [SeenFile] {
    state.withLock { $0.paths.files }.sorted { $0.path < $1.path }
  }

  /// How many remote files have been named.
  package var remoteCount: Int { state.withLock { $0.remotes.count } }
}
