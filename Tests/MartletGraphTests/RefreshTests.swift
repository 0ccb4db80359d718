import MartletGraph
import Testing

@Suite struct RefreshingSteps {
  @Test(arguments: [
    ("a", "a b y", "b y"), ("y", "y", ""), ("a b c d y", "a b c d y", ""), ("c", "c d y", "d y"),
  ])
  func `a refreshed step is computed, and what depends on it unless it is cut off`(
    refreshed: String, computed: String, mayCutOff: String
  ) throws {
    let all = "a b c d y"
    let searched = try Searched(.talk, kept: all, refresh: refreshed, shapes: all)
    #expect(searched.tasks(.compute) == computed && searched.tasks(.overwrite) == computed)
    #expect(searched.tasks(.mayCutOff) == mayCutOff)
  }

  @Test func `what a refreshed step needs is loaded`() throws {
    let searched = try Searched(.talk, kept: "a b c d y", refresh: "d")
    #expect(searched.tasks(.load) == "b c")
  }

  @Test func `a refreshed function is refreshed in all its steps`() throws {
    let graph = try Sketch.talk.graph()
    let keys = try graph.keys(nonce: RawSpan())
    var marks = [Bool](repeating: false, count: graph.functionCount)
    marks[try #require(graph.function(of: 4))] = true
    var search = Search(graph, keys: keys, outputs: [5], refresh: .functions(marks))
    while let batch = search.nextBatch() { search.answer(batch.map { _ in Finding(.object) }) }
    let plan = search.plan()
    #expect((0..<6).map { plan[$0].action } == [.skip, .skip, .load, .load, .compute, .compute])
  }
}
