public import MartletBytes

/// What was seen of a step when it ran that its key does not say.
public enum Observation: Hashable, Sendable {
  /// Files that no argument names made a difference: this digest tells what they are now.
  case files(Digest)
  /// It writes files, so it runs every time.
  case writes

  /// A key is amended at most so often: each run may see files that the one before did not come to.
  static let roundLimit = 100
}
