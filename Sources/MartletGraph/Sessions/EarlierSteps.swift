import MartletBytes

/// Finds steps of earlier sessions that may be the nearest to one of now.
///
/// For each name only a few are compared: the first ones, those of the same place, of the same
/// function and arguments, and of the same inputs; so a bag of 100 000 partitions costs no squares.
struct EarlierSteps: Sendable {
  /// A step of an earlier session.
  struct Position: Hashable, Sendable {
    var session: Int
    var task: Int
  }

  private enum Trait: Hashable { case name, place, ingredients, inputs }
  private var steps: [Int: [Position]] = [:]
  private var keys: Set<Digest> = []

  init(_ sessions: [SessionRecord]) {
    for (number, session) in sessions.enumerated() {
      for (task, recorded) in session.tasks.enumerated() where recorded.kind == .step {
        if !recorded.flags.contains(.ephemeral) { keys.insert(recorded.key) }
        add(recorded, at: Position(session: number, task: task), of: session)
      }
    }
  }

  func hasKey(_ key: Digest) -> Bool { keys.contains(key) }

  func candidates(for task: RecordedTask, of record: SessionRecord) -> Set<Position> {
    let label = record.label(of: task)
    var candidates: Set<Position> = []
    for trait in [Trait.name, .place, .ingredients, .inputs] {
      // Hashes may meet by chance: who asks compares the names.
      candidates.formUnion(steps[hash(task, of: record, label: label, by: trait)] ?? [])
    }
    return candidates
  }

  private mutating func add(_ task: RecordedTask, at position: Position, of session: SessionRecord)
  {
    let label = session.label(of: task)
    for trait in [Trait.name, .place, .ingredients, .inputs] {
      let limit = trait == .name ? 8 : 2
      steps[hash(task, of: session, label: label, by: trait), default: []]
        .appendIfShorter(than: limit, position)
    }
  }

  private func hash(
    _ task: RecordedTask, of record: SessionRecord, label: String, by trait: Trait
  ) -> Int {
    var hasher = Hasher()
    hasher.combine(label)
    hasher.combine(trait)
    switch trait {
    case .name: break
    case .place: hasher.combine(task.place)
    case .ingredients:
      if task.function >= 0 {
        hasher.combine(record.functions[Int(task.function)].encodingHash)
      }
      for argument in record.arguments(of: task) { hasher.combine(argument.hash) }
    case .inputs:
      for input in record.inputs[task.inputs] { hasher.combine(record.tasks[Int(input)].key) }
    }
    return hasher.finalize()
  }
}

extension Array {
  fileprivate mutating func appendIfShorter(than limit: Int, _ element: Element) {
    if count < limit { append(element) }
  }
}
