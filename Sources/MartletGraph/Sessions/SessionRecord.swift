public import MartletBytes

/// What a submission consisted of: names and digests, never values.
///
/// It is kept beside the results, so that a later session can say why a step is computed again. Tasks
/// have the numbers that they had in the graph.
public struct SessionRecord: Hashable, Sendable {
  var texts: [String] = []
  var functions: [RecordedFunction] = []
  var tasks: [RecordedTask] = []
  var arguments: [RecordedArgument] = []
  var inputs: [Int32] = []

  /// The number of tasks.
  public var count: Int { tasks.count }

  /// What a task was.
  public func kind(of task: Int) -> TaskKind { tasks[task].kind }

  /// What was done about a task.
  public func action(of task: Int) -> TaskAction { tasks[task].action }

  /// A task's step key.
  public func key(of task: Int) -> Digest { tasks[task].key }

  /// A task's name in reports: `analysis.load[3]`.
  public func name(of task: Int) -> String { label(of: tasks[task]) + tasks[task].place.suffix }

  func label(ofTask task: Int) -> String { label(of: tasks[task]) }

  func label(of task: RecordedTask) -> String {
    task.function < 0 ? "" : texts[Int(functions[Int(task.function)].label)]
  }

  func arguments(of task: RecordedTask) -> ArraySlice<RecordedArgument> {
    arguments[task.arguments]
  }
}

/// A function as a session's record names it.
struct RecordedFunction: Hashable, Sendable {
  /// Its name's number among the texts.
  var label: Int32
  /// Tells encodings apart.
  var encodingHash: UInt64
  /// Under which its manifests are kept.
  var fingerprints: [Digest]
}

/// A task as a session's record names it.
struct RecordedTask: Hashable, Sendable {
  var key: Digest
  /// The first eight bytes of its shape.
  var shapeHash: UInt64
  var function: Int32
  var place: TaskPlace
  var kind: TaskKind
  var action: TaskAction
  var flags: Flags
  /// Where its arguments lie among all.
  var arguments: Range<Int>
  /// Where its inputs lie among all.
  var inputs: Range<Int>

  struct Flags: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// Its key was of that run only.
    static let ephemeral = Flags(rawValue: 1)
    /// Of that run only by itself, not for what it depended on.
    static let isOnlyThatRun = Flags(rawValue: 2)
    /// Computed because it, or something before it, was refreshed.
    static let refreshed = Flags(rawValue: 4)
    static let all: Flags = [.ephemeral, .isOnlyThatRun, .refreshed]
  }
}

/// One argument as a session's record names it.
struct RecordedArgument: Hashable, Sendable {
  /// Its position as `~position`, or its name's number among the texts.
  var title: Int32
  /// Tells encodings apart.
  var hash: UInt64
}
