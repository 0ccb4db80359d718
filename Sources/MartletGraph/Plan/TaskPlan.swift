/// What is to be done about a task.
public enum TaskAction: UInt8, Sendable {
  /// Nothing needs it.
  case skip
  /// A step whose result is read from the store.
  case load
  /// A step that runs, under Martlet's eyes.
  case compute
  /// Something else than a step, needed: it stays as it is.
  case plain
}

/// What is to be done about a task, and how.
public struct TaskPlan: Hashable, Sendable {
  /// What is to be done.
  public var action: TaskAction
  /// How.
  public var flags: Flags

  /// How a planned task is to be treated.
  public struct Flags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Flags from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The store has content records of this shape: look for a cut-off before running.
    public static let mayCutOff = Flags(rawValue: 1)
    /// Records under its keys may be out of date: write anew what is there.
    public static let overwrite = Flags(rawValue: 2)
    /// The store has a record of it but not its object.
    public static let hasRecord = Flags(rawValue: 4)
    /// Its value, or bookkeeping made of it, is an output.
    public static let isOutput = Flags(rawValue: 8)
  }
}
