internal import MartletGraph
internal import MartletInputs

extension GraphContent {
  /// The files that a task's keys count by themselves: those that texts in it name, or in literals
  /// that it is given under keys of their own, as readers are given what they read.
  func files(of task: Int) -> [SeenFile] {
    if walk.inputs.isEmpty { return [] }
    let graph = graph
    var found = walk.inputs[task] ?? []
    if graph.kind(of: task) == .fused { return found }
    var waiting = [task]
    var seen: Set<Int> = [task]
    while let user = waiting.popLast() {
      let inputs = graph.inputs(of: user)
      for index in inputs.indices {
        let input = Int(inputs[index])
        guard [.data, .bookkeeping, .alias].contains(graph.kind(of: input)),
          seen.insert(input).inserted
        else { continue }
        found += walk.inputs[input] ?? []
        waiting.append(input)
      }
    }
    return found
  }
}
