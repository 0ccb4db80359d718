import MartletBytes
import MartletGraph

/// A sketch searched in a store that has the results of some earlier sketches.
struct Searched {
  var sketch: Sketch
  var plan: Plan
  var counts: PlanCounts
  /// The number of keys in each batch.
  var batches: [Int]

  /// `kept` names what the store has of the earlier sketch: `name`, or `name-` for a record without object.
  init(
    _ sketch: Sketch, outputs: String = "y", kept: String, of earlier: Sketch? = nil,
    refresh: String = "", excluded: String = "", shapes: String = "", hasStore: Bool = true
  ) throws {
    self.sketch = sketch
    let graph = try sketch.graph()
    let keys = try graph.keys(nonce: RawSpan())
    let earlier = earlier ?? sketch
    let earlierKeys = try earlier.graph().keys(nonce: RawSpan())
    var store: [Digest: Finding] = [:]
    for word in kept.split(separator: " ") {
      let name = word.hasSuffix("-") ? word.dropLast() : word
      store[earlierKeys.key(of: try earlier.number(String(name)))] = Finding(
        word.hasSuffix("-") ? .record : .object, seconds: 2, byteCount: 8)
    }
    for name in shapes.split(separator: " ") {
      store[earlierKeys.shape(of: try earlier.number(String(name)))] = Finding(.record)
    }
    var marks = [Bool](repeating: false, count: graph.count)
    for task in try sketch.numbers(refresh) { marks[Int(task)] = true }
    var search = Search(
      graph, keys: keys, outputs: try sketch.numbers(outputs),
      refresh: refresh.isEmpty ? .nothing : .tasks(marks),
      excluded: Set(try sketch.numbers(excluded).map { keys.key(of: Int($0)) }), hasStore: hasStore)
    batches = []
    while let batch = search.nextBatch() {
      batches.append(batch.count)
      search.answer(batch.map { store[$0] ?? .missing })
    }
    plan = search.plan()
    counts = plan.counts(graph: graph, keys: keys)
  }

  func tasks(_ action: TaskAction) -> String {
    names { $0.action == action }
  }

  func tasks(_ flag: TaskPlan.Flags) -> String {
    names { $0.flags.contains(flag) }
  }

  private func names(where holds: (TaskPlan) -> Bool) -> String {
    let names = sketch.names.enumerated().filter { holds(plan[$0.offset]) }
    return names.map(\.element).sorted().joined(separator: " ")
  }
}
