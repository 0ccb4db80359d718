extension StepGraph {
  /// Refuses what later passes rely on not to be: they index without asking again.
  func validate() throws(GraphError) {
    for (task, entry) in entries.enumerated() {
      guard isSound(entry, given: entry.kind == .known ? given[Int32(task)] : nil) else {
        throw GraphError(
          .malformed, "task \(task) is not described, or refers to what is not there", tasks: [task]
        )
      }
    }
    let limit = UInt32(count)
    for input in inputs where UInt32(bitPattern: input) >= limit {
      throw GraphError(.malformed, "input \(input) is not one of the \(count) tasks")
    }
  }

  private func isSound(_ entry: TaskEntry, given: TaskIdentity?) -> Bool {
    guard entry.function < Int32(clamping: table.functions.count),
      entry.checks < Int32(clamping: table.checks.count),
      arguments[entry.arguments].allSatisfy({ isSound($0, in: entry) })
    else { return false }
    if entry.container >= 0 {
      guard Int(entry.container) < count, entries[Int(entry.container)].kind == .fused else {
        return false
      }
    }
    if entry.uncountedCount > 0, entry.kind != .step, entry.kind != .bookkeeping { return false }
    switch entry.kind {
    case .undescribed: return false
    case .alias, .fused: return entry.inputCount == 1
    case .known: return given != nil && entry.inputCount == 0
    case .data, .unknown: return entry.inputCount == 0
    case .step, .bookkeeping: return true
    }
  }

  private func isSound(_ argument: TaskArgument, in entry: TaskEntry) -> Bool {
    argument.start >= 0 && argument.start <= argument.end && argument.end <= entry.templateCount
      && argument.title < Int32(clamping: table.names.count)
  }
}
