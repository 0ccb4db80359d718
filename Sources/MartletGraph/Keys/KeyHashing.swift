import MartletBytes

/// Makes keys, inputs before users.
struct KeyHashing: ~Copyable {
  private(set) var keys: [Digest]
  private(set) var shapes: [Digest]
  private(set) var flags: [TaskIdentity.Flags]
  /// The tasks whose given identity is not what their template says.
  private(set) var replaced: Set<Int32> = []
  /// The steps that were seen to write files.
  private(set) var writers: Set<Int32> = []
  /// For steps of which something was seen, the keys under which it is told.
  private(set) var amended: [Int32: [Digest]] = [:]
  private let observed: [Digest: Observation]
  private var shapeEncoder = CanonicalEncoder(domain: KeyDomain.shape)
  private var stepEncoder = CanonicalEncoder(domain: KeyDomain.step)

  init(count: Int, observed: [Digest: Observation]) {
    self.observed = observed
    keys = Array(repeating: Digest(), count: count)
    shapes = keys
    flags = Array(repeating: [], count: count)
  }

  /// Makes the keys of a task whose inputs have theirs.
  mutating func add(_ task: Int, of graph: borrowing StepGraph, nonce: RawSpan) {
    let entry = graph.entries[task]
    let template = graph.template(of: task)
    switch entry.kind {
    case .step, .bookkeeping:
      shapes[task] = shape(template)
      if entry.flags.isOnlyThisRun {
        setRunKey(task, nonce: nonce)
      } else {
        setStepKey(task, inputs: graph.inputs(of: task))
        if !observed.isEmpty { amend(task, nonce: nonce) }
      }
    case .alias, .fused:
      let target = Int(graph.inputs(of: task)[0])
      shapes[task] = shapes[target]
      keys[task] = keys[target]
      flags[task] = flags[target]
    case .data where !entry.flags.isOnlyThisRun:
      var encoder = CanonicalEncoder(domain: KeyDomain.data)
      encoder.append(template)
      keys[task] = encoder.digest()
      flags[task] = .isContent
    case .known: break
    case .data, .unknown, .undescribed: setRunKey(task, nonce: nonce)
    }
    if entry.flags.contains(.overridden), let identity = graph.given[Int32(task)] {
      if entry.kind != .known, keys[task] != identity.key { replaced.insert(Int32(task)) }
      keys[task] = identity.key
      flags[task] = identity.flags
    }
  }

  private mutating func shape(_ template: RawSpan) -> Digest {
    shapeEncoder.reset()
    shapeEncoder.append(template)
    return shapeEncoder.digest()
  }

  private mutating func setStepKey(_ task: Int, inputs: Span<Int32>) {
    stepEncoder.reset()
    stepEncoder.append(shapes[task])
    var isEphemeral = false
    for i in inputs.indices {
      let input = Int(inputs[i])
      stepEncoder.append(keys[input])
      if flags[input].contains(.ephemeral) { isEphemeral = true }
    }
    keys[task] = stepEncoder.digest()
    flags[task] = isEphemeral ? .ephemeral : []
  }

  /// Counts what was seen of a step: under each key that this leads to, more may have been seen.
  private mutating func amend(_ task: Int, nonce: RawSpan) {
    for _ in 0..<Observation.roundLimit {
      guard let seen = observed[keys[task]] else { return }
      guard case .files(let files) = seen else { break }
      amended[Int32(task), default: []].append(keys[task])
      shapes[task] = openedKey(shapes[task], files: files)
      keys[task] = openedKey(keys[task], files: files)
    }
    writers.insert(Int32(task))
    setRunKey(task, nonce: nonce)
  }

  private mutating func setRunKey(_ task: Int, nonce: RawSpan) {
    var encoder = CanonicalEncoder(domain: KeyDomain.run)
    encoder.append(nonce)
    encoder.append(shapes[task])
    encoder.append(UInt64(task))
    keys[task] = encoder.digest()
    flags[task] = .ephemeral
  }
}
