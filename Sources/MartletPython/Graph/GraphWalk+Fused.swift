internal import CPython
internal import MartletBytes
internal import MartletGraph

extension GraphWalk {
  /// Describes a task that runs a graph inside itself, and the tasks of that graph.
  ///
  /// Its arguments are the inner graph, the key whose value it returns, the keys that come from
  /// outside, and what stands for each of them.
  func describeFused(_ number: Int, _ node: Object, _ description: TaskDescription) throws {
    guard path.count < 100 else {
      throw Misuse(.value, "fused tasks nest deeper than 100 levels")
    }
    let arguments = pool.keep(try node.attribute(dask.arguments))
    guard arguments.type == types.tuple, arguments.tupleCount >= 3,
      try arguments.tupleElement(0).type == types.dictionary
    else { throw Misuse(.type, "a fused task has not the arguments of one") }
    let graph = try arguments.tupleElement(0)
    let outputKey = try arguments.tupleElement(1)
    let outsideKeys = pool.keep(try arguments.tupleElement(2).elements())
    let scope = try WalkScope()
    var outside: [Int] = []
    for index in 0..<min(outsideKeys.tupleCount, arguments.tupleCount - 3) {
      let stand = try arguments.tupleElement(3 + index)
      let key = try outsideKeys.tupleElement(index)
      let number = try self.number(standing: stand, key: key)
      outside.append(number)
      try scope.enter(key, number)
    }
    try walk(graph, into: scope, container: number)
    guard let output = try scope.number(of: outputKey) else {
      throw Misuse(.value, "a fused task returns a key that it has not").raise()
    }
    fused[number] = FusedTask(scope: scope, output: output, outside: outside)
    encoder.bytes.truncate(to: 0)
    var description = description
    description.kind = .fused
    try describe(number, description, inputs: [Int32(output)])
  }

  /// The task that stands for an outside key of an inner graph: most often another task's result.
  private func number(standing value: Object, key: Object) throws -> Int {
    if value.isInstance(of: dask.taskRef) {
      let key = pool.keep(try value.attribute(dask.key))
      return Int(try number(of: key))
    }
    if dask.is(value.type, dask.alias) {
      let key = pool.keep(try value.attribute(dask.target))
      return Int(try number(of: key))
    }
    let number = try addTask(key: key, node: value)
    let isLiteral = dask.containerTag(value.type) == nil
    encoder.bytes.truncate(to: 0)
    references.removeAll(keepingCapacity: true)
    encoder.fingerprints.removeAll(keepingCapacity: true)
    try noting(number) {
      try describeValue(number, value, TaskDescription(isLiteral ? .data : .bookkeeping))
    }
    return number
  }
}
