internal import CPython
internal import MartletBytes
internal import MartletGraph

/// What `identify.observed` knows of steps that ran before.
struct ObservedSteps {
  /// What counts, by the step's key.
  private(set) var seen: [Digest: Observation] = [:]
  /// The files that it tells, each as Python sees it.
  private var told: [Digest: Object] = [:]

  /// Asks for all steps that a graph of these fingerprints may have; nothing if `identify` knows of none.
  init(_ identify: Object, _ fingerprints: Set<Digest>, _ pool: Pool) throws(Raised) {
    guard let observed = try identify.attributeIfAny("observed") else { return }
    let list = try Owned.list()
    for fingerprint in fingerprints { try list.object.append(Owned(fingerprint)) }
    let answer = pool.keep(try observed.object.call(with: list.object))
    var position = 0
    while let (key, value) = answer.nextEntry(&position) {
      let step = try Digest(key)
      let digest = try value.tupleElement(0)
      seen[step] = try digest == .none ? .writes : .files(Digest(digest))
      told[step] = try value.tupleElement(1)
    }
  }

  /// The files that are told under keys.
  func files(under keys: [Digest]) throws(Raised) -> [Object] {
    var files: [Object] = []
    for tuple in keys.compactMap({ told[$0] }) {
      for index in 0..<tuple.tupleCount { files.append(try tuple.tupleElement(index)) }
    }
    return files
  }
}
