/// What the builder is told of a task beside its template and inputs.
public struct TaskDescription: Sendable {
  /// What it is.
  public var kind: TaskKind
  /// What else is known of it.
  public var flags: TaskFlags
  /// Its function, as ``StepGraph/Builder`` numbered it, or -1.
  public var function: Int32
  /// Its set of fingerprints to be checked, as ``StepGraph/Builder/addChecks(_:)`` numbered it; -1 for
  /// its function's.
  public var checks: Int32
  /// The fused task that it runs inside of, or -1.
  public var container: Int32
  /// Where it stands among its like.
  public var place: TaskPlace

  /// A description of a task.
  public init(
    _ kind: TaskKind, flags: TaskFlags = [], function: Int32 = -1, checks: Int32 = -1,
    container: Int32 = -1, place: TaskPlace = .none
  ) {
    self.kind = kind
    self.flags = flags
    self.function = function
    self.checks = checks
    self.container = container
    self.place = place
  }
}

/// Where a task stands among its like: the numbers of Dask's key `("load-1f3a", 3)`, at most two.
///
/// Explanations name steps by it, `load[3]`; keys ignore it.
public struct TaskPlace: Hashable, Sendable {
  /// The first number, or -1.
  public var row: Int32
  /// The second number, or -1.
  public var column: Int32

  /// A place of one or two numbers.
  public init(_ row: Int32, _ column: Int32 = -1) {
    self.row = row
    self.column = column
  }

  /// No place.
  public static let none = TaskPlace(-1)

  /// As in `load[3]`: `[3]`, `[3, 4]` or nothing.
  public var suffix: String {
    if row < 0 { return "" }
    return column < 0 ? "[\(row)]" : "[\(row), \(column)]"
  }
}

/// The part of a template that one argument takes, so that a change can be named.
public struct TaskArgument: Hashable, Sendable {
  /// Where its bytes begin in the template.
  public var start: Int32
  /// Where they end.
  public var end: Int32
  /// Its position as `~position`, or its name as ``StepGraph/Builder/addName(_:)`` numbered it.
  public var title: Int32

  /// A positional argument, counted from 0.
  public init(position: Int32, start: Int32, end: Int32) {
    self.start = start
    self.end = end
    self.title = ~position
  }

  /// An argument given by name.
  public init(name: Int32, start: Int32, end: Int32) {
    self.start = start
    self.end = end
    self.title = name
  }
}
