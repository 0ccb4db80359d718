import MartletBytes

/// Writes what workers are told of a plan's steps.
///
/// All steps together are told a bounded number of inputs of bookkeeping tasks, however these are
/// shared; beyond, a step is told to do without content key, which costs it only the cut-off.
public struct StepInfoEncoder: Sendable {
  private let graph: StepGraph
  private let keys: StepKeys
  private let plan: Plan
  private let sizes: DerivedSizes
  private var derivedRoom: Int
  private var buffer: [UInt8] = []

  /// An encoder for one plan.
  public init(_ graph: StepGraph, keys: StepKeys, plan: Plan) {
    self.graph = graph
    self.keys = keys
    self.plan = plan
    sizes = DerivedSizes(graph, keys)
    derivedRoom = 1_000_000 + 8 * (graph.count + graph.inputCount)
  }

  /// The bytes of the last step that was encoded.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get { unsafe buffer.span.bytes }
  }

  /// Encodes a step's information into ``bytes``.
  ///
  /// - Parameters:
  ///   - task: A step that is computed or loaded; for a load only its keys are told.
  ///   - token: 12 bytes that say whose submission it is.
  ///   - flags: More flags than the plan gives it.
  ///   - keyHash: A hash of the Dask key of an input, given its number; 0 if it is not to be found by it.
  /// - Throws: ``GraphError/Code/malformed`` for a token of another size.
  public mutating func encode(
    _ task: Int, token: RawSpan, adding flags: StepInfo.Flags = [],
    keyHash: (Int) -> UInt64 = { _ in 0 }
  ) throws(GraphError) {
    guard token.byteCount == StepInfo.tokenByteCount else {
      throw GraphError(.malformed, "a token of \(token.byteCount) bytes")
    }
    var flags = flags.union(self.flags(of: task))
    let inputs = graph.entries[task].inputs
    let size = sizes.size(of: task, in: graph)
    let checks = plan[task].action == .load ? [] : graph.checks(of: task)
    let derivedCount = Int(size.count) - 1 - inputs.count
    let isTold =
      !flags.contains(.noContent) && size.count <= InputContent.countLimit + 1
      && size.depth <= InputContent.depthLimit + 1 && derivedCount <= derivedRoom
    if isTold { derivedRoom -= derivedCount } else { flags.insert(.noContent) }
    // What can't be verified can't be kept.
    let isChecked = checks.count <= Int(UInt16.max)
    if !isChecked { flags.formUnion([.never, .impure]) }
    buffer.removeAll(keepingCapacity: true)
    buffer.append(token)
    buffer.append(integer: flags.rawValue)
    buffer.append(keys.keys[task])
    buffer.append(keys.shapes[task])
    buffer.append(integer: UInt16(isChecked ? checks.count : 0))
    if isChecked { for check in checks { buffer.append(check) } }
    append(isTold ? inputs : 0..<0, keyHash)
  }

  private func flags(of task: Int) -> StepInfo.Flags {
    let entry = graph.entries[task]
    let plan = plan[task]
    var flags: StepInfo.Flags = []
    if plan.flags.contains(.mayCutOff) { flags.insert(.mayCutOff) }
    if keys.isEphemeral(task) { flags.insert(.ephemeral) }
    if entry.flags.contains(.always) || plan.flags.contains(.isOutput) { flags.insert(.always) }
    if entry.flags.contains(.never) { flags.insert(.never) }
    if entry.flags.isOnlyThisRun { flags.formUnion([.impure, .noContent]) }
    // The identity is that of the value which the scheduler holds; should the task run after all, its
    // result is another one.
    if keys.replaced.contains(Int32(task)) { flags.formUnion([.impure, .noContent]) }
    if keys.writers.contains(Int32(task)) { flags.formUnion([.impure, .noContent]) }
    if plan.flags.contains(.overwrite) { flags.insert(.refresh) }
    if plan.action == .load { flags.insert(.noContent) }
    return flags
  }

  // Recursion is bounded by the depth limit.
  private mutating func append(_ inputs: Range<Int>, _ keyHash: (Int) -> UInt64) {
    buffer.append(integer: UInt32(inputs.count))
    for edge in inputs {
      let input = Int(graph.inputs[edge])
      if let derived = sizes.derived(input) {
        let target = Int(derived.target)
        buffer.append(2)
        buffer.append(keys.shapes[target])
        append(graph.entries[target].inputs) { _ in 0 }  // no dependencies of the step itself
      } else {
        let identity = keys.identity(of: input)
        let isContent = identity.flags.contains(.isContent)
        buffer.append(isContent ? 1 : 0)
        buffer.append(identity.key)
        if !isContent { buffer.append(integer: keyHash(input)) }
      }
    }
  }
}
