extension Search {
  /// Fills the next batch: the frontier, and behind it what may be needed next.
  ///
  /// A batch is twice all that was asked before, or ends when all that is behind a possible miss is
  /// asked; so the number of batches grows with the logarithm of the graph whatever its shape.
  mutating func chooseBatch() {
    var room = max(frontier.count, 2 * askedCount) - frontier.count
    asked = frontier
    frontier = []
    var fresh = TaskQueue()
    for task in asked {
      states[Int(task)].insert(.asked)
      fresh.append(task)
    }
    while room > 0 {
      if let task = fresh.first {
        if askBehind(task, room: &room, fresh: &fresh) { fresh.removeFirst() }
      } else if let task = boundary.first {
        if states[Int(task)].contains(.hit) || askBehind(task, room: &room, fresh: &fresh) {
          boundary.removeFirst()
        }
      } else {
        break
      }
    }
    boundary.append(fresh)
    askedCount += asked.count
  }

  /// Asks for a task's inputs, if there is room for all of them.
  private mutating func askBehind(
    _ task: Int32, room: inout Int, fresh: inout TaskQueue
  ) -> Bool {
    for edge in graph.entries[Int(task)].needs {
      let input = graph.inputs[edge]
      let state = states[Int(input)]
      guard state.isDisjoint(with: [.asked, .passed]) else { continue }
      guard room > 0 else { return false }
      if graph.entries[Int(input)].kind == .step, !state.contains(.forced) {
        states[Int(input)].insert(.asked)
        asked.append(input)
        room -= 1
      } else {
        states[Int(input)].insert(.passed)
      }
      fresh.append(input)
    }
    return true
  }
}
