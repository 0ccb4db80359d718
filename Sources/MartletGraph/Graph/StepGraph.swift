public import MartletBytes

/// The tasks of one submission: what each is made of and which others it needs.
///
/// Tasks are numbered from 0. All is held in a few flat arrays, so that a million tasks cost neither
/// a million allocations nor recursion.
public struct StepGraph: Sendable {
  var entries: [TaskEntry]
  var templates: [UInt8]
  var inputs: [Int32]
  var arguments: [TaskArgument]
  var table: FunctionTable
  var given: [Int32: TaskIdentity]

  /// The number of tasks.
  public var count: Int { entries.count }
  /// The number of inputs of all tasks together.
  public var inputCount: Int { inputs.count }

  /// What a task is.
  public func kind(of task: Int) -> TaskKind { entries[task].kind }

  /// What else is known of a task.
  public func flags(of task: Int) -> TaskFlags { entries[task].flags }

  /// The fused task that a task runs inside of.
  public func container(of task: Int) -> Int? {
    let container = entries[task].container
    return container < 0 ? nil : Int(container)
  }

  /// The number of a task's function.
  public func function(of task: Int) -> Int? {
    let function = entries[task].function
    return function < 0 ? nil : Int(function)
  }

  /// The number of distinct functions.
  public var functionCount: Int { table.functions.count }

  /// A function's name in reports.
  public func label(ofFunction function: Int) -> String { table.functions[function].label }

  /// The name of a task's function, or nothing.
  public func label(of task: Int) -> String {
    function(of: task).map { table.functions[$0].label } ?? ""
  }

  /// Where a task stands among its like.
  public func place(of task: Int) -> TaskPlace { entries[task].place }

  /// The fingerprints that any step names.
  public var fingerprints: Set<Digest> { Set(table.checks.joined()) }

  /// The fingerprints to be checked before a task's result may be kept.
  public func checks(of task: Int) -> [Digest] {
    let entry = entries[task]
    if entry.checks >= 0 { return table.checks[Int(entry.checks)] }
    return entry.function < 0
      ? [] : table.checks[Int(table.functions[Int(entry.function)].checks)]
  }

  /// The tasks that a task needs, in the order of its template's holes.
  @_lifetime(borrow self)
  public func inputs(of task: Int) -> Span<Int32> {
    inputs.span.extracting(entries[task].inputs)
  }

  /// The tasks that a task needs to run: its inputs, and after them those that are in no key.
  @_lifetime(borrow self)
  public func needs(of task: Int) -> Span<Int32> {
    inputs.span.extracting(entries[task].needs)
  }

  /// A task's canonical encoding, with holes for its inputs.
  @_lifetime(borrow self)
  public func template(of task: Int) -> RawSpan {
    // SAFETY: bytes have no padding.
    unsafe templates.span.bytes.extracting(entries[task].template)
  }
}
