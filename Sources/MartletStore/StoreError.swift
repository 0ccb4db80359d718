/// A failure to read or write a store.
public struct StoreError: Error, Sendable {
  /// The kinds of failure.
  ///
  /// More may be added: give your `switch` a default.
  public struct Code: Hashable, Sendable {
    /// The code's name, as Python sees it.
    public let name: String
    private init(_ name: String) { self.name = name }
    /// The store was written by a newer Martlet.
    public static let newerFormat = Code("newer-format")
    /// What is there is not a store, or no folder at all.
    public static let notAStore = Code("not-a-store")
    /// Others can write to the store, and it was not said that they are trusted.
    public static let notTrusted = Code("not-trusted")
    /// No space is left, or less than the floor.
    public static let full = Code("full")
    /// The store can be read but not written.
    public static let readOnly = Code("read-only")
    /// The store is gone.
    public static let gone = Code("gone")
    /// The operating system refused.
    public static let system = Code("system")
    /// An argument is not what it can be.
    public static let badArgument = Code("bad-argument")
  }

  /// What kind of failure this is.
  public var code: Code
  /// What happened, with the values.
  public var message: String
  /// The file or folder.
  public var location: String
  /// What to do, if we know.
  public var hint: String?
  /// The operating system's error number; 0 if it did not come from there.
  public var errorNumber: Int32

  /// A failure at a file or folder.
  public init(
    _ code: Code, _ message: String, at location: String, hint: String? = nil,
    errorNumber: Int32 = 0
  ) {
    self.code = code
    self.message = message
    self.location = location
    self.hint = hint
    self.errorNumber = errorNumber
  }
}

extension StoreError: CustomStringConvertible {
  /// The message, and after a blank line the hint.
  public var description: String { hint.map { "\(message)\n\nhint: \($0)" } ?? message }
}
