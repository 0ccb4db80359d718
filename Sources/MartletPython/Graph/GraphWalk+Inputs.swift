internal import CPython
internal import MartletInputs

extension GraphWalk {
  /// Looks at all files that texts among the tasks' arguments may name, in parallel: one after the other,
  /// a hundred thousand questions to a file server would take minutes.
  ///
  /// `identify.named` finds the texts in what is none of Python's or Dask's containers; what it does not
  /// find is looked at when it is met. `identify.looked` may ask others for what does not lie here.
  func lookAtInputs(of graph: Object, _ identify: Object) throws {
    guard let files = encoder.files?.files else { return }
    var search = try InputSearch(dask, types)
    try search.visit(tasks: graph)
    try search.visitObjects(identify)
    let texts = search.texts
    if texts.isEmpty { return }
    Lock.released { files.look(texts) }
    if let looked = try identify.attributeIfAny("looked") { _ = try looked.object.call() }
  }
}

/// Collects the texts that may name files: each object once, equal ones as often as they come.
struct InputSearch: ~Copyable {
  private(set) var texts: [String] = []
  private let dask: DaskTypes
  private let types: BuiltinTypes
  private var visited: Set<UInt> = []
  /// What is none of Python's or Dask's containers.
  private let objects: Owned
  private var turns = Turns()
  private var depth = 0

  init(_ dask: DaskTypes, _ types: BuiltinTypes) throws(Raised) {
    objects = try Owned.list()
    self.dask = dask
    self.types = types
  }

  /// Visits the values of a graph, whose keys name no files.
  mutating func visit(tasks graph: Object) throws(Raised) {
    var position = 0
    var rest = graph.dictionaryCount
    while rest > 0, let (_, node) = graph.nextEntry(&position) {
      let node = Owned(node)
      try visit(node.object)
      rest -= 1
    }
  }

  /// Visits the texts inside the objects that were met.
  mutating func visitObjects(_ identify: Object) throws(Raised) {
    guard let named = try identify.attributeIfAny("named") else { return }
    let found = try named.object.call(with: objects.object)
    let texts = try found.object.elements()
    for index in 0..<texts.object.tupleCount { try visit(texts.object.tupleElement(index)) }
  }

  // Whatever is looked into is ours meanwhile: another thread may take it out of what holds it.
  private mutating func visit(_ value: Object) throws(Raised) {
    turns.step()
    let type = value.type
    if type == types.text {
      if let text = value.candidate, visited.insert(value.address).inserted { texts.append(text) }
    } else if type == types.int || type == types.float || value == types.none {
      return
    } else if type == types.tuple || type == types.list || type == types.dictionary
      || type == types.set || type == types.frozenSet
    {
      guard visited.insert(value.address).inserted else { return }
      try enter(Owned(value)) { search, value throws(Raised) in
        try search.visit(elementsOf: value, type)
      }
    } else if dask.is(type, dask.task) {
      try enter(Owned(value)) { search, value throws(Raised) in try search.visit(task: value) }
    } else if dask.containerTag(type) != nil {
      try visit(part: dask.arguments, of: value)
    } else if dask.is(type, dask.dataNode) {
      try visit(part: dask.value, of: value)
    } else if !isPlain(value, type), visited.insert(value.address).inserted {
      try objects.object.append(Owned(value))
    }
  }

  /// Whether a value holds no texts that name files.
  private func isPlain(_ value: Object, _ type: TypeAddress) -> Bool {
    type == types.bool || type == types.bytes || type == types.byteArray || type == types.complex
      || value == types.ellipsis || dask.is(type, dask.taskRef) || dask.is(type, dask.alias)
  }

  private mutating func enter(
    _ value: consuming Owned,
    _ body: (inout InputSearch, Object) throws(Raised) -> Void
  ) throws(Raised) {
    guard depth < EncodingLimit.depth else { return }
    depth += 1
    defer { depth -= 1 }
    try body(&self, value.object)
  }

  private mutating func visit(part name: Object, of value: Object) throws(Raised) {
    try enter(try value.attribute(name)) { search, part throws(Raised) in try search.visit(part) }
  }

  private mutating func visit(task: Object) throws(Raised) {
    let function = try task.attribute(dask.function)
    let arguments = try task.attribute(dask.arguments)
    let named = try task.attribute(dask.named)
    guard arguments.object.type == types.tuple, named.object.type == types.dictionary else {
      return
    }
    let isFused = function.object == dask.executeSubgraph
    if !isFused { try visit(function.object) }
    for index in 0..<arguments.object.tupleCount {
      let argument = try arguments.object.tupleElement(index)
      if isFused && index == 0 && argument.type == types.dictionary {
        try visit(tasks: argument)
      } else if !isFused || index > 2 {
        try visit(argument)
      }
    }
    try visit(tasks: named.object)
  }

  private mutating func visit(elementsOf value: Object, _ type: TypeAddress) throws(Raised) {
    if type == types.tuple {
      for index in 0..<value.tupleCount { try visit(value.tupleElement(index)) }
    } else if type == types.list {
      var index = 0
      while let element = value.listElement(index) {
        try visit(element.object)
        index += 1
      }
    } else if type == types.dictionary {
      var position = 0
      var rest = value.dictionaryCount
      while rest > 0, let (key, content) = value.nextEntry(&position) {
        let key = Owned(key)
        let content = Owned(content)
        try visit(key.object)
        try visit(content.object)
        rest -= 1
      }
    } else {
      let elements = try value.elements()
      for index in 0..<elements.object.tupleCount { try visit(elements.object.tupleElement(index)) }
    }
  }
}
