public import MartletBytes

/// Searches a store for a graph's results, from the outputs backwards, and makes the plan.
///
/// It performs nothing itself: it says which keys to look up, all that it can use at once, and is told
/// what was found.
///
/// ```swift
/// var search = Search(graph, keys: keys, outputs: outputs)
/// while let batch = search.nextBatch() { search.answer(store.find(batch)) }
/// let plan = search.plan()
/// ```
///
/// The first batch is the outputs, and if they are found, the only one. After a miss it also asks
/// ahead, for what may be needed further back, in batches that grow threefold: a chain of 100 000
/// steps is searched in a dozen, and at most twice as many keys are asked as had to be.
public struct Search: Sendable {
  let graph: StepGraph
  let keys: StepKeys
  let refresh: Refresh
  var states: [SearchState]
  var findings: FindingTable
  var phase: Phase

  /// Needed tasks whose users are planned and that are not looked at yet.
  var pending: [Int32] = []
  /// Needed steps that the store has not been asked for.
  var frontier: [Int32] = []
  /// Asked tasks behind which nothing was asked yet.
  var boundary = TaskQueue()
  /// The steps of the batch under way.
  var asked: [Int32] = []
  var askedCount = 0
  /// The shapes of the batch under way, once all steps are decided.
  var markers = DigestTable()
  var marked: [MarkedTask] = []

  enum Phase: UInt8 { case searching, marking, done }

  /// Starts a search.
  ///
  /// - Parameters:
  ///   - graph: The tasks.
  ///   - keys: Their keys.
  ///   - outputs: The tasks whose values are asked for.
  ///   - refresh: Steps to be computed whatever the store has.
  ///   - excluded: Step keys whose records turned out to be unusable.
  ///   - hasStore: Whether there is a store to ask; without, all that is needed is computed.
  public init(
    _ graph: StepGraph, keys: StepKeys, outputs: [Int32], refresh: Refresh = .nothing,
    excluded: Set<Digest> = [], hasStore: Bool = true
  ) {
    self.graph = graph
    self.keys = keys
    self.refresh = refresh
    states = Array(repeating: [], count: graph.count)
    findings = FindingTable(count: graph.count)
    phase = hasStore ? .searching : .done
    markForced(excluded: excluded)
    for output in outputs { need(output) }
    markOutputs()
    decide()
  }

  /// The keys to look up next, in one go; nothing once the plan can be made.
  ///
  /// Each batch must be answered before the next.
  public mutating func nextBatch() -> [Digest]? {
    if phase == .searching {
      if !frontier.isEmpty {
        chooseBatch()
        return asked.map { keys.keys[Int($0)] }
      }
      phase = .marking
      collectMarkers()
      if markers.count > 0 { return markers.digests }
    }
    phase = .done
    return nil
  }

  /// Takes in what was found under the keys of the last batch, in their order.
  public mutating func answer(_ found: [Finding]) {
    switch phase {
    case .searching:
      for (task, finding) in zip(asked, found) where finding.presence != .missing {
        states[Int(task)].insert(finding.presence == .object ? .hit : .hasRecord)
        findings.add(finding, for: Int(task))
      }
      for task in asked where states[Int(task)].contains(.needed) { pending.append(task) }
      asked = []
      decide()
    case .marking:
      setMarkers(found)
      phase = .done
    case .done: break
    }
  }

  /// The plan, once there is no further batch.
  public func plan() -> Plan {
    var tasks = [TaskPlan](repeating: TaskPlan(action: .skip, flags: []), count: graph.count)
    for task in keys.order.lazy.map(Int.init) where states[task].contains(.needed) {
      tasks[task] = plan(of: task, among: tasks)
    }
    return Plan(tasks: tasks, findings: findings)
  }

  private func plan(of task: Int, among tasks: [TaskPlan]) -> TaskPlan {
    let state = states[task]
    switch graph.entries[task].kind {
    case .step:
      var flags: TaskPlan.Flags = state.contains(.isOutput) ? .isOutput : []
      if state.isLoaded { return TaskPlan(action: .load, flags: flags) }
      if state.contains(.mayCutOff) { flags.insert(.mayCutOff) }
      if state.contains(.outdated) { flags.insert(.overwrite) }
      if state.contains(.hasRecord) { flags.insert(.hasRecord) }
      return TaskPlan(action: .compute, flags: flags)
    // A fused task is loaded if its value is, and else runs with what is left inside it.
    case .fused: return tasks[Int(graph.inputs(of: task)[0])]
    default: return TaskPlan(action: .plain, flags: [])
    }
  }
}
