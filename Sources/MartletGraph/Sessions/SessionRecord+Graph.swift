import MartletBytes

extension SessionRecord {
  /// The record of a submission.
  ///
  /// - Complexity: O(tasks + inputs); one hash of each argument.
  public init(_ graph: StepGraph, keys: StepKeys, plan: Plan) {
    var numbers: [String: Int32] = [:]
    for name in graph.table.names { number(name, &numbers) }
    for function in graph.table.functions {
      functions.append(
        RecordedFunction(
          label: number(function.label, &numbers), encodingHash: function.encodingHash,
          fingerprints: graph.table.checks[Int(function.checks)]))
    }
    tasks.reserveCapacity(graph.count)
    arguments.reserveCapacity(graph.arguments.count)
    inputs.reserveCapacity(graph.inputCount)
    for task in 0..<graph.count {
      tasks.append(record(task, of: graph, keys: keys, plan: plan[task]))
    }
  }

  private mutating func record(
    _ task: Int, of graph: StepGraph, keys: StepKeys, plan: TaskPlan
  ) -> RecordedTask {
    let entry = graph.entries[task]
    var flags: RecordedTask.Flags = []
    if keys.isEphemeral(task) { flags.insert(.ephemeral) }
    if entry.flags.isOnlyThisRun || entry.kind == .unknown { flags.insert(.isOnlyThatRun) }
    if plan.flags.contains(.overwrite) { flags.insert(.refreshed) }
    let argumentOffset = arguments.count
    for argument in graph.arguments[entry.arguments] {
      let range = Int(argument.start)..<Int(argument.end)
      let bytes = graph.template(of: task).extracting(range)
      // The names' numbers among the texts are those that they had: they were entered first.
      arguments.append(RecordedArgument(title: argument.title, hash: briefHash(bytes)))
    }
    let inputOffset = inputs.count
    inputs.append(contentsOf: graph.inputs[entry.inputs])
    return RecordedTask(
      key: keys.keys[task], shapeHash: brief(keys.shapes[task]), function: entry.function,
      place: entry.place, kind: entry.kind, action: plan.action, flags: flags,
      arguments: argumentOffset..<arguments.count, inputs: inputOffset..<inputs.count)
  }

  @discardableResult
  private mutating func number(_ text: String, _ numbers: inout [String: Int32]) -> Int32 {
    if let number = numbers[text] { return number }
    // The graph's tables hold fewer than 2^31 names and as many functions; memory ends before.
    let number = Int32(clamping: texts.count)
    texts.append(text)
    numbers[text] = number
    return number
  }
}
