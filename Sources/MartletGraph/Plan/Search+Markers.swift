extension Search {
  /// Collects the shapes of the steps that will be computed and could be cut off, each once.
  mutating func collectMarkers() {
    for task in states.indices where couldBeCutOff(task) {
      marked.append(MarkedTask(task: Int32(task), marker: markers.insert(keys.shapes[task])))
    }
  }

  /// Takes in which of these shapes have a content record.
  mutating func setMarkers(_ found: [Finding]) {
    for mark in marked where Int(mark.marker) < found.count {
      if found[Int(mark.marker)].presence != .missing {
        states[Int(mark.task)].insert(.mayCutOff)
      }
    }
    marked = []
  }

  /// A step that could be cut off, and its shape's number in the batch of markers.
  struct MarkedTask {
    var task: Int32
    var marker: Int32
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
