import MartletBytes
import MartletGraph
import Testing

@Suite struct Explanations {
  static func reasons(
    _ step: String, now: Sketch, earlier: [Sketch], kept: String = "", refresh: String = ""
  ) throws -> [String] {
    let record = try SessionRecords.record(now, kept: kept, refresh: refresh)
    let explanation = Explanation(
      of: record, earlier: try earlier.map { try SessionRecords.record($0) })
    return explanation.reasons(for: try now.number(step)).map(\.text)
  }

  @Test(arguments: [
    ("y", "a", ["input `m.b` changed"]), ("b", "a", ["input `m.a` changed"]),
    ("a", "a", ["function `m.a` changed", "argument 1 changed"]), ("d", "a", [Self.notKept]),
    ("a", "x", ["input `m.x` changed"]),
    ("y", "y", ["function `m.y` changed", "argument 1 changed"]),
  ])
  func `what changed since the last session is named`(
    step: String, edited: String, reasons: [String]
  ) throws {
    var sketch = Sketch.talk
    sketch.templates[edited] = "edited"
    #expect(try Self.reasons(step, now: sketch, earlier: [.talk]) == reasons)
  }

  static let notKept = "computed before, but its result was not kept or is gone"

  @Test(arguments: [
    ("y step s !unidentified", "can't be identified"),
    ("y step s !impure", "can't be identified"),
    (
      "p step s !unidentified\nq bookkeeping p\ny step q",
      "depends on `m.p`, which can't be identified"
    ),
    ("u unknown\ny step s u", "depends on `m.u`, which can't be identified"),
    ("y step s", "to be refreshed"),
  ])
  func `what is not found by its key is explained without an earlier session`(
    line: String, reason: String
  ) throws {
    let now = Sketch("s step\n" + line)
    let refresh = reason.contains("refreshed") ? "s" : ""
    #expect(try Self.reasons("y", now: now, earlier: [now], refresh: refresh) == [reason])
  }

  @Test func `the nearest step that can't be identified is named, however far behind`() throws {
    let chain = (1..<200).map { "s\($0) step s\($0 - 1)" }.joined(separator: "\n")
    let now = Sketch("s0 step !unidentified\n\(chain)\nu step s199 !unidentified\ny step s9 u")
    let explanation = Explanation(of: try SessionRecords.record(now), earlier: [])
    for (step, origin) in [("s1", "s0"), ("s199", "s0"), ("s100", "s0"), ("y", "s0")] {
      let reasons = explanation.reasons(for: try now.number(step))
      #expect(reasons == [.dependsOnUnidentified("m.\(origin)")])
    }
    let behind = Sketch("s0 step !unidentified\nu step s0 !unidentified\nv step u\ny step v")
    #expect(
      try Self.reasons("y", now: behind, earlier: [])
        == ["depends on `m.u`, which can't be identified"])
  }

  @Test func `a step of a new name was never seen`() throws {
    let now = Sketch(Sketch.talk.text + "\nnew step y")
    #expect(try Self.reasons("new", now: now, earlier: [.talk, .talk]) == ["never seen"])
    #expect(try Self.reasons("y", now: .talk, earlier: []) == ["never seen"])
  }

  @Test func `bookkeeping between steps is looked through`() throws {
    let before = Sketch("s step\nt step\np bookkeeping s t\nq bookkeeping p\nz alias q\ny step z")
    var now = before
    now.templates["t"] = "edited"
    #expect(try Self.reasons("y", now: now, earlier: [before]) == ["input `m.t` changed"])
  }

  @Test func `inputs that swap places are named, added ones counted`() throws {
    let before = Sketch("s step\nt step\ny step s t")
    let swapped = Sketch("s step\nt step\ny step t s")
    #expect(
      try Self.reasons("y", now: swapped, earlier: [before])
        == ["input `m.t` changed", "input `m.s` changed"])
    let more = Sketch("s step\nt step\ny step s t s")
    #expect(try Self.reasons("y", now: more, earlier: [before]) == ["it has 3 inputs, had 2"])
  }

  @Test func `the nearest of several sessions is the one with most in common`() throws {
    var far = Sketch.talk
    far.templates = ["a": "1", "c": "1", "y": "1"]
    var now = Sketch.talk
    now.templates["a"] = "2"
    #expect(try Self.reasons("y", now: now, earlier: [far, .talk]) == ["input `m.b` changed"])
  }

  /// Steps `m.load` of one function, a place and two arguments each.
  static func loads(_ count: Int, second: [UInt8] = [0], _ value: (Int) -> UInt8) throws
    -> SessionRecord
  {
    var builder = StepGraph.Builder()
    let function = try builder.addFunction(label: "m.load", encoding: RawSpan(), checks: [])
    let name = try builder.addName("tree")
    for task in try builder.reserve(count) {
      let template = [
        value(task), UInt8(truncatingIfNeeded: task), UInt8(truncatingIfNeeded: task >> 8),
      ]
      let bytes = template + second
      try builder.describe(
        task, TaskDescription(.step, function: function, place: TaskPlace(Int32(task))),
        template: unsafe bytes.span.bytes,
        arguments: [
          TaskArgument(position: 0, start: 0, end: 3),
          TaskArgument(name: name, start: 3, end: Int32(bytes.count)),
        ].span)
    }
    let graph = try builder.build()
    let cost = try SearchBatches.search(graph, outputs: Array(0..<Int32(count)))
    return SessionRecord(graph, keys: try graph.keys(nonce: RawSpan()), plan: cost.plan)
  }

  @Test func `of many like steps the one of the same place is compared`() throws {
    let before = try Self.loads(20_000) { _ in 1 }
    let now = try Self.loads(20_000) { $0 == 7777 ? 2 : 1 }
    let explanation = Explanation(of: now, earlier: [before])
    #expect(explanation.reasons(for: 7777) == [.argumentChanged(position: 0)])
    #expect(explanation.reasons(for: 7776) == [.notKept] && now.name(of: 3) == "m.load[3]")
  }

  @Test func `an argument given by name is named`() throws {
    let before = try Self.loads(5) { _ in 1 }
    let now = try Self.loads(5, second: [9]) { _ in 1 }
    let explanation = Explanation(of: now, earlier: [before])
    #expect(explanation.reasons(for: 4).map(\.text) == ["argument `tree` changed"])
  }

  @Test func `a changed function is told with its fingerprints`() throws {
    var now = Sketch.talk
    now.templates["a"] = "edited"
    let (old, new) = (try SessionRecords.record(.talk), try SessionRecords.record(now))
    let reasons = Explanation(of: new, earlier: [old]).reasons(for: 1)
    let fingerprints = ["a", "edited"].map { text in
      [SHA256.hash(unsafe Array(text.utf8).span.bytes)]
    }
    #expect(
      reasons.first == .functionChanged("m.a", from: fingerprints[0], to: fingerprints[1]))
  }
}
