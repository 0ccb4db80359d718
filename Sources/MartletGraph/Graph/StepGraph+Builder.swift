public import MartletBytes

extension StepGraph {
  /// Takes in a graph's tasks, in any order.
  ///
  /// Numbers are reserved first, so that a task can name inputs that are described after it:
  ///
  /// ```swift
  /// var builder = StepGraph.Builder(expectedTaskCount: 2)
  /// let tasks = try builder.reserve(2)
  /// try builder.describe(tasks.lowerBound, TaskDescription(.data), template: literal)
  /// try builder.describe(
  ///   tasks.lowerBound + 1, TaskDescription(.step, function: f), template: encoding, inputs: holes)
  /// let graph = try builder.build()
  /// ```
  public struct Builder: ~Copyable {
    private var graph: StepGraph

    /// An empty graph with room for so many tasks.
    public init(expectedTaskCount: Int = 0) {
      graph = StepGraph(
        entries: [], templates: [], inputs: [], arguments: [], table: FunctionTable(), given: [:])
      graph.entries.reserveCapacity(expectedTaskCount)
      graph.inputs.reserveCapacity(expectedTaskCount)
    }

    /// The number of tasks reserved so far.
    public var count: Int { graph.entries.count }

    /// Numbers more tasks, each to be described later.
    ///
    /// - Throws: ``GraphError/Code/tooLarge`` beyond 2^31 - 1 tasks.
    public mutating func reserve(_ additional: Int) throws(GraphError) -> Range<Int> {
      let first = count
      guard additional >= 0, additional <= Int(Int32.max) - first else {
        throw GraphError(.tooLarge, "a graph of more than \(Int32.max) tasks")
      }
      graph.entries.append(contentsOf: repeatElement(TaskEntry(), count: additional))
      return first..<first + additional
    }

    /// Enters a function: its name in reports, its encoding, and the fingerprints to be checked.
    ///
    /// - Returns: The function's number, for ``TaskDescription/function``.
    public mutating func addFunction(
      label: String, encoding: RawSpan, checks: [Digest]
    ) throws(GraphError) -> Int32 {
      try graph.table.add(label: label, encoding: encoding, checks: checks)
    }

    /// Enters a set of fingerprints, once however often it is given.
    ///
    /// - Returns: The set's number, for ``TaskDescription/checks``.
    public mutating func addChecks(_ checks: [Digest]) throws(GraphError) -> Int32 {
      try graph.table.add(checks: checks)
    }

    /// Enters an argument's name, once however often it is given.
    ///
    /// - Returns: The name's number, for ``TaskArgument/init(name:start:end:)``.
    public mutating func addName(_ name: String) throws(GraphError) -> Int32 {
      try graph.table.add(name: name)
    }

    /// Says that a task has this identity, whatever its template says.
    ///
    /// A key that the scheduler holds keeps the identity of its first submission.
    public mutating func override(_ task: Int, with identity: TaskIdentity) throws(GraphError) {
      guard task >= 0, task < count else {
        throw GraphError(.malformed, "task \(task) is not reserved", tasks: [task])
      }
      graph.entries[task].flags.insert(.overridden)
      graph.given[Int32(task)] = identity
    }

    /// Enters a key that the scheduler holds, with the identity that it has there.
    public mutating func describe(
      _ task: Int, asKnown identity: TaskIdentity
    ) throws(GraphError) {
      try describe(task, TaskDescription(.known), template: RawSpan())
      try override(task, with: identity)
    }

    /// Describes a reserved task.
    ///
    /// - Parameters:
    ///   - task: Its number; each is described once.
    ///   - description: What it is.
    ///   - template: Its canonical encoding with holes for its inputs; of an unknown key or an
    ///     unidentified task, whatever is there.
    ///   - inputs: The tasks that fill the holes, in their order; an alias and a fused task have one.
    ///   - arguments: The parts of the template, for explanations.
    ///   - uncounted: Tasks that it needs to run but that are in none of its keys: ignored arguments.
    /// - Throws: ``GraphError/Code/malformed`` for a number that is not reserved or described before,
    ///   ``GraphError/Code/tooLarge`` beyond 2^31 - 1 inputs, arguments or bytes of one template.
    public mutating func describe(
      _ task: Int, _ description: TaskDescription, template: RawSpan,
      inputs: Span<Int32> = Span(), arguments: Span<TaskArgument> = Span(),
      uncounted: Span<Int32> = Span()
    ) throws(GraphError) {
      guard task >= 0, task < count, graph.entries[task].kind == .undescribed else {
        throw GraphError(
          .malformed, "task \(task) is not reserved or described twice", tasks: [task])
      }
      guard template.byteCount <= Int(Int32.max),
        graph.inputs.count + inputs.count + uncounted.count <= Int(Int32.max),
        graph.arguments.count + arguments.count <= Int(Int32.max)
      else {
        throw GraphError(.tooLarge, "task \(task) outgrows what a graph can number", tasks: [task])
      }
      var entry = TaskEntry()
      entry.templateOffset = graph.templates.count
      entry.templateCount = Int32(template.byteCount)
      entry.inputOffset = Int32(graph.inputs.count)
      entry.inputCount = Int32(inputs.count)
      entry.uncountedCount = Int32(uncounted.count)
      entry.argumentOffset = Int32(graph.arguments.count)
      entry.argumentCount = Int32(arguments.count)
      entry.function = description.function
      entry.checks = description.checks
      entry.container = description.container
      entry.place = description.place
      entry.flags = description.flags.union(graph.entries[task].flags)
      entry.kind = description.kind
      graph.entries[task] = entry
      unsafe template.withUnsafeBytes { unsafe graph.templates.append(contentsOf: $0) }
      unsafe inputs.withUnsafeBufferPointer { unsafe graph.inputs.append(contentsOf: $0) }
      unsafe uncounted.withUnsafeBufferPointer { unsafe graph.inputs.append(contentsOf: $0) }
      unsafe arguments.withUnsafeBufferPointer { unsafe graph.arguments.append(contentsOf: $0) }
    }

    /// The graph, once every task is described.
    ///
    /// - Throws: ``GraphError/Code/malformed`` if a task is not described or refers to what is not there.
    public consuming func build() throws(GraphError) -> StepGraph {
      try graph.validate()
      return graph
    }
  }
}
