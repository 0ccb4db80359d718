internal import Glibc
internal import MartletInputs

/// The files that encodings made use of, while a graph is walked.
///
/// Only the thread that walks is listened to. Guarded by the GIL.
final class FileUses {
  private var files: [SeenFile] = []
  private var walker: pthread_t?

  /// Where the list ends now.
  var mark: Int { files.count }

  /// Listens to this thread from now on.
  func begin() {
    files = []
    walker = pthread_self()
  }

  func end() {
    files = []
    walker = nil
  }

  func add(_ file: SeenFile) {
    if isHeard { files.append(file) }
  }

  func add(_ some: [SeenFile]) {
    if !some.isEmpty, isHeard { files += some }
  }

  private var isHeard: Bool { walker.map { pthread_equal($0, pthread_self()) != 0 } ?? false }

  /// What was used since a mark, each file once.
  func since(_ mark: Int) -> [SeenFile] {
    guard mark < files.count else { return [] }
    if mark + 1 == files.count { return [files[mark]] }
    var seen: Set<ObjectIdentifier> = []
    return files[mark...].filter { seen.insert(ObjectIdentifier($0)).inserted }
  }
}
