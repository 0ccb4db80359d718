import MartletBytes
import MartletGraph
import Testing

/// How many batches and keys a search takes.
@Suite struct SearchBatches {
  struct Cost {
    var batches: Int
    var keys: Int
    var plan: Plan
  }

  static func search(
    _ graph: StepGraph, outputs: [Int32], hits: (Digest) -> Bool = { _ in false }
  ) throws -> Cost {
    let keys = try graph.keys(nonce: RawSpan())
    var search = Search(graph, keys: keys, outputs: outputs)
    var batchCount = 0, keyCount = 0
    while let batch = search.nextBatch() {
      batchCount += 1
      keyCount += batch.count
      search.answer(batch.map { hits($0) ? Finding(.object) : .missing })
    }
    return Cost(batches: batchCount, keys: keyCount, plan: search.plan())
  }

  @Test(arguments: [(1, 2), (100_000, 20), (1_000_000, 20)])
  func `a chain is searched in few batches`(count: Int, limit: Int) throws {
    let chain = try HostileGraphs.steps(count) { $0 == 0 ? [] : [Int32($0 - 1)] }
    let cost = try Self.search(chain, outputs: [Int32(count - 1)])
    // All steps, and the shape that they share.
    #expect(cost.batches <= limit && cost.keys == count + (count > 1 ? 1 : 0))
    #expect(cost.plan[0].action == .compute)
  }

  @Test func `asking ahead asks at most three times what had to be asked`() throws {
    let chain = try HostileGraphs.steps(100_000) { $0 == 0 ? [] : [Int32($0 - 1)] }
    let keys = try chain.keys(nonce: RawSpan())
    for depth in [1, 2, 10, 1000, 30_000] {
      let hit = keys.key(of: 99_999 - depth)
      let cost = try Self.search(chain, outputs: [99_999]) { $0 == hit }
      #expect(cost.keys <= 3 * (depth + 1) + 1 && cost.plan[99_999 - depth].action == .load)
    }
  }

  // Each step of a chain with a hundred inputs of its own, all found: the chain is behind many hits.
  @Test func `a chain among many hits is searched in few batches`() throws {
    let comb = try HostileGraphs.steps(101_000) { task in
      task % 101 != 100
        ? [] : (1...100).map { Int32(task - $0) } + (task < 101 ? [] : [Int32(task - 101)])
    }
    let keys = try comb.keys(nonce: RawSpan())
    let cost = try Self.search(comb, outputs: [100_999]) { $0 == keys.key(of: 0) }
    #expect(cost.batches <= 12 && cost.plan[100].action == .compute)
  }

  @Test func `many users of one input ask for it once`() throws {
    let fan = try HostileGraphs.steps(10_002) { task in
      task == 0 ? [] : task <= 10_000 ? [0] : Array(1...10_000)
    }
    let cost = try Self.search(fan, outputs: [10_001, 10_001])
    #expect(cost.batches == 4 && cost.keys == 10_002 + 1)
  }

  @Test func `an answer that is too short counts as misses`() throws {
    let graph = try Sketch.talk.graph()
    var search = Search(graph, keys: try graph.keys(nonce: RawSpan()), outputs: [5])
    while search.nextBatch() != nil { search.answer([]) }
    let plan = search.plan()
    #expect((1..<6).allSatisfy { plan[$0].action == .compute })
  }
}
