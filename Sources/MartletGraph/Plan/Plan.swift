/// For each task of a graph: load, compute, leave as it is, or skip.
public struct Plan: Sendable {
  var tasks: [TaskPlan]
  var findings: FindingTable

  /// What is to be done about a task.
  public subscript(task: Int) -> TaskPlan { tasks[task] }

  /// The number of tasks.
  public var count: Int { tasks.count }

  /// What the store has of a task; nothing if it was not asked or has no record.
  public func finding(of task: Int) -> Finding? { findings[task] }
}

/// How many tasks of each kind a plan has, by what is done about them.
public struct PlanCounts: Hashable, Sendable {
  /// Steps whose results are read.
  public var loaded = 0
  /// Steps that run, or are cut off on the worker.
  public var computed = 0
  /// Steps that nothing needs.
  public var skipped = 0
  /// Of those computed, the ones that can't be identified.
  public var unidentified = 0
  /// Of those computed, the ones that depend on what is of this run only.
  public var ephemeral = 0
  /// Of those computed, the ones that look for a cut-off.
  public var mayCutOff = 0
  /// Dask's own tasks that stay.
  public var bookkeeping = 0
}

extension Plan {
  /// How many steps are loaded, computed and skipped.
  public func counts(graph: StepGraph, keys: StepKeys) -> PlanCounts {
    var counts = PlanCounts()
    for (task, plan) in tasks.enumerated() {
      let entry = graph.entries[task]
      if entry.kind == .bookkeeping, plan.action != .skip { counts.bookkeeping += 1 }
      guard entry.kind == .step else { continue }
      switch plan.action {
      case .load: counts.loaded += 1
      case .skip: counts.skipped += 1
      case .compute, .plain:
        counts.computed += 1
        if entry.flags.contains(.unidentified) { counts.unidentified += 1 }
        if keys.isEphemeral(task) { counts.ephemeral += 1 }
        if plan.flags.contains(.mayCutOff) { counts.mayCutOff += 1 }
      }
    }
    return counts
  }
}
