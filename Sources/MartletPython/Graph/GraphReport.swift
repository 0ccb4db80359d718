internal import CPython
internal import Glibc
internal import MartletBytes
internal import MartletGraph

extension GraphContent {
  /// What `refresh=` asks for: None, True, or a pattern for the names of functions.
  func refresh(_ object: Object) throws -> Refresh {
    if object == .none || object == .no { return .nothing }
    if object == .yes { return .everything }
    let pattern = try object.text
    return .functions(
      (0..<graph.functionCount).map { function in
        let label = graph.label(ofFunction: function)
        let name = label.split(separator: ".").last.map(String.init) ?? label
        return unsafe fnmatch(pattern, label, 0) == 0 || fnmatch(pattern, name, 0) == 0
      })
  }

  /// Steps counted by label, action and reason.
  func outcomes() throws(Raised) -> Owned {
    struct Row: Hashable {
      var label: String
      var action: TaskAction
      var reason: String
    }
    let plan = try planned()
    var counts: [Row: (count: Int, seconds: Double)] = [:]
    var longLoop = LongLoop()
    for task in 0..<graph.count where graph.kind(of: task) == .step {
      longLoop.step()
      let row = Row(
        label: graph.label(of: task), action: plan[task].action, reason: walk.tasks[task].reason)
      counts[row, default: (0, 0)].count += 1
      counts[row, default: (0, 0)].seconds += plan.finding(of: task)?.seconds ?? 0
    }
    let list = try Owned.list()
    for (row, total) in counts {
      var tuple = try TupleBuilder(count: 5)
      try tuple.append(Owned(text: row.label))
      try tuple.append(Owned(text: row.action.name))
      try tuple.append(Owned(text: row.reason))
      try tuple.append(Owned(total.count))
      try tuple.append(Owned(total.seconds))
      try list.object.append(tuple.finish())
    }
    return list
  }

  /// The step keys of what nothing needs, as far as the store was not asked, by label.
  func skipped() throws(Raised) -> Owned {
    let plan = try planned()
    var byLabel: [String: [Digest]] = [:]
    var longLoop = LongLoop()
    for task in 0..<graph.count
    where plan[task].action == .skip && graph.kind(of: task) == .step
      && plan.finding(of: task) == nil
    {
      longLoop.step()
      byLabel[graph.label(of: task), default: []].append(keys.key(of: task))
    }
    let result = try Owned.dictionary()
    for (label, keys) in byLabel {
      try result.object.setItem(label, Owned.list(keys))
    }
    return result
  }

  /// Every step, one by one.
  func steps() throws(Raised) -> Owned {
    let plan = try planned()
    let list = try Owned.list()
    var longLoop = LongLoop()
    for task in 0..<graph.count where graph.kind(of: task) == .step {
      longLoop.step()
      let finding = plan.finding(of: task)
      var tuple = try TupleBuilder(count: 9)
      try tuple.append(walk.tasks[task].key)
      try tuple.append(Owned(text: graph.label(of: task) + graph.place(of: task).suffix))
      try tuple.append(Owned(text: plan[task].action.name))
      try tuple.append(Owned(Int(graph.flags(of: task).rawValue)))
      try tuple.append(Owned(keys.key(of: task)))
      try tuple.append(Owned(keys.shape(of: task)))
      try tuple.append(Owned(text: walk.tasks[task].reason))
      try tuple.append(Owned(finding?.seconds ?? 0))
      try tuple.append(Owned(finding?.byteCount ?? 0))
      try list.object.append(tuple.finish())
    }
    return list
  }

  /// Why each step that would be computed would be, given records of earlier submissions, latest first.
  ///
  /// Each reason is `(text, old, new)`: of a changed function with its fingerprints, of a step that opens
  /// files with the keys under which they were seen.
  func explain(_ earlier: Object) throws -> Owned {
    let plan = try planned()
    let elements = try earlier.elements()
    var records: [SessionRecord] = []
    for index in 0..<elements.object.tupleCount {
      let bytes = unsafe try elements.object.tupleElement(index).contentOfBytes
      // A record that is damaged or newer explains nothing.
      guard let record = try? SessionRecord(decoding: unsafe RawSpan(_unsafeBytes: bytes)) else {
        continue
      }
      records.append(record)
    }
    let explanation = Explanation(
      of: SessionRecord(graph, keys: keys, plan: plan), earlier: records)
    let list = try Owned.list()
    for task in 0..<graph.count
    where graph.kind(of: task) == .step && plan[task].action == .compute {
      let reasons = try Owned.list()
      for reason in explanation.reasons(for: task) {
        let seen = keys.observedKeys(of: task)
        let isOpened = reason == .rearranged && !seen.isEmpty
        try reasons.object.append(describe(isOpened ? .opensOthers(seen) : reason))
      }
      var tuple = try TupleBuilder(count: 3)
      try tuple.append(walk.tasks[task].key)
      try tuple.append(Owned(text: graph.label(of: task) + graph.place(of: task).suffix))
      try tuple.append(reasons)
      try list.object.append(tuple.finish())
    }
    return list
  }

  private func describe(_ reason: Reason) throws(Raised) -> Owned {
    var tuple = try TupleBuilder(count: 3)
    try tuple.append(Owned(text: reason.text))
    switch reason {
    case .functionChanged(_, let old, let new):
      try tuple.append(Owned.list(old))
      try tuple.append(Owned.list(new))
    case .opensOthers(let keys):
      try tuple.append(Owned.list(keys))
      try tuple.append(Owned.list([]))
    default:
      try tuple.append(Owned.list([]))
      try tuple.append(Owned.list([]))
    }
    return tuple.finish()
  }
}

extension Owned {
  /// Digests as a list of `bytes`.
  fileprivate static func list(_ digests: [Digest]) throws(Raised) -> Owned {
    let list = try Owned.list()
    for digest in digests { try list.object.append(Owned(digest)) }
    return list
  }
}

extension TaskAction {
  /// The action's name, as Python sees it.
  var name: String {
    switch self {
    case .skip: "skip"
    case .load: "load"
    case .compute: "compute"
    case .plain: "plain"
    }
  }
}
