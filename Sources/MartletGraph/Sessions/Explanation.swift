import MartletBytes

/// Says why steps would be computed, by comparing them with their nearest likes of earlier sessions.
///
/// The nearest has the same name and most ingredients in common; among equals it is the one of the same
/// place, then of the latest session.
public struct Explanation: Sendable {
  let record: SessionRecord
  let earlier: [SessionRecord]
  private let index: EarlierSteps
  /// For each ephemeral task, the one behind it that makes it so.
  private let origins: [Int]

  /// At most so many reasons are given for a step.
  static let limit = 8

  /// - Parameters:
  ///   - record: The submission to be explained.
  ///   - earlier: Earlier ones, latest first.
  public init(of record: SessionRecord, earlier: [SessionRecord]) {
    self.record = record
    self.earlier = earlier
    index = EarlierSteps(earlier)
    origins = Self.origins(in: record)
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

  /// The name of what makes a step ephemeral.
  private func unidentified(behind step: Int) -> String {
    let name = record.name(of: origins[step])
    return name.isEmpty ? "a key from outside the graph" : name
  }

  /// Follows the inputs of each task, no way twice.
  private static func origins(in record: SessionRecord) -> [Int] {
    var origins = [Int](repeating: -1, count: record.count)
    for start in origins.indices where origins[start] < 0 {
      var way = [start]
      var end = start
      while way.count <= record.count {
        let inputs = record.inputs[record.tasks[end].inputs].lazy.map { Int($0) }
        let next = inputs.first { record.tasks[$0].flags.contains(.ephemeral) }
        guard let next else { break }
        end = next
        if record.tasks[next].flags.contains(.isOnlyThatRun) { break }
        if origins[next] >= 0 {
          end = origins[next]
          break
        }
        way.append(next)
      }
      for task in way { origins[task] = end }
    }
    return origins
  }
}
