extension StepGraph {
  /// All tasks, each after those that it needs.
  ///
  /// Depth first with an own stack: a chain of a million tasks costs no recursion.
  ///
  /// - Throws: ``GraphError/Code/cycle`` with the tasks that need each other.
  func order() throws(GraphError) -> [Int32] {
    var order: [Int32] = []
    order.reserveCapacity(count)
    var states = [VisitState](repeating: .unseen, count: count)
    var path: [OpenTask] = []
    for root in 0..<count where states[root] == .unseen {
      states[root] = .open
      path.append(OpenTask(task: Int32(root), rest: entries[root].needs))
      while let top = path.last {
        var rest = top.rest
        while let next = rest.first, states[Int(inputs[next])] == .done { rest.removeFirst() }
        guard let next = rest.popFirst() else {
          states[Int(top.task)] = .done
          order.append(top.task)
          path.removeLast()
          continue
        }
        let input = inputs[next]
        guard states[Int(input)] == .unseen else { throw Self.cycle(through: input, in: path) }
        path[path.count - 1].rest = rest
        states[Int(input)] = .open
        path.append(OpenTask(task: input, rest: entries[Int(input)].needs))
      }
    }
    return order
  }

  private enum VisitState: UInt8 { case unseen, open, done }

  /// A task whose inputs are being visited, and where those still to be visited lie.
  private struct OpenTask {
    var task: Int32
    var rest: Range<Int>
  }

  private static func cycle(through task: Int32, in path: [OpenTask]) -> GraphError {
    let cycle = path.map(\.task).drop { $0 != task }.map(Int.init)
    return GraphError(.cycle, "\(cycle.count) tasks need each other in a circle", tasks: cycle)
  }
}
