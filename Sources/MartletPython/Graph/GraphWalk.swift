internal import CPython
internal import MartletBytes
internal import MartletGraph
internal import MartletInputs

/// Walks a Dask graph and describes every task to a `StepGraph.Builder`.
final class GraphWalk {
  let dask: DaskTypes
  let encoder: ValueEncoder
  let functions: FunctionIdentifier
  let known: Object
  let pool = Pool()
  let types = BuiltinTypes()
  /// Flags for every step, as for `pure=False`.
  let flags: TaskFlags

  var builder: StepGraph.Builder
  var tasks: [WalkedTask] = []
  var fused: [Int: FusedTask] = [:]
  /// The files that texts in a task name, those of the tasks inside it included.
  var inputs: [Int: [SeenFile]] = [:]
  var scopes: [WalkScope] = []
  /// References of the task that is being encoded, in the order of their holes.
  var references: [(key: Object, number: Int32)] = []
  /// Fingerprints that whatever depends on a task outside of the graph has to verify.
  var checks: [Int32: [Digest]] = [:]
  /// The level at which references are looked up; the outermost first.
  var path: [WalkScope] = []
  private var longLoop: LongLoop? = LongLoop()
  private let outside: WalkScope

  init(identify: Object, known: Object, flags: TaskFlags, expectedCount: Int) throws(Raised) {
    dask = try DaskTypes()
    encoder = try ValueEncoder(identify: identify)
    functions = try FunctionIdentifier(identify: identify, files: encoder.files)
    self.known = known
    self.flags = flags
    builder = StepGraph.Builder(expectedTaskCount: expectedCount)
    outside = try WalkScope()
    encoder.references = self
    encoder.files?.uses.begin()
  }

  /// Describes all tasks of a graph at one level.
  func walk(_ graph: Object, into scope: WalkScope, container: Int) throws {
    var position = 0
    var entries: [(Object, Object)] = []
    while let (key, node) = graph.nextEntry(&position) {
      pool.keep(key)
      pool.keep(node)
      entries.append((key, node))
    }
    let numbers = try builder.reserve(entries.count)
    for (number, (key, node)) in zip(numbers, entries) {
      tasks.append(WalkedTask(key: key, node: node))
      scope.tasks.append(number)
      try scope.enter(key, number)
      longLoop?.step()
    }
    path.append(scope)
    defer { path.removeLast() }
    for number in numbers {
      try noting(number) { try describe(number, container: container) }
      longLoop?.step()
    }
  }

  /// Notes the files that texts name while a task is described.
  func noting(_ number: Int, _ describe: () throws -> Void) throws {
    let firstUse = encoder.files?.uses.mark ?? 0
    try describe()
    if let files = encoder.files?.uses.since(firstUse), !files.isEmpty { inputs[number] = files }
  }

  /// The graph, once everything is described.
  ///
  /// The walk describes nothing after it.
  func finish() throws(GraphError) -> StepGraph {
    var builder = StepGraph.Builder()
    swap(&builder, &self.builder)
    return try builder.build()
  }

  /// Ends the walk: nothing is described any more, and Python's collector runs again.
  func end() {
    encoder.references = nil
    encoder.files?.uses.end()
    longLoop = nil
  }

  /// A new task that stands for something that has no key of its own.
  func addTask(key: Object, node: Object) throws -> Int {
    let number = try builder.reserve(1).lowerBound
    tasks.append(WalkedTask(key: key, node: node))
    return number
  }

  /// The number of the task under a key, which may be outside of the graph.
  func number(of key: Object) throws -> Int32 {
    if let scope = path.last, let number = try scope.number(of: key) { return Int32(number) }
    if let number = try outside.number(of: key) { return Int32(number) }
    pool.keep(key)
    let number = try addTask(key: key, node: Object.none)
    try outside.enter(key, number)
    if path.count == 1, let identity = try known.item(key) {
      try builder.describe(number, asKnown: try TaskIdentity(identity))
      let checks = try [Digest](checksBehind: identity)
      if !checks.isEmpty { self.checks[Int32(number)] = checks }
    } else {
      try builder.describe(number, TaskDescription(.unknown), template: RawSpan())
    }
    return Int32(number)
  }
}

extension TaskIdentity {
  /// An identity from its 33 bytes; what may follow are fingerprints.
  init(_ object: Object) throws(Raised) {
    let bytes = unsafe try object.contentOfBytes.prefix(Self.byteCount)
    let own = unsafe UnsafeRawBufferPointer(rebasing: bytes)
    guard let identity = TaskIdentity(bytes: unsafe RawSpan(_unsafeBytes: own)) else {
      throw Misuse(.value, "an identity has 33 bytes").raise()
    }
    self = identity
  }
}

extension [Digest] {
  /// The fingerprints that follow an identity's 33 bytes.
  fileprivate init(checksBehind identity: Object) throws(Raised) {
    let bytes = unsafe try identity.contentOfBytes.dropFirst(TaskIdentity.byteCount)
    guard unsafe bytes.count % Digest.byteCount == 0 else {
      throw Misuse(.value, "a fingerprint has 32 bytes").raise()
    }
    self = unsafe stride(from: bytes.startIndex, to: bytes.endIndex, by: Digest.byteCount)
      .compactMap {
        unsafe Digest(bytes: UnsafeRawBufferPointer(rebasing: bytes[$0..<$0 + Digest.byteCount]))
      }
  }
}
