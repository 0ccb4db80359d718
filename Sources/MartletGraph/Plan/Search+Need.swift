import MartletBytes

extension Search {
  /// Marks the steps that no record may stand for, before the search.
  mutating func markForced(excluded: Set<Digest>) {
    for task in keys.order.lazy.map(Int.init) {
      var state = SearchState()
      if !refresh.isNothing, isOutdated(task) { state.insert([.outdated, .forced]) }
      if keys.flags[task].contains(.ephemeral) { state.insert(.forced) }
      if !excluded.isEmpty, excluded.contains(keys.keys[task]) { state.insert(.forced) }
      if !state.isEmpty { states[task] = state }
    }
  }

  private func isOutdated(_ task: Int) -> Bool {
    let entry = graph.entries[task]
    if entry.kind == .step, refresh.contains(task, function: entry.function) { return true }
    return graph.inputs[entry.inputs].contains { states[Int($0)].contains(.outdated) }
  }

  /// Says that a task's value is needed.
  mutating func need(_ task: Int32) {
    guard !states[Int(task)].contains(.needed) else { return }
    states[Int(task)].insert(.needed)
    pending.append(task)
  }

  /// Marks the steps whose values are asked for, themselves or through bookkeeping.
  mutating func markOutputs() {
    var waiting = pending
    pending = []
    while let task = waiting.popLast() {
      if graph.entries[Int(task)].kind == .step {
        states[Int(task)].insert(.isOutput)
        pending.append(task)
        continue
      }
      for edge in graph.entries[Int(task)].needs
      where !states[Int(graph.inputs[edge])].contains(.needed) {
        states[Int(graph.inputs[edge])].insert(.needed)
        waiting.append(graph.inputs[edge])
      }
    }
  }

  /// Follows what is needed back to what is loaded or must be asked for.
  ///
  /// Steps needed but not asked for are left in the frontier; without a store they are computed.
  mutating func decide() {
    while let task = pending.popLast() {
      let state = states[Int(task)]
      if graph.entries[Int(task)].kind == .step, !state.contains(.forced) {
        if state.contains(.hit) { continue }
        if !state.contains(.asked), phase == .searching {
          frontier.append(task)
          continue
        }
      }
      for edge in graph.entries[Int(task)].needs { need(graph.inputs[edge]) }
    }
  }
}
