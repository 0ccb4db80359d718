import MartletBytes

/// Compares a step of an earlier session with one of now.
struct StepComparison {
  let old: SessionRecord
  let new: SessionRecord

  /// How many ingredients two steps have in common, the same place counting least.
  func likeness(_ oldTask: RecordedTask, _ newTask: RecordedTask) -> Int {
    var score = isSameFunction(oldTask, newTask) ? 2 : 0
    for (a, b) in zip(old.arguments(of: oldTask), new.arguments(of: newTask))
    where a.hash == b.hash { score += 2 }
    for (a, b) in zip(old.inputs[oldTask.inputs], new.inputs[newTask.inputs])
    where old.tasks[Int(a)].key == new.tasks[Int(b)].key { score += 2 }
    return score + (oldTask.place == newTask.place ? 1 : 0)
  }

  /// What differs, in the order function, arguments, inputs.
  func reasons(_ oldTask: Int, _ newTask: Int) -> [Reason] {
    let (a, b) = (old.tasks[oldTask], new.tasks[newTask])
    var reasons: [Reason] = []
    if !isSameFunction(a, b) {
      reasons.append(
        .functionChanged(
          new.label(of: b), from: fingerprints(of: a, in: old), to: fingerprints(of: b, in: new)))
    }
    reasons += changedArguments(a, b)
    if a.inputs.count != b.inputs.count {
      reasons.append(.inputCountChanged(from: a.inputs.count, to: b.inputs.count))
    } else {
      reasons += changedInputs(a, b).map { Reason.inputChanged($0) }
    }
    return reasons.isEmpty ? [.rearranged] : reasons
  }

  private func isSameFunction(_ a: RecordedTask, _ b: RecordedTask) -> Bool {
    guard a.function >= 0, b.function >= 0 else { return a.function == b.function }
    let (a, b) = (old.functions[Int(a.function)], new.functions[Int(b.function)])
    return a.encodingHash == b.encodingHash && a.fingerprints == b.fingerprints
  }

  private func fingerprints(of task: RecordedTask, in record: SessionRecord) -> [Digest] {
    task.function < 0 ? [] : record.functions[Int(task.function)].fingerprints
  }

  private func changedArguments(_ a: RecordedTask, _ b: RecordedTask) -> [Reason] {
    var before: [ArgumentTitle: UInt64] = [:]
    for argument in old.arguments(of: a) { before[title(argument, in: old)] = argument.hash }
    var changed: [ArgumentTitle] = []
    for argument in new.arguments(of: b) {
      let title = title(argument, in: new)
      if before.removeValue(forKey: title) != argument.hash { changed.append(title) }
    }
    return (changed + before.keys.sorted()).map(\.reason)
  }

  private func title(_ argument: RecordedArgument, in record: SessionRecord) -> ArgumentTitle {
    argument.title < 0
      ? ArgumentTitle(position: Int(~argument.title), name: "")
      : ArgumentTitle(position: -1, name: record.texts[Int(argument.title)])
  }

  /// The names of the inputs whose keys differ; of bookkeeping, of the input behind it that differs.
  private func changedInputs(_ a: RecordedTask, _ b: RecordedTask) -> [String] {
    var names: [String] = []
    for (before, now) in zip(old.inputs[a.inputs], new.inputs[b.inputs])
    where old.tasks[Int(before)].key != new.tasks[Int(now)].key {
      let name = nameOfChange(Int(before), Int(now))
      if !names.contains(name) { names.append(name) }
      if names.count == Explanation.limit { break }
    }
    return names
  }

  private func nameOfChange(_ before: Int, _ now: Int) -> String {
    var (before, now) = (before, now)
    // Bounded: a record that was tampered with may have a circle.
    for _ in 0..<64 where new.tasks[now].kind != .step {
      let olds = old.inputs[old.tasks[before].inputs]
      let news = new.inputs[new.tasks[now].inputs]
      let pair = zip(olds, news).first { old.tasks[Int($0)].key != new.tasks[Int($1)].key }
      guard olds.count == news.count, let pair else { break }
      (before, now) = (Int(pair.0), Int(pair.1))
    }
    let name = new.name(of: now)
    return name.isEmpty ? "\(new.tasks[now].kind)" : name
  }
}

/// By what an argument is named.
private struct ArgumentTitle: Hashable, Comparable {
  var position: Int
  var name: String

  static func < (a: Self, b: Self) -> Bool { (a.position, a.name) < (b.position, b.name) }

  var reason: Reason {
    position >= 0 ? .argumentChanged(position: position) : .namedArgumentChanged(name)
  }
}
