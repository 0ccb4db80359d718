import MartletBytes
import MartletGraph
import Testing

@Suite struct InformationForWorkers {
  static let token: [UInt8] = Array(1...12)

  /// What a worker is told of a step of a sketch whose steps are all computed.
  static func info(
    _ task: String, of sketch: Sketch, kept: String = "", adding flags: StepInfo.Flags = []
  ) throws -> StepInfo {
    let searched = try Searched(sketch, outputs: task, kept: kept, shapes: task)
    return try info(try sketch.number(task), graph: sketch.graph(), plan: searched.plan, flags)
  }

  static func info(
    _ task: Int, graph: StepGraph, plan: Plan, _ flags: StepInfo.Flags = []
  ) throws -> StepInfo {
    let keys = try graph.keys(nonce: RawSpan())
    var encoder = StepInfoEncoder(graph, keys: keys, plan: plan)
    try encoder.encode(task, token: unsafe token.span.bytes, adding: flags) {
      UInt64(100 + $0)
    }
    return try StepInfo(encoder.bytes)
  }

  @Test func `a computed step's keys, checks and inputs are told`() throws {
    let info = try Self.info("y", of: .talk, adding: .check)
    let keys = try Sketch.talk.graph().keys(nonce: RawSpan())
    #expect(
      info.token == Self.token && info.stepKey == keys.key(of: 5) && info.shape == keys.shape(of: 5)
    )
    #expect(
      info.inputs == [
        .step(keys.key(of: 4), keyHash: 104), .step(keys.key(of: 2), keyHash: 102),
      ])
    #expect(info.checks.count == 1 && info.flags == [.mayCutOff, .always, .check])
  }

  @Test func `of a loaded step only the keys are told`() throws {
    let info = try Self.info("y", of: .talk, kept: "y")
    #expect(info.inputs == [] && info.checks == [] && info.flags == [.noContent, .always])
  }

  @Test
  func `bookkeeping is told by what it was made of, without hashes, literals by their digests`()
    throws
  {
    let sketch = Sketch("x data\ns step\nz alias x\np bookkeeping s z\nq alias p\ny step q x p")
    let keys = try sketch.keys(nonce: [])
    let p = try sketch.graph().keys(nonce: RawSpan()).shape(of: 3)
    let x = try #require(keys["x"]).key
    let derived = InputContent.derived(
      shape: p, inputs: [.step(try #require(keys["s"]).key, keyHash: 0), .literal(x)])
    #expect(try Self.info("y", of: sketch).inputs == [derived, .literal(x), derived])
  }

  @Test(
    arguments: [
      ("y step u", [.mayCutOff, .ephemeral, .always]), ("y step ?u", [.always]),
      ("y step !unidentified", [.ephemeral, .always, .noContent, .impure]),
      ("y step !impure", [.ephemeral, .always, .noContent, .impure]),
      ("y step !never", [.always, .never]),
    ] as [(String, StepInfo.Flags)])
  func `how a step is to be treated is told`(line: String, flags: StepInfo.Flags) throws {
    #expect(try Self.info("y", of: Sketch("u unknown\n" + line)).flags == flags)
  }

  @Test
  func `a step that nothing but bookkeeping and names separates from an output is always kept`()
    throws
  {
    let sketch = Sketch("r step\ns step r\nf fused s\np bookkeeping f\ny alias p")
    let searched = try Searched(sketch, kept: "")
    #expect(searched.tasks(.isOutput) == "f s")
  }

  @Test func `what runs under a given identity that isn't its own is not kept`() throws {
    var sketch = Sketch("x data\ny step x")
    let own = try #require(sketch.keys()["y"])
    sketch.overrides["y"] = own
    #expect(try Self.info("y", of: sketch).flags == [.mayCutOff, .always])
    sketch.overrides["y"] = TaskIdentity(key: Digest())
    let info = try Self.info("y", of: sketch)
    #expect(info.flags.isSuperset(of: [.impure, .noContent]) && info.stepKey == Digest())
  }

  @Test func `bookkeeping that shares its inputs is not written out exponentially`() throws {
    let lines = (1...200).map { "p\($0) bookkeeping p\($0 - 1) p\($0 - 1)" }
    for (rungs, isTold) in [(3, true), (12, true), (13, false), (200, false)] {
      let text = "p0 step\n" + lines.prefix(rungs).joined(separator: "\n") + "\ny step p\(rungs)"
      let info = try Self.info("y", of: Sketch(text))
      #expect(info.flags.contains(.noContent) == !isTold && info.inputs.isEmpty == !isTold)
    }
  }

  @Test(arguments: [(64, true), (65, false), (100_000, false)])
  func `bookkeeping that nests deep is not told`(depth: Int, isTold: Bool) throws {
    var builder = StepGraph.Builder()
    _ = try builder.reserve(depth + 1)
    for task in 0...depth {
      try builder.describe(
        task, TaskDescription(task == depth ? .step : .bookkeeping), template: RawSpan(),
        inputs: (task == 0 ? [] : [Int32(task - 1)]).span)
    }
    let graph = try builder.build()
    let cost = try SearchBatches.search(graph, outputs: [Int32(depth)])
    let info = try Self.info(depth, graph: graph, plan: cost.plan)
    #expect(info.flags.contains(.noContent) == !isTold)
  }

  @Test(arguments: [(10_000, true), (10_001, false)])
  func `a step of very many inputs is not told them`(count: Int, isTold: Bool) throws {
    let fan = try HostileGraphs.steps(count + 1) { $0 == 0 ? (1...count).map(Int32.init) : [] }
    let cost = try SearchBatches.search(fan, outputs: [0])
    let info = try Self.info(0, graph: fan, plan: cost.plan)
    #expect(info.inputs.count == (isTold ? count : 0))
  }

  @Test func `damaged information throws`() throws {
    let sketch = Sketch("x data\ns step\np bookkeeping s x\ny step p x s")
    let graph = try sketch.graph()
    let searched = try Searched(sketch, kept: "")
    var encoder = StepInfoEncoder(
      graph, keys: try graph.keys(nonce: RawSpan()), plan: searched.plan)
    try encoder.encode(3, token: unsafe Self.token.span.bytes)
    let bytes = unsafe encoder.bytes.withUnsafeBytes { unsafe Array($0) }
    for count in bytes.indices {
      let truncated = Array(bytes.prefix(count))
      #expect(throws: GraphError.self) { try StepInfo(unsafe truncated.span.bytes) }
    }
    let overlong = bytes + [0]
    #expect(throws: GraphError.self) { try StepInfo(unsafe overlong.span.bytes) }
    for position in bytes.indices {
      var damaged = bytes
      damaged[position] = 0xFF
      _ = try? StepInfo(unsafe damaged.span.bytes)
    }
    #expect(throws: GraphError.self) { try encoder.encode(3, token: RawSpan()) }
  }
}
