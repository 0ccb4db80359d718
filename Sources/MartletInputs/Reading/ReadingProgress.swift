internal import Synchronization

/// How far the reading of long files is, for whoever shows it.
package final class ReadingProgress: Sendable {
  private let expected = Atomic<Int>(0)
  private let done = Atomic<Int>(0)

  init() {}

  /// The bytes that were to be read since this began.
  package var byteCount: Int { expected.load(ordering: .relaxed) }
  /// Those of them that were read.
  package var readByteCount: Int { done.load(ordering: .relaxed) }

  /// Announces bytes to be read.
  func expect(_ count: Int) { expected.add(count, ordering: .relaxed) }

  /// Counts bytes that were read.
  func advance(_ count: Int) { done.add(count, ordering: .relaxed) }
}
