internal import CPython
internal import MartletBytes
internal import MartletGraph

/// Makes the graph that Dask gets: loads in place of hits, steps wrapped, what nothing needs left out.
struct GraphRewriting: ~Copyable {
  private let content: GraphContent
  private let graph: StepGraph
  private let plan: Plan
  private let dask: DaskTypes
  private let slots: TaskSlots
  private let run: Object
  private let load: Object
  private let token: Object
  private let flags: StepInfo.Flags
  private var encoder: StepInfoEncoder
  private var keyHash = KeyHash()
  private var longLoop = LongLoop()

  init(
    _ content: GraphContent, run: Object, load: Object, token: Object, flags: StepInfo.Flags
  ) throws(Raised) {
    let plan = try content.planned()
    let slots = try TaskSlots(content.walk.dask, content.walk.pool)
    self.content = content
    self.plan = plan
    self.slots = slots
    graph = content.graph
    self.run = run
    self.load = load
    self.token = token
    self.flags = flags
    dask = content.walk.dask
    encoder = StepInfoEncoder(content.graph, keys: content.keys, plan: plan)
  }

  /// The new graph for one level.
  mutating func rewritten(_ scope: WalkScope) throws -> Owned {
    let result = try Owned.dictionary()
    for task in scope.tasks where plan[task].action != .skip {
      let node = try rewritten(task)
      try result.object.setItem(content.walk.tasks[task].key, node.object)
      longLoop.step()
    }
    return result
  }

  private mutating func rewritten(_ task: Int) throws -> Owned {
    let walked = content.walk.tasks[task]
    if let fused = content.walk.fused[task] {
      return plan[task].action == .load
        ? try loading(fused.output, key: walked.key) : try rewritten(fused, walked)
    }
    switch plan[task].action {
    case .load: return try loading(task, key: walked.key)
    case .compute: return try running(task, walked)
    case .plain, .skip: return Owned(walked.node)
    }
  }

  /// A step under Martlet's eyes: `Task(key, run, info, func, *args, **kwargs)`, the info with
  /// the files that its key counts, if there are any.
  private mutating func running(_ task: Int, _ walked: WalkedTask) throws -> Owned {
    let function = try walked.node.attribute(dask.function)
    let arguments = try walked.node.attribute(dask.arguments)
    let count = arguments.object.tupleCount
    var all = try TupleBuilder(count: 2 + count)
    try all.append(try told(task))
    try all.append(function.object)
    for index in 0..<count { try all.append(arguments.object.tupleElement(index)) }
    let tuple = all.finish()
    return try slots.copy(
      of: walked.node, function: run, arguments: tuple.object,
      isCoroutine: graph.flags(of: task).contains(.coroutine))
  }

  /// A load: `Task(key, load, info)`.
  private mutating func loading(_ task: Int, key: Object) throws -> Owned {
    var step = task
    while graph.kind(of: step) != .step, graph.inputs(of: step).count == 1 {
      step = Int(graph.inputs(of: step)[0])  // through aliases and fused tasks
    }
    var all = try TupleBuilder(count: 3)
    try all.append(key)
    try all.append(load)
    try all.append(info(step, adding: []))
    let tuple = all.finish()
    return try dask.task.call(tuple.object)
  }

  /// A fused task with its inner graph rewritten, and without the inputs that it no longer needs.
  private mutating func rewritten(_ fused: FusedTask, _ walked: WalkedTask) throws -> Owned {
    let inner = try rewritten(fused.scope)
    var needed: Set<Int> = []
    need(fused, &needed)
    let arguments = try walked.node.attribute(dask.arguments)
    let keys = try arguments.object.tupleElement(2).elements()
    let kept = fused.outside.indices.filter { needed.contains(fused.outside[$0]) }
    var keptKeys = try TupleBuilder(count: kept.count)
    for index in kept { try keptKeys.append(keys.object.tupleElement(index)) }
    var all = try TupleBuilder(count: 5 + kept.count)
    try all.append(walked.key)
    try all.append(dask.executeSubgraph)
    try all.append(inner)
    try all.append(arguments.object.tupleElement(1))
    try all.append(keptKeys.finish())
    for index in kept { try all.append(arguments.object.tupleElement(3 + index)) }
    let named = try Owned.dictionary()
    let producer = try walked.node.attribute(dask.dataProducer)
    try named.object.setItem("_data_producer", producer)
    let tuple = all.finish()
    return try dask.task.call(tuple.object, named.object)
  }

  private mutating func told(_ task: Int) throws -> Owned {
    let info = try info(task, adding: flags)
    let named = content.files(of: task)
    let observed = try content.observed.files(under: content.keys.observedKeys(of: task))
    if named.isEmpty && observed.isEmpty { return info }
    var files = try TupleBuilder(count: named.count)
    for file in named { try files.append(Owned(file)) }
    var opened = try TupleBuilder(count: observed.count)
    for file in observed { try opened.append(file) }
    var told = try TupleBuilder(count: 3)
    try told.append(info)
    try told.append(files.finish())
    try told.append(opened.finish())
    return told.finish()
  }

  /// What the tasks inside a fused task need that will run, also those of a fused task inside it.
  private func need(_ fused: FusedTask, _ needed: inout Set<Int>) {
    needed.insert(fused.output)
    for task in fused.scope.tasks where ![.skip, .load].contains(plan[task].action) {
      if let inner = content.walk.fused[task] { need(inner, &needed) }
      let needs = graph.needs(of: task)
      for index in needs.indices { needed.insert(Int(needs[index])) }
    }
  }

  private mutating func info(_ task: Int, adding flags: StepInfo.Flags) throws -> Owned {
    let token = unsafe try token.contentOfBytes
    try encoder.encode(task, token: unsafe RawSpan(_unsafeBytes: token), adding: flags) {
      // A worker has no task under the keys inside a fused one.
      graph.container(of: $0) == nil && ![.data, .bookkeeping].contains(graph.kind(of: $0))
        ? keyHash.hash(content.walk.tasks[$0].key) : 0
    }
    return try Owned(bytes: encoder.bytes)
  }
}
