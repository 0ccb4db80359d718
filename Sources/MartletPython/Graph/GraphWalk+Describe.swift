internal import CPython
internal import MartletBytes
internal import MartletGraph

extension GraphWalk {
  /// Describes one task.
  func describe(_ number: Int, container: Int) throws {
    let (key, node) = (tasks[number].key, tasks[number].node)
    encoder.bytes.truncate(to: 0)
    encoder.fingerprints.removeAll(keepingCapacity: true)
    references.removeAll(keepingCapacity: true)
    let type = node.type
    var description = TaskDescription(.alias, container: Int32(container), place: place(key))
    if dask.is(type, dask.task) {
      let function = pool.keep(try node.attribute(dask.function))
      if function == dask.executeSubgraph {
        try describeFused(number, node, description)
      } else if let inner = try handedOn(node, function, key) {
        tasks[number].node = inner
        return try describe(number, container: container)
      } else {
        try describeStep(number, node, function, &description)
      }
    } else if dask.is(type, dask.alias) {
      let target = pool.keep(try node.attribute(dask.target))
      try describe(number, description, inputs: [try self.number(of: target)])
    } else if dask.is(type, dask.dataNode) || dask.containerTag(type) != nil {
      description.kind = dask.is(type, dask.dataNode) ? .data : .bookkeeping
      try describeValue(number, node, description)
    } else if !node.isInstance(of: dask.graphNode) {
      description.kind = .data
      try describeValue(number, node, description)
    } else {
      description.kind = .bookkeeping
      let kind = Raised.cleared { () throws(Raised) in try node.type(name: ()) } ?? "a task"
      try describeUnidentified(number, node, &description, "Dask runs \(kind) in its own way")
    }
    if container < 0, let identity = try known.item(key) {
      try builder.override(number, with: TaskIdentity(identity))
    }
  }

  /// The task inside one that only hands on its result, under that one's key.
  ///
  /// So Dask wraps a collection that is an argument of another one, with all its tasks fused and
  /// under names that are made anew each time.
  private func handedOn(_ node: Object, _ function: Object, _ key: Object) throws -> Object? {
    guard function == dask.handOn, var inner = try wrapped(by: node) else { return nil }
    var depth = 1
    while let next = try wrapped(by: inner) {
      inner = next
      depth += 1
      guard depth < 100 else {
        throw Misuse(.value, "tasks that hand on a result nest deeper than 100 levels")
      }
    }
    let renamed = try inner.attribute("substitute")
    let nothing = try Owned.dictionary()
    return pool.keep(try renamed.object.call(with: nothing.object, key))
  }

  private func wrapped(by task: Object) throws -> Object? {
    let function = try task.attribute(dask.function)
    let arguments = try task.attribute(dask.arguments)
    let named = try task.attribute(dask.named)
    guard function.object == dask.handOn, arguments.object.type == types.tuple,
      arguments.object.tupleCount == 1, named.object.dictionaryCount == 0
    else { return nil }
    let inner = try arguments.object.tupleElement(0)
    return dask.is(inner.type, dask.task) ? pool.keep(Owned(inner)) : nil
  }

  private func describeStep(
    _ number: Int, _ node: Object, _ function: Object, _ description: inout TaskDescription
  ) throws {
    let arguments = pool.keep(try node.attribute(dask.arguments))
    let named = pool.keep(try node.attribute(dask.named))
    guard arguments.type == types.tuple, named.type == types.dictionary else {
      description.kind = .step
      return try describeUnidentified(
        number, node, &description, "its arguments are none of Dask's")
    }
    let found: IdentifiedFunction
    do { found = try functions.function(function, arguments, named, &builder) } catch is Raised {
      description.kind = .step
      return try describeUnidentified(
        number, node, &description, try reason(EncodingFailure(Raised())))
    }
    description.kind = found.has(IdentifiedFunction.bookkeeping) ? .bookkeeping : .step
    description.function = found.number
    description.flags = TaskFlags(rawValue: UInt16(truncatingIfNeeded: found.flags & 0b11_1110))
    if description.kind == .step { description.flags.formUnion(flags) }
    if found.has(IdentifiedFunction.unidentified) {
      return try describeUnidentified(number, node, &description, found.reason)
    }
    var parts: [TaskArgument] = []
    do throws(EncodingFailure) {
      try encodeApplication(found, arguments, named) { title, start, end in
        switch title {
        case .position(let index):
          parts.append(TaskArgument(position: Int32(index), start: Int32(start), end: Int32(end)))
        case .name(let name):
          guard let text = Raised.cleared({ () throws(Raised) in try name.text }),
            let title = try? self.builder.addName(text)
          else { return }
          parts.append(TaskArgument(name: title, start: Int32(start), end: Int32(end)))
        }
      }
    } catch {
      return try describeUnidentified(number, node, &description, try reason(error))
    }
    if !checks.isEmpty {
      for reference in references {
        encoder.fingerprints.append(contentsOf: checks[reference.number] ?? [])
      }
    }
    if !encoder.fingerprints.isEmpty {
      description.checks = try builder.addChecks(Self.union(found.checks, encoder.fingerprints))
    }
    let inputs = references.map(\.number)
    let uncounted =
      found.ignoresNothing ? [] : try dependencies(node).filter { !inputs.contains($0) }
    try describe(number, description, inputs: inputs, arguments: parts, uncounted: uncounted)
  }

  /// A literal under a key, or one of Dask's containers: its encoding is its template.
  func describeValue(_ number: Int, _ node: Object, _ description: TaskDescription) throws {
    var description = description
    do throws(EncodingFailure) {
      try encoder.encode(node, isEvaluated: true)
    } catch {
      description.kind = .bookkeeping
      return try describeUnidentified(number, node, &description, try reason(error))
    }
    try describe(number, description, inputs: references.map(\.number))
  }

  func describe(
    _ number: Int, _ description: TaskDescription, inputs: [Int32], arguments: [TaskArgument] = [],
    uncounted: [Int32] = []
  ) throws {
    try builder.describe(
      number, description, template: unsafe RawSpan(_unsafeBytes: encoder.bytes.storage),
      inputs: inputs.span, arguments: arguments.span, uncounted: uncounted.span)
  }

  private func describeUnidentified(
    _ number: Int, _ node: Object, _ description: inout TaskDescription, _ reason: String
  ) throws {
    tasks[number].reason = reason.isEmpty ? "it can't be identified" : reason
    description.flags.insert(.unidentified)
    encoder.bytes.truncate(to: 0)
    try describe(number, description, inputs: dependencies(node))
  }

  /// The tasks that a node needs, by its own account.
  private func dependencies(_ node: Object) throws -> [Int32] {
    let set = try node.attribute(dask.dependencies)
    let keys = pool.keep(try set.object.elements())
    return try (0..<keys.tupleCount).map { try self.number(of: keys.tupleElement($0)) }.sorted()
  }

  private func reason(_ failure: EncodingFailure) throws -> String {
    switch failure {
    case .unidentified(let reason): reason
    case .raised: throw Raised()
    }
  }

  private static func union(_ first: [Digest], _ second: [Digest]) -> [Digest] {
    var seen = Set<Digest>()
    return (first + second).filter { seen.insert($0).inserted }
  }

  /// The numbers of a key such as `("load-1f3a", 3)`.
  private func place(_ key: Object) -> TaskPlace {
    guard key.type == types.tuple, key.tupleCount > 1 else { return .none }
    let numbers = (1..<min(key.tupleCount, 3)).map { index -> Int32 in
      let number = Raised.cleared { () throws(Raised) in
        let element = try key.tupleElement(index)
        return element.type == types.int ? try element.integer : nil
      }
      return (number ?? nil).flatMap { Int32(exactly: $0) } ?? -1
    }
    return TaskPlace(numbers[0], numbers.count > 1 ? numbers[1] : -1)
  }
}

extension Object {
  /// The name of its type.
  fileprivate func type(name: Void) throws(Raised) -> String {
    let type = try unsafe Owned(PyObject_Type(pointer))
    let name = try type.object.attribute("__name__")
    return try name.object.text
  }
}
