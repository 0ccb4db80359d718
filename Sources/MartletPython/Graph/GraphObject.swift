internal import CPython
internal import MartletBytes
internal import MartletGraph
internal import MartletStore

/// What a Python `Graph` holds: a submission, walked; with keys; and once it is searched, planned.
final class GraphContent {
  let walk: GraphWalk
  let top: WalkScope
  let outputs: [Int32]
  let graph: StepGraph
  let keys: StepKeys
  let observed: ObservedSteps
  var plan: Plan?

  init(
    tasks: Object, outputs: Object, identify: Object, known: Object, nonce: Object, flags: Int64
  ) throws {
    guard unsafe tasks.isInstance(of: Object(martlet_type_dict())),
      unsafe known.isInstance(of: Object(martlet_type_dict()))
    else { throw Misuse(.type, "Graph() wants dictionaries of tasks and of known identities") }
    let flags = TaskFlags(rawValue: UInt16(truncatingIfNeeded: flags)).intersection(.impure)
    walk = try GraphWalk(
      identify: identify, known: known, flags: flags, expectedCount: tasks.dictionaryCount)
    // The walk's encoder refers back to it, and the collector rests as long as it goes on.
    let walk = walk
    defer { walk.end() }
    try walk.lookAtInputs(of: tasks, identify)
    top = try WalkScope()
    try walk.walk(tasks, into: top, container: -1)
    walk.path = [top]
    let wanted = walk.pool.keep(try outputs.elements())
    self.outputs = try (0..<wanted.tupleCount).map {
      try walk.number(of: wanted.tupleElement($0))
    }
    graph = try walk.finish()
    let bytes = unsafe try nonce.contentOfBytes
    observed = try ObservedSteps(identify, graph.fingerprints, walk.pool)
    let (graph, seen) = (graph, observed.seen)
    keys = try Lock.released { () throws(GraphError) in
      try graph.keys(nonce: unsafe RawSpan(_unsafeBytes: bytes), observed: seen)
    }
  }

  /// The plan, which `search` has to have made.
  func planned() throws(Raised) -> Plan {
    guard let plan else { throw Misuse(.runtime, "search() comes first").raise() }
    return plan
  }

  /// Looks up what the store has, and plans.
  func search(_ store: LocalStore?, refresh: Refresh, excluded: Set<Digest>) {
    let (graph, keys, outputs) = (graph, keys, outputs)
    plan = Lock.released {
      var search = Search(
        graph, keys: keys, outputs: outputs, refresh: refresh, excluded: excluded,
        hasStore: store != nil)
      while let batch = search.nextBatch() {
        search.answer(store?.find(batch).map(Finding.init) ?? batch.map { _ in .missing })
      }
      let plan = search.plan()
      // What is to be loaded soon is not to be collected before.
      let loads = (0..<plan.count).filter { plan[$0].action == .load }
      store?.markUsed(loads.map { keys.key(of: $0) })
      return plan
    }
  }
}

extension Finding {
  /// What a store found, as a plan sees it.
  fileprivate init(_ found: Found?) {
    guard let found else {
      self = .missing
      return
    }
    self.init(
      found.hasObject ? .object : .record, seconds: found.seconds, byteCount: found.byteCount)
  }
}

/// Python's `Graph`.
enum GraphObject: MethodOwner {
  // SAFETY: written once, by the module's initialisation, and read with the GIL held.
  nonisolated(unsafe) private static var native: NativeType<GraphContent>?

  /// Makes the type and puts it into the module.
  static func add(to module: Object) throws(Raised) {
    let type = try NativeType<GraphContent>(
      "martlet._martlet.Graph",
      documentation: """
        Graph(tasks, outputs, identify, known, nonce, flags=0, /)
        --

        A submission: its tasks, their keys and what is to be done about them.
        """,
      methods: graphMethods,
      initializer: { unsafe initializing($0, $1, $2, GraphObject.initialize) })
    unsafe native = type
    try module.setAttribute("Graph", type.type)
  }

  static func content(_ instance: UnsafeMutablePointer<PyObject>?) throws(Raised) -> GraphContent {
    guard let native = unsafe native, let instance = unsafe Object(instance) else {
      throw Misuse(.type, "not a graph").raise()
    }
    return try native.content(instance)
  }

  private static func initialize(_ instance: Object, _ arguments: Object, _ named: Object?) throws {
    guard (5...6).contains(arguments.tupleCount), (named?.dictionaryCount ?? 0) == 0 else {
      throw Misuse(.type, "Graph() takes 5 or 6 positional arguments")
    }
    let flags = arguments.tupleCount > 5 ? try arguments.tupleElement(5).integer ?? 0 : 0
    let content = try GraphContent(
      tasks: arguments.tupleElement(0), outputs: arguments.tupleElement(1),
      identify: arguments.tupleElement(2), known: arguments.tupleElement(3),
      nonce: arguments.tupleElement(4), flags: flags)
    NativeStorage.put(content, instance)
  }
}
