import MartletBytes
import MartletGraph
import Testing

@Suite struct HostileGraphs {
  /// `inputs(task)` of `count` equal steps.
  static func steps(_ count: Int, inputs: (Int) -> [Int32]) throws -> StepGraph {
    var builder = StepGraph.Builder(expectedTaskCount: count)
    let template: [UInt8] = Array(repeating: 7, count: 100)
    let bytes = unsafe template.span.bytes
    for task in try builder.reserve(count) {
      try builder.describe(
        task, TaskDescription(.step), template: bytes, inputs: inputs(task).span)
    }
    return try builder.build()
  }

  @Test(arguments: [true, false])
  func `a chain of a million steps has keys, whichever end comes first`(isReversed: Bool) throws {
    let count = 1_000_000
    let chain = try Self.steps(count) { task in
      if isReversed { return task == count - 1 ? [] : [Int32(task + 1)] }
      return task == 0 ? [] : [Int32(task - 1)]
    }
    let keys = try chain.keys(nonce: RawSpan())
    let first = isReversed ? count - 1 : 0
    #expect(keys.order.count == count && keys.order[0] == Int32(first))
  }

  @Test func `a step of 100 000 inputs has a key`() throws {
    let fan = try Self.steps(100_001) { $0 == 0 ? Array(1...100_000) : [] }
    let keys = try fan.keys(nonce: RawSpan())
    #expect(keys.order.last == 0 && keys.key(of: 1) == keys.key(of: 2))
  }

  @Test func `ladders of diamonds cost their edges, not their paths`() throws {
    let ladder = try Self.steps(10_000) {
      $0 < 2 ? [] : [Int32($0 - 1), Int32($0 - 2), Int32($0 - 1)]
    }
    #expect(try ladder.keys(nonce: RawSpan()).order.count == 10_000)
  }

  @Test(arguments: [
    ("a step a", [0]), ("a step b\nb step a", [0, 1]), ("a alias b\nb alias a", [0, 1]),
    ("y step a x\nx data\na step b\nb step c\nc bookkeeping a", [2, 3, 4]),
    ("f fused i\ni step f @f", [0, 1]),
  ])
  func `tasks that need each other are named`(text: String, cycle: [Int]) throws {
    let graph = try Sketch(text).graph()
    let error = #expect(throws: GraphError.self) { try graph.keys(nonce: RawSpan()) }
    #expect(error?.code == .cycle && error?.tasks == cycle)
  }

  @Test(arguments: [
    "a alias", "x data\ny data\na alias x y", "x data\nf fused", "x data\ny data x",
    "x data\nu unknown x",
    "x data\ny step x @x",
  ])
  func `a graph whose parts contradict each other is refused`(text: String) {
    let error = #expect(throws: GraphError.self) { try Sketch(text).graph() }
    #expect(error?.code == .malformed)
  }

  @Test(arguments: [-1, 2, Int32.max, Int32.min] as [Int32])
  func `an input that is no task is refused`(input: Int32) {
    let error = #expect(throws: GraphError.self) { try Self.steps(2) { _ in [input] } }
    #expect(error?.code == .malformed)
  }

  @Test func `a task is reserved and described once`() throws {
    var builder = StepGraph.Builder()
    #expect(throws: GraphError.self) {
      try builder.describe(0, TaskDescription(.data), template: RawSpan())
    }
    _ = try builder.reserve(2)
    try builder.describe(0, TaskDescription(.data), template: RawSpan())
    #expect(throws: GraphError.self) {
      try builder.describe(0, TaskDescription(.data), template: RawSpan())
    }
    let tooMany = #expect(throws: GraphError.self) { _ = try builder.reserve(Int.max) }
    #expect(tooMany?.code == .tooLarge)
    do {
      _ = try builder.build()
      Issue.record("a task without description was taken")
    } catch { #expect(error.code == .malformed && error.tasks == [1]) }
  }
}
