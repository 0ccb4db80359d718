/// A graph, or bytes about one, that can't be used.
public struct GraphError: Error, Sendable, Equatable {
  /// The kinds of failure.
  ///
  /// More may be added: give your `switch` a default.
  public struct Code: Hashable, Sendable {
    private enum Base { case cycle, tooLarge, malformed, truncated, newerFormat }
    private let base: Base
    private init(_ base: Base) { self.base = base }
    /// Tasks depend on themselves.
    public static let cycle = Code(.cycle)
    /// More tasks, inputs or bytes than a graph can number.
    public static let tooLarge = Code(.tooLarge)
    /// The graph's parts contradict each other.
    public static let malformed = Code(.malformed)
    /// Bytes end early, or say more than they hold.
    public static let truncated = Code(.truncated)
    /// The bytes were written by a newer Martlet.
    public static let newerFormat = Code(.newerFormat)
  }

  /// What kind of failure it is.
  public var code: Code
  /// What happened, with the values.
  public var message: String
  /// The tasks concerned, for a cycle in its order, each before the one that it needs.
  public var tasks: [Int]

  /// A failure of the given kind.
  public init(_ code: Code, _ message: String, tasks: [Int] = []) {
    self.code = code
    self.message = message
    self.tasks = tasks
  }
}
