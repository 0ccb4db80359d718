/// A failure to read a ROOT file.
package struct RootError: Error, Sendable {
  /// The kinds of failure.
  ///
  /// More may be added: give your `switch` a default.
  package struct Code: Hashable, Sendable {
    private enum Base { case notRoot, truncated, malformed, tooLarge }
    private let base: Base
    private init(_ base: Base) { self.base = base }
    /// It does not begin as a ROOT file does.
    package static let notRoot = Code(.notRoot)
    /// It ends early.
    package static let truncated = Code(.truncated)
    /// It contradicts itself.
    package static let malformed = Code(.malformed)
    /// It holds more than is looked at.
    package static let tooLarge = Code(.tooLarge)
  }

  /// What kind of failure this is.
  package var code: Code
  /// What happened.
  package var message: String
  /// Where in the file.
  package var byteOffset: Int
}

extension RootError {
  /// It is too short for a UUID.
  package static var noUUID: RootError {
    RootError(code: .truncated, message: "it has no UUID", byteOffset: 0)
  }
}
