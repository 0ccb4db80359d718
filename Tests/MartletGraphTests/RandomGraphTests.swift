import MartletBytes
import MartletGraph
import Testing

/// Plans of random graphs against the rules that a plan has to obey.
@Suite struct RandomGraphs {
  struct Dice {
    var state: UInt64
    mutating func roll(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  static let kinds: [TaskKind] = [.step, .step, .step, .bookkeeping, .alias, .data, .unknown]

  static func graph(_ dice: inout Dice) throws -> StepGraph {
    var builder = StepGraph.Builder()
    for task in try builder.reserve(2 + dice.roll(60)) {
      let kind = task == 0 ? .step : kinds[dice.roll(kinds.count)]
      let isOpen = kind == .step || kind == .bookkeeping
      let inputCount = kind == .alias ? 1 : isOpen ? dice.roll(4) : 0
      let inputs = (0..<(task == 0 ? 0 : inputCount)).map { _ in Int32(dice.roll(task)) }
      let template = [UInt8(dice.roll(256)), UInt8(task)]
      try builder.describe(
        task, TaskDescription(kind, flags: isOpen && dice.roll(10) == 0 ? .unidentified : []),
        template: unsafe template.span.bytes, inputs: inputs.span)
    }
    return try builder.build()
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `what is needed is there, what is not is skipped, and only hits are loaded`(seed: UInt64)
    throws
  {
    var dice = Dice(state: seed)
    let graph = try Self.graph(&dice)
    let keys = try graph.keys(nonce: RawSpan())
    let outputs = (0..<1 + dice.roll(3)).map { _ in Int32(dice.roll(graph.count)) }
    let hits = Set((0..<graph.count).filter { _ in dice.roll(3) == 0 }.map { keys.key(of: $0) })
    var search = Search(graph, keys: keys, outputs: outputs)
    var asked: Set<Digest> = []
    while let batch = search.nextBatch() {
      asked.formUnion(batch)
      search.answer(batch.map { hits.contains($0) ? Finding(.object) : .missing })
    }
    let plan = search.plan()

    var needed = Set(outputs.map(Int.init))
    for task in keys.order.reversed().map(Int.init) where needed.contains(task) {
      let isHit = hits.contains(keys.key(of: task)) && !keys.isEphemeral(task)
      let isStep = graph.kind(of: task) == .step
      #expect(plan[task].action == (!isStep ? .plain : isHit ? .load : .compute))
      if isStep, !keys.isEphemeral(task) { #expect(asked.contains(keys.key(of: task))) }
      if isStep, isHit { continue }
      let inputs = graph.needs(of: task)
      for i in inputs.indices { needed.insert(Int(inputs[i])) }
    }
    let kept = (0..<graph.count).filter { plan[$0].action != .skip }
    #expect(Set(kept) == needed)
  }
}
