public import MartletBytes

/// The keys of a graph's tasks.
public struct StepKeys: Sendable {
  /// All tasks, each after those that it needs.
  public let order: [Int32]
  var keys: [Digest]
  var shapes: [Digest]
  var flags: [TaskIdentity.Flags]
  /// The tasks whose given identity is not what their template says.
  var replaced: Set<Int32>
  /// The steps that were seen to write files.
  var writers: Set<Int32>
  var amended: [Int32: [Digest]]

  /// A task's step key; a literal's digest; of an alias or a fused task, that of what it names.
  public func key(of task: Int) -> Digest { keys[task] }

  /// A task's template, hashed; zeros for a literal and for keys from outside.
  public func shape(of task: Int) -> Digest { shapes[task] }

  /// Whether no other session can find the task by its step key.
  public func isEphemeral(_ task: Int) -> Bool { flags[task].contains(.ephemeral) }

  /// The keys under which something was seen of a step, the plain one first; its own key counts that.
  public func observedKeys(of task: Int) -> [Digest] { amended[Int32(task)] ?? [] }

  /// What stands for the task in others' keys.
  public func identity(of task: Int) -> TaskIdentity {
    TaskIdentity(key: keys[task], flags: flags[task])
  }
}

extension StepGraph {
  /// The keys of all tasks.
  ///
  /// - Parameters:
  ///   - nonce: Random bytes of this submission, of which the keys of unidentified and impure tasks are made.
  ///   - observed: What was seen of steps when they ran, by their keys.
  /// - Returns: The keys, and the order in which they were made.
  /// - Throws: ``GraphError/Code/cycle`` with the tasks that need each other.
  /// - Complexity: O(tasks + inputs): one SHA-256 of each template, one of each step's key.
  public func keys(
    nonce: RawSpan, observed: [Digest: Observation] = [:]
  ) throws(GraphError) -> StepKeys {
    var hashing = KeyHashing(count: count, observed: observed)
    let order = try order()
    for task in order { hashing.add(Int(task), of: self, nonce: nonce) }
    return StepKeys(
      order: order, keys: hashing.keys, shapes: hashing.shapes, flags: hashing.flags,
      replaced: hashing.replaced, writers: hashing.writers, amended: hashing.amended)
  }
}
