extension Search {
  /// Collects the shapes of the steps that will be computed and could be cut off, each once.
  mutating func collectMarkers() {
    for task in states.indices where couldBeCutOff(task) {
      _ = markers.insert(keys.shapes[task])
    }
  }

  /// Takes in which of these shapes have a content record.
  mutating func setMarkers(_ found: [Finding]) {
    for task in states.indices where couldBeCutOff(task) {
      let number = markers.insert(keys.shapes[task])
      if number < found.count, found[number].presence != .missing {
        states[task].insert(.mayCutOff)
      }
    }
  }

  /// Whether a step is computed of which an earlier result could be known by its inputs' contents.
  private func couldBeCutOff(_ task: Int) -> Bool {
    let state = states[task]
    let entry = graph.entries[task]
    return state.contains(.needed) && entry.kind == .step && !state.isLoaded
      && entry.inputCount > 0 && !entry.flags.isOnlyThisRun
      && !refresh.contains(task, function: entry.function)
  }
}
