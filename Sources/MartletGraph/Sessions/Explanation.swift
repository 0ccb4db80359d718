import MartletBytes

/// Says why steps would be computed, by comparing them with their nearest likes of earlier sessions.
///
/// The nearest has the same name and most ingredients in common; among equals it is the one of the same
/// place, then of the latest session.
public struct Explanation: Sendable {
  let record: SessionRecord
  let earlier: [SessionRecord]
  private let index: EarlierSteps

  /// At most so many reasons are given for a step.
  static let limit = 8

  /// - Parameters:
  ///   - record: The submission to be explained.
  ///   - earlier: Earlier ones, latest first.
  public init(of record: SessionRecord, earlier: [SessionRecord]) {
    self.record = record
    self.earlier = earlier
    index = EarlierSteps(earlier)
  }

  /// Why a step would be computed, the weightiest reason first.
  public func reasons(for step: Int) -> [Reason] {
    let task = record.tasks[step]
    if task.flags.contains(.isOnlyThatRun) { return [.unidentified] }
    if task.flags.contains(.refreshed) { return [.refreshed] }
    if task.flags.contains(.ephemeral) {
      return [.dependsOnUnidentified(unidentified(behind: step))]
    }
    if index.hasKey(task.key) { return [.notKept] }
    guard let nearest = nearest(to: task) else { return [.neverSeen] }
    let old = earlier[nearest.session]
    let reasons = StepComparison(old: old, new: record).reasons(nearest.task, step)
    return Array(reasons.prefix(Self.limit))
  }

  private func nearest(to task: RecordedTask) -> EarlierSteps.Position? {
    var best: (position: EarlierSteps.Position, rank: (Int, Int, Int))?
    let label = record.label(of: task)
    for position in index.candidates(for: task, of: record)
    where earlier[position.session].label(ofTask: position.task) == label {
      let comparison = StepComparison(old: earlier[position.session], new: record)
      let score = comparison.likeness(earlier[position.session].tasks[position.task], task)
      let rank = (score, -position.session, -position.task)
      if best.map({ $0.rank < rank }) ?? true { best = (position, rank) }
    }
    return best?.position
  }

  /// The name of what makes a step ephemeral, found by following its inputs.
  private func unidentified(behind step: Int) -> String {
    var task = step
    for _ in 0..<record.count {
      let inputs = record.inputs[record.tasks[task].inputs]
      let next = inputs.first { record.tasks[Int($0)].flags.contains(.ephemeral) }
      guard let next else { break }
      task = Int(next)
      if record.tasks[task].flags.contains(.isOnlyThatRun) { break }
    }
    let name = record.name(of: task)
    return name.isEmpty ? "a key from outside the graph" : name
  }
}
