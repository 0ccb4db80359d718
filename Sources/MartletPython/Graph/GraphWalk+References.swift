internal import CPython
internal import MartletBytes
internal import MartletGraph

extension GraphWalk: TaskReferences {
  var referenceCount: Int { references.count }

  func encode(
    _ value: Object, _ type: TypeAddress, isEvaluated: Bool
  ) throws(EncodingFailure) -> Bool {
    guard isEvaluated else { return false }
    do {
      if dask.is(type, dask.taskRef) || value.isInstance(of: dask.taskRef) {
        try refer(to: value, dask.key)
      } else if dask.is(type, dask.alias) {
        try refer(to: value, dask.target)
      } else if let tag = dask.containerTag(type) {
        let arguments = pool.keep(try value.attribute(dask.arguments))
        guard arguments.type == types.tuple else { throw EncodingFailure.changed }
        if tag == ValueTag.set {
          try encoder.encodeSet(arguments, tag, isEvaluated: true)
        } else {
          try encoder.enclosed(in: value) { () throws(EncodingFailure) in
            try encoder.encodeTuple(arguments, tag, isEvaluated: true)
          }
        }
      } else if dask.is(type, dask.dataNode) {
        let content = pool.keep(try value.attribute(dask.value))
        try encoder.encode(content)
      } else if dask.is(type, dask.task) {
        try encodeCall(value)
      } else {
        return false
      }
      return true
    } catch let error as EncodingFailure {
      throw error
    } catch is Raised {
      throw EncodingFailure(Raised())
    } catch {
      throw .unidentified("\(error)")
    }
  }

  func reorder(from start: Int, _ groups: [Range<Int>]) {
    let old = references
    references.removeSubrange(start...)
    for group in groups { references.append(contentsOf: old[group]) }
  }

  func nameReferences(_ range: Range<Int>) throws(EncodingFailure) {
    for reference in references[range] { try encoder.encode(name: reference.key) }
  }

  private func refer(to value: Object, _ attribute: Object) throws {
    let key = pool.keep(try value.attribute(attribute))
    references.append((key, try number(of: key)))
    encoder.bytes.append(ValueTag.hole)
  }

  /// A task that runs inside another one: it is part of that one's identity.
  private func encodeCall(_ node: Object) throws {
    let function = pool.keep(try node.attribute(dask.function))
    let arguments = pool.keep(try node.attribute(dask.arguments))
    let named = pool.keep(try node.attribute(dask.named))
    guard arguments.type == types.tuple, named.type == types.dictionary else {
      throw EncodingFailure.changed
    }
    let found = try functions.function(function, arguments, named, &builder)
    if found.has(IdentifiedFunction.unidentified) {
      throw EncodingFailure.unidentified(found.reason)
    }
    if found.has(IdentifiedFunction.impure) {
      throw EncodingFailure.unidentified("`\(found.label)` inside it is impure")
    }
    if let (tag, elements) = try setOfList(function, arguments, named) {
      try encoder.encodeSet(elements, tag, isEvaluated: true)
      return
    }
    encoder.fingerprints.append(contentsOf: found.checks)
    try encoder.enclosed(in: node) { () throws(EncodingFailure) in
      try encodeApplication(found, arguments, named, note: nil)
    }
  }

  /// What `set` or `frozenset` of a list makes: so Dask writes a set, in the order of its hashes.
  private func setOfList(
    _ function: Object, _ arguments: Object, _ named: Object
  ) throws -> (tag: UInt8, elements: Object)? {
    let type = TypeAddress(function)
    let tag = type == types.set ? ValueTag.set : ValueTag.frozenSet
    guard type == types.set || type == types.frozenSet, arguments.tupleCount == 1,
      named.dictionaryCount == 0
    else { return nil }
    let list = try encoder.element(arguments, 0)
    guard dask.is(list.type, dask.list) else { return nil }
    let elements = pool.keep(try list.attribute(dask.arguments))
    guard elements.type == types.tuple else { throw EncodingFailure.changed }
    return (tag, elements)
  }
}
